import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { placesIn } from './described-error';
import { LOG_EVENTS, type LogEventName } from './log-events';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Nest's log through the service's own. What is no event of ours is said by a framework. */
export class NestLog implements LoggerService {
  constructor(private readonly lines: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // What Nest itself reports while it wires modules is of no use in production.
    const level = WIRING_CONTEXTS.has(String(rest.at(-1))) ? 'debug' : 'info';
    this.write(level, message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    this.lines[level]({ ...contextIn(rest), ...fieldsOf(message, rest) });
  }
}

const WIRING_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

function fieldsOf(message: unknown, rest: readonly unknown[]): object {
  if (isEntry(message)) return { message: LOG_EVENTS[message.event].says, ...message };
  if (message instanceof Error) return { event: 'framework.message', error: message };
  const stack = rest.map((value) => placesIn(value)).find((places) => places !== '');
  return {
    event: 'framework.message',
    ...(typeof message === 'string' && { message }),
    ...(stack !== undefined && { stack }),
  };
}

function isEntry(message: unknown): message is { readonly event: LogEventName } {
  const { event } = (message ?? {}) as { event?: unknown };
  return typeof event === 'string' && Object.hasOwn(LOG_EVENTS, event);
}

/** Nest gives the context last, and before it, or in its place, a stack. */
function contextIn(rest: readonly unknown[]): object {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? { context: last } : {};
}
