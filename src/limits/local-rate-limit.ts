import type { Decision, RateLimitRule } from './rate-limit-rule';

/** So many are told apart in a window; the others count as one, so that nobody fills the memory with inventions. */
const MOST_KEYS = 100_000;

const OTHERS = '';

/**
 * A limit of one instance that costs next to nothing: it counts in windows, of which the last one counts for as much as the
 * span of its length that ends now still covers of it.
 */
export class LocalRateLimit {
  private index = 0;
  private counts = new Map<string, number>();
  private before = new Map<string, number>();

  constructor(private readonly rule: RateLimitRule) {}

  /** Counts one more, unless there were enough. */
  take(key: string): Decision {
    const { limit, windowMs } = this.rule;
    const now = Date.now();
    this.enter(Math.floor(now / windowMs));
    const elapsedMs = now % windowMs;
    const known = this.counts.has(key) || this.counts.size < MOST_KEYS ? key : OTHERS;
    const count = this.counts.get(known) ?? 0;
    const carried = Math.floor((this.before.get(known) ?? 0) * (1 - elapsedMs / windowMs));
    const isAllowed = carried + count < limit;
    if (isAllowed) this.counts.set(known, count + 1);
    return {
      rule: this.rule,
      isAllowed,
      remaining: isAllowed ? limit - carried - count - 1 : 0,
      resetMs: windowMs - elapsedMs,
    };
  }

  private enter(index: number): void {
    if (index === this.index) return;
    this.before = index === this.index + 1 ? this.counts : new Map<string, number>();
    this.counts = new Map<string, number>();
    this.index = index;
  }
}
