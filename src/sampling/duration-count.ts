/** A bucket ends at a value that is an eighth larger than that where it begins. */
const BUCKETS_A_DOUBLING = 6;

/** From a microsecond to a minute. */
const BUCKETS = 26 * BUCKETS_A_DOUBLING;

/** How many there were, and how long the quickest half and the quickest 99 of 100 took at most. */
export interface Durations {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Counts durations by how long they were, so that quantiles can be told to within six percent. */
export class DurationCount {
  private readonly counts = new Uint32Array(BUCKETS);
  private total = 0;

  add(seconds: number): void {
    const bucket = Math.ceil(Math.log2(seconds * 1e6) * BUCKETS_A_DOUBLING);
    // What took no time at all has no logarithm.
    const index = bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.total += 1;
  }

  /** Those since it was asked last; null where there were none. */
  take(): Durations | null {
    const { total } = this;
    if (total === 0) return null;
    const taken = { count: total, p50Ms: this.quantileMs(0.5), p99Ms: this.quantileMs(0.99) };
    this.counts.fill(0);
    this.total = 0;
    return taken;
  }

  private quantileMs(part: number): number {
    const rank = Math.ceil(this.total * part);
    let seen = 0;
    const bucket = this.counts.findIndex((amount) => (seen += amount) >= rank);
    // The middle of it.
    return 2 ** ((bucket - 0.5) / BUCKETS_A_DOUBLING) / 1e3;
  }
}
