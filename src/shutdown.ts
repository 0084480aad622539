import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config/config';

/**
 * Ends the service on SIGTERM or SIGINT: it stops accepting, lets requests in flight finish within
 * SHUTDOWN_TIMEOUT_MS, closes the database and exits with 0. A second signal, or the time-out, forces it.
 */
export function serveUntilStopped(app: NestFastifyApplication, { shutdownTimeoutMs }: Config): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), shutdownTimeoutMs).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
