/**
 * Says when a server that has failed may serve again: as soon as it answers, unless it has come and gone. Then it
 * has to answer for a whole window first, so that a server that flaps switches the state once and not all the time.
 * Times are monotonic, in milliseconds.
 */
export class Stability {
  /** When it took up service again after it had failed. */
  private backSince: number | null = null;
  private answersSince: number | null = null;
  private hasFailed = false;
  private hasFlapped = false;

  constructor(private readonly windowMs: number) {}

  /** @returns whether it may serve */
  answered(now: number): boolean {
    this.answersSince ??= now;
    if (this.hasFlapped && now - this.answersSince < this.windowMs) return false;
    if (this.hasFailed) this.backSince ??= now;
    return true;
  }

  failed(now: number): void {
    if (this.backSince !== null) this.hasFlapped = now - this.backSince < this.windowMs;
    this.hasFailed = true;
    this.backSince = null;
    this.answersSince = null;
  }
}
