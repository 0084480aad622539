import type { Logger } from 'pino';
import { NestLog } from './logging/nest-log';

/** Ends the process when nobody has caught an error. Node would write the error out as it is, with all that it carries. */
export function endOnCrash(log: Logger): void {
  process.on('uncaughtException', (error: unknown) => {
    try {
      new NestLog(log).fatal({ event: 'service.crashed', error }, 'Service');
    } finally {
      process.exit(1);
    }
  });
}
