import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config/config';
import { EventLog } from './logging/event-log';
import { LONGEST_FLUSH_MS } from './tracing/tracing.module';

/** Nest's own close() takes the signal and hands it to the hooks; its interface leaves that out. */
type Closable = NestFastifyApplication & { close(signal: NodeJS.Signals): Promise<void> };

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** What everything else at the end may take: hooks that wait for nothing outside, the log. */
const MARGIN_MS = 1000;

/** How long the end takes at most. After that the process ends itself. */
export function longestShutdownMs({ shutdownDelayMs, shutdownTimeoutMs, database, tracing }: Config): number {
  const flushMs = tracing ? LONGEST_FLUSH_MS : 0;
  return shutdownDelayMs + shutdownTimeoutMs + database.shutdownTimeoutMs + flushMs + MARGIN_MS;
}

/**
 * Ends the process on SIGTERM or SIGINT while it starts and nothing is in flight. Without a handler, the first
 * process of a container does not get these signals at all.
 */
export function stopWhileStarting(): void {
  for (const signal of SIGNALS) process.on(signal, () => process.exit(0));
}

/**
 * Ends the service on SIGTERM or SIGINT: it says that it is not ready, after SHUTDOWN_DELAY_MS (SIGTERM alone)
 * stops accepting, lets requests in flight and the mail that is being sent finish within SHUTDOWN_TIMEOUT_MS, closes the database within
 * DATABASE_SHUTDOWN_TIMEOUT_MS and exits with 0. A second signal, or more time than all that, forces it, with 1.
 */
export function serveUntilStopped(app: NestFastifyApplication, config: Config): void {
  const longestMs = longestShutdownMs(config);
  const log = new EventLog('Service');
  let stopping = false;
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ event: 'service.stopping', signal });
      setTimeout(() => process.exit(1), longestMs).unref();
      (app as Closable).close(signal).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
