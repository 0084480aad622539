import type { DatabaseManager } from '../database';

const INTERVAL_MS = 30_000;

/** How many transactions are in quarantine: counted from time to time, so that nobody who reads it waits for PostgreSQL. */
export class QuarantineSize {
  private counted: number | null = null;
  private counting = false;
  private readonly timer: NodeJS.Timeout;
  private readonly forget: () => void;

  constructor(private readonly manager: DatabaseManager) {
    this.forget = manager.onStateChange(() => void this.count());
    this.timer = setInterval(() => void this.count(), INTERVAL_MS).unref();
  }

  /** Null while it is not known. */
  get size(): number | null {
    return this.manager.state.status === 'healthy' ? this.counted : null;
  }

  stop(): void {
    clearInterval(this.timer);
    this.forget();
  }

  private async count(): Promise<void> {
    if (this.counting || this.manager.state.status !== 'healthy') return;
    this.counting = true;
    try {
      this.counted = await this.manager.quarantine.count();
    } catch {
      // PostgreSQL has gone since, which the state is about to tell.
      this.counted = null;
    } finally {
      this.counting = false;
    }
  }
}
