import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config';
import { describeError } from './described-error';
import { LogOutput } from './log-output';

/**
 * The service's log: a JSON object a line, on stdout.
 *
 * @param now what is to be told in every line of what runs at that moment
 */
export function serviceLog(
  { logLevel, environment }: Config,
  now: () => object,
  output: DestinationStream = new LogOutput(process.stdout.fd),
): Logger {
  const isDevelopment = environment === 'development';
  return pino(
    {
      level: logLevel,
      base: undefined,
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
      // Whatever was thrown: a text may be a secret as well.
      serializers: { error: (error: unknown) => describeError(error, isDevelopment) },
      mixin: now,
    },
    output,
  );
}
