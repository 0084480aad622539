import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ShutdownDeadline } from '../../http/shutdown-deadline';
import { EventLog } from '../../logging/event-log';
import { traced } from '../../tracing/active-span';
import { type Mail, MailRefusedError, MailServerNotTrustedError, MailTransport } from './mail';

/** Pauses before a mail that could not be handed over is tried again. */
const RETRY_AFTER_MS = [500, 2_000, 10_000, 30_000, 60_000, 120_000];

/** Hands mails over in the background, and tries again when the server cannot take them at the moment. */
@Injectable()
export class MailDelivery implements OnApplicationShutdown {
  private readonly log = new EventLog('Mail');
  private readonly underway = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    @Inject(MailTransport) private readonly transport: MailTransport,
    private readonly deadline: ShutdownDeadline,
  ) {}

  /**
   * Sends a mail, for as long as it is of use.
   *
   * @param settled is told what became of it
   */
  deliver(mail: Mail, usefulUntil: Date, settled: (outcome: 'sent' | 'failed') => Promise<void>): void {
    const run = this.send(mail, usefulUntil)
      .then(settled)
      .catch((error: unknown) => this.log.warn({ event: 'mail.not_recorded', ...reasonOf(error) }))
      .finally(() => this.underway.delete(run));
    this.underway.add(run);
  }

  /** Lets those that are being handed over come to an end, in the time that requests have left; the others have failed. */
  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.deadline.wait(Promise.all(this.underway));
    this.transport.close();
  }

  private async send(mail: Mail, usefulUntil: Date): Promise<'sent' | 'failed'> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after another
        await traced('mail.send', { attempt }, () => this.transport.send(mail));
        return 'sent';
      } catch (error) {
        const waitMs = RETRY_AFTER_MS[attempt];
        const isLast =
          error instanceof MailRefusedError ||
          waitMs === undefined ||
          Date.now() + waitMs > usefulUntil.getTime();
        this.log.warn({ event: isLast ? 'mail.failed' : 'mail.delayed', attempt, ...reasonOf(error) });
        // oxlint-disable-next-line no-await-in-loop -- see above
        if (isLast || !(await this.waits(waitMs))) return 'failed';
      }
    }
  }

  /** Whether it has come to the end of the wait: not when the service ends before. */
  private async waits(milliseconds: number): Promise<boolean> {
    try {
      await pause(milliseconds, undefined, { ref: false, signal: this.closing.signal });
      return true;
    } catch {
      return false;
    }
  }
}

/** What the log may hold: what a server says may quote the address. */
function reasonOf(error: unknown): {
  readonly errorName: string;
  readonly code?: string;
  readonly reply?: number;
  readonly message?: string;
} {
  if (error instanceof MailServerNotTrustedError) {
    const { name, code, message } = error;
    return { errorName: name, code, message };
  }
  const { name, code, originalCode, responseCode } = ((error as { cause?: unknown }).cause ?? error) as {
    name?: unknown;
    code?: unknown;
    originalCode?: unknown;
    responseCode?: unknown;
  };
  const told = originalCode ?? code;
  return {
    errorName: typeof name === 'string' ? name : 'unknown',
    ...(typeof told === 'string' && { code: told }),
    ...(typeof responseCode === 'number' && { reply: responseCode }),
  };
}
