import type { FastifyBaseLogger } from 'fastify';
import type { Logger } from 'pino';

/** A query may hold what is secret. */
const QUERY = /\?[^\s"']*/g;

/** Fastify's log through the service's own. Requests have no logs of theirs: whose a line is, is known without. */
export class FastifyLog implements FastifyBaseLogger {
  constructor(private readonly lines: Logger) {}

  get level(): string {
    return this.lines.level;
  }

  child(): FastifyBaseLogger {
    return this;
  }

  readonly fatal = this.writerOf('fatal');
  readonly error = this.writerOf('error');
  readonly warn = this.writerOf('warn');
  readonly info = this.writerOf('info');
  readonly debug = this.writerOf('debug');
  readonly trace = this.writerOf('trace');

  silent(): void {}

  private writerOf(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
  ): (first: unknown, text?: unknown) => void {
    return (first, text) => {
      const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err;
      const said = typeof first === 'string' ? first : text;
      this.lines[level]({
        context: 'Fastify',
        event: 'framework.message',
        ...(typeof said === 'string' && { message: said.replace(QUERY, '') }),
        ...(error instanceof Error && { error }),
      });
    };
  }
}
