import { LockWait } from './lock-wait';
import type { Writer } from './writer';

/** What a statement waits for that only lets time pass: it holds nothing, and ends by itself. */
class Clock implements Writer {
  readonly commitSequence = Infinity;
  status: Writer['status'] = 'active';
  waitingFor: readonly Writer[] | null = null;

  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {}

  onEnd(listener: () => void): void {
    this.timer = setTimeout(() => {
      this.status = 'committed';
      listener();
    }, this.ms);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** pg_sleep(): the statement runs again when the time is over. */
export class Pause extends LockWait {
  private readonly clock: Clock;

  constructor(ms: number) {
    const clock = new Clock(ms);
    super([clock], { kind: 'transaction', table: '' });
    this.clock = clock;
  }

  /** Nobody waits any longer. */
  stop(): void {
    this.clock.stop();
  }
}
