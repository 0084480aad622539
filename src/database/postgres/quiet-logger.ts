import type { Logger } from 'typeorm';

/** TypeORM's own loggers write migrations and warnings to the console, SQL and values included, whatever it is told. */
export class QuietLogger implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(_message: string): void {}
  log(): void {}
}
