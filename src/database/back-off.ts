/** Pauses between attempts: full jitter below a bound that doubles each time, at least a tenth of the minimum. */
export class BackOff {
  private attempts = 0;

  constructor(
    private readonly minMs: number,
    private readonly maxMs: number,
  ) {}

  nextMs(): number {
    const bound = Math.min(this.maxMs, this.minMs * 2 ** Math.min(this.attempts, 20));
    this.attempts += 1;
    return Math.max(this.minMs / 10, Math.random() * bound);
  }

  /** An attempt has succeeded. */
  reset(): void {
    this.attempts = 0;
  }
}
