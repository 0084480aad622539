import type { ReplicationMode, Table, View } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { InMemoryClient } from './in-memory-pool';
import { describeExistingTables, describeExistingViews } from './schema/describe-existing-tables';
import type { Session } from './session/session';
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

  /** The session of this runner; null before the first query and after the release. */
  get session(): Session | null {
    const client: unknown = this.isReleased ? null : this.databaseConnection;
    return client instanceof InMemoryClient ? client.session : null;
  }

  /** The tables as they were made from the entities: there are no catalogs to read them from. */
  protected override async loadTables(names?: string[]): Promise<Table[]> {
    return Promise.resolve(describeExistingTables(this.connection, this.database, names));
  }

  protected override async loadViews(names?: string[]): Promise<View[]> {
    return Promise.resolve(describeExistingViews(this.connection, this.database, names));
  }

  /** Drops every table, view, type and sequence. It cannot be rolled back. */
  override async clearDatabase(): Promise<void> {
    await this.database.drop();
  }
}
