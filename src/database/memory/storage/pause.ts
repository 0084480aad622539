import { LockWait } from './lock-wait';
import type { Writer } from './writer';

/** The longest that a timer of Node runs: one that is set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What a statement waits for that only lets time pass: it holds nothing, and ends by itself. */
class Alarm implements Writer {
  readonly commitSequence = Infinity;
  readonly writeOrder = Infinity;
  readonly transaction = null;
  status: Writer['status'] = 'active';

  private timer: NodeJS.Timeout | undefined;

  constructor(private ms: number) {}

  onEnd(listener: () => void): () => void {
    const step = Math.min(this.ms, MAX_TIMER_MS);
    this.ms -= step;
    this.timer = setTimeout(() => {
      if (this.ms > 0) {
        this.onEnd(listener);
        return;
      }
      this.status = 'committed';
      listener();
    }, step);
    return () => clearTimeout(this.timer);
  }
}

/** pg_sleep(): the statement runs again when the time is over. */
export class Pause extends LockWait {
  constructor(ms: number) {
    super([new Alarm(ms)]);
  }
}
