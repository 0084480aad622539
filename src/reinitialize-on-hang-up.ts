import { isatty } from 'node:tty';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DatabaseManager } from './database';
import { EventLog } from './logging/event-log';

const SIGNAL = 'SIGHUP';

/** Where the service has a terminal, the signal says that this is closed, and ends it. */
const hasTerminal = (): boolean => isatty(0);

/** Keeps the signal from ending the process while it starts. */
export function ignoreHangUpWhileStarting(): void {
  if (!hasTerminal()) process.on(SIGNAL, () => undefined);
}

/**
 * Has the database looked for again on SIGHUP. Over HTTP an administrator may do so; who that is, is not known while
 * PostgreSQL is away. Signals during a run share it.
 */
export function reinitializeOnHangUp(app: NestFastifyApplication): void {
  if (hasTerminal()) return;
  const manager = app.get(DatabaseManager);
  const log = new EventLog('Admin');
  let isRunning = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    log.info({ event: 'admin.reinitialize', signal: SIGNAL });
    try {
      await manager.reinitialize();
      const { state, step } = manager;
      log.info({
        event: 'admin.reinitialized',
        signal: SIGNAL,
        status: state.status,
        reason: state.message,
        step,
      });
    } catch (error) {
      log.warn({ event: 'admin.reinitialize_failed', signal: SIGNAL, error });
    } finally {
      isRunning = false;
    }
  };
  process.removeAllListeners(SIGNAL);
  process.on(SIGNAL, () => {
    if (!isRunning) void run();
  });
}
