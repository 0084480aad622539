import { AsyncResource } from 'node:async_hooks';

/** Looks when it is time to, or at once when something is suspected. */
export class Watch {
  private timer: NodeJS.Timeout | null = null;
  /** Whether the next look is to be at once: a stream of suspicions must not put it off. */
  private isSuspected = false;
  private isOver = false;
  /** Watching is no part of the request that had it look at once. */
  private readonly root = new AsyncResource('DatabaseManager');

  constructor(private readonly look: () => void) {}

  /** Looks next after so long, unless something is suspected. */
  schedule(delayMs: number): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.isOver) return;
    const later = this.isSuspected ? 0 : delayMs;
    this.timer = this.root.runInAsyncScope(() => setTimeout(() => this.lookNow(), later));
    this.timer.unref();
  }

  suspect(): void {
    if (this.isSuspected) return;
    this.isSuspected = true;
    this.schedule(0);
  }

  end(): void {
    this.isOver = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private lookNow(): void {
    this.isSuspected = false;
    this.look();
  }
}
