import { Logger } from '@nestjs/common';
import type { ServiceLogEntry } from './log-events';

/** A part of the service's log: it takes the events of the vocabulary and nothing else. */
export class EventLog {
  private readonly logger: Logger;

  /** @param context which part of the service writes */
  constructor(context: string) {
    this.logger = new Logger(context);
  }

  debug(entry: ServiceLogEntry<'debug'>): void {
    this.logger.debug(entry);
  }

  info(entry: ServiceLogEntry<'info'>): void {
    this.logger.log(entry);
  }

  warn(entry: ServiceLogEntry<'warn'>): void {
    this.logger.warn(entry);
  }

  error(entry: ServiceLogEntry<'error'>): void {
    this.logger.error(entry);
  }

  fatal(entry: ServiceLogEntry<'fatal'>): void {
    this.logger.fatal(entry);
  }
}
