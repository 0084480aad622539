import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's log through the service's pino: objects keep their fields, texts become messages; the last argument is the context. */
export class PinoLogger implements LoggerService {
  constructor(private readonly log_: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // What Nest itself reports while it wires modules is of no use in production.
    const level = FRAMEWORK_CONTEXTS.has(String(rest.at(-1))) ? 'debug' : 'info';
    this.write(level, message, rest);
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

  private write(
    level: 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    const fields = typeof message === 'object' && message !== null ? message : { msg: String(message) };
    this.log_[level]({ ...(typeof context === 'string' ? { context } : {}), ...fields });
  }
}

const FRAMEWORK_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);
