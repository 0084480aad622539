import type { ReplicationMode, Table, View } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { observeQuery } from '../observed-query';
import { InMemoryClient } from './in-memory-pool';
import { describeExistingTables, describeExistingViews } from './schema/describe-existing-tables';
import type { Session } from './session/session';
import type { Database } from './storage/database';

/** TypeORM's query runner for PostgreSQL, on the one schema that the store has: made from entities, dropped whole. */
export class InMemoryQueryRunner extends PostgresQueryRunner {
  /** Queries that have been asked for and not been answered. */
  private underway = 0;

  constructor(
    driver: PostgresDriver,
    mode: ReplicationMode,
    private readonly database: Database,
  ) {
    super(driver, mode);
  }

  /**
   * The session of this runner; null before the first query, after the release, and while queries are on their way to
   * it, which nothing may overtake.
   */
  get session(): Session | null {
    const client: unknown = this.isReleased || this.underway > 0 ? null : this.databaseConnection;
    return client instanceof InMemoryClient ? client.session : null;
  }

  override async query(...given: Parameters<PostgresQueryRunner['query']>): Promise<unknown> {
    this.underway += 1;
    const query = observeQuery(null, 'memory', given[0]);
    try {
      const answer = super.query(...given);
      return await (query ? query.endWith(answer) : answer);
    } finally {
      this.underway -= 1;
    }
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
