import type { ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import type { Database } from './storage/database';

/** TypeORM's query runner for PostgreSQL, on the one schema that the store has: made from entities, dropped whole. */
export class InMemoryQueryRunner extends PostgresQueryRunner {
  constructor(
    driver: PostgresDriver,
    mode: ReplicationMode,
    private readonly database: Database,
  ) {
    super(driver, mode);
  }

  /** Drops every table, view, type and sequence. It cannot be rolled back. */
  override async clearDatabase(): Promise<void> {
    this.database.clear();
    await Promise.resolve();
  }
}
