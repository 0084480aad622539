const MICROS_PER_MS = 1000;

/**
 * The wall clock in microseconds since the epoch, which never gives the same moment twice: as with a server, what
 * was made later is dated later, and no moment is that of a whole millisecond.
 */
export class Clock {
  private last = 0;

  now(): bigint {
    this.last = Math.max(Date.now() * MICROS_PER_MS + 1, this.last + 1);
    return BigInt(this.last);
  }

  /** A later moment than the given one, unless the clock still shows its millisecond. */
  after(moment: bigint): bigint {
    const now = this.now();
    return now - moment < MICROS_PER_MS ? moment : now;
  }
}
