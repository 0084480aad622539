import type { DatabaseLogEntry } from './log-events';

/** What the database layer writes its events to, one object each. Nest's Logger is one. */
export interface DatabaseLogger {
  log(entry: DatabaseLogEntry<'info'>): void;
  warn(entry: DatabaseLogEntry<'warn'>): void;
}
