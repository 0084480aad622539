import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';

/** Until when what is under way may go on when the service ends (SHUTDOWN_TIMEOUT_MS): requests, and what they leave behind. */
@Injectable()
export class ShutdownDeadline {
  private at: number | null = null;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'shutdownTimeoutMs'>) {}

  /** The service does not listen any more. */
  begin(): void {
    this.at ??= performance.now() + this.config.shutdownTimeoutMs;
  }

  /** Waits for something, for as long as there is time. */
  async wait(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, pause(this.leftMs, undefined, { ref: false })]);
  }

  /** All of it, until it has begun. */
  private get leftMs(): number {
    return this.at === null ? this.config.shutdownTimeoutMs : Math.max(0, this.at - performance.now());
  }
}
