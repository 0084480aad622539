import * as pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import type { DatabaseOptions } from '../database.options';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { postgresClientOptions } from '../resolution/postgres-client-options';
import { PostgresPool } from './postgres-pool';

/** An entity class, or a schema that describes one. */
export type EntityDefinition = Function | EntitySchema<unknown>;

/** The entities and migrations of the application. */
export interface Schema {
  readonly entities: readonly EntityDefinition[];
  readonly migrations: readonly (new () => unknown)[];
}

/** A TypeORM data source on PostgreSQL through our pool. */
export interface PostgresStore {
  readonly dataSource: DataSource;
  /** Gives up every open connection. */
  invalidate(): void;
}

/** Makes the data source; `dataSource.initialize()` connects. The schema is the migrations' business. */
export function createPostgresStore(
  connection: PostgresConnection,
  options: DatabaseOptions,
  schema: Schema,
): PostgresStore {
  const pools = new Set<PostgresPool>();
  class BoundPool extends PostgresPool {
    constructor(config: pg.PoolConfig) {
      super(config, {
        size: options.poolSize,
        overflow: options.poolOverflow,
        recycleSeconds: options.poolRecycleSeconds,
        waitTimeoutMs: options.poolCheckoutTimeoutMs,
        queryTimeoutMs: options.queryTimeoutMs,
        keepAlive: options.keepAlive,
      });
      pools.add(this);
    }
  }
  const dataSource = new DataSource({
    type: 'postgres',
    host: connection.host,
    port: connection.port,
    username: connection.user,
    password: connection.password,
    database: connection.database,
    entities: [...schema.entities],
    migrations: [...schema.migrations],
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: connection.applicationName ?? options.applicationName,
    driver: { ...pg, Pool: BoundPool },
    // Spread last: these are the fields that pg gets, whatever TypeORM has made of the others.
    extra: {
      ...postgresClientOptions(connection, options),
      application_name: connection.applicationName ?? options.applicationName,
      statement_timeout: options.statementTimeoutMs,
    },
    logging: false,
    poolErrorHandler: () => undefined,
  });
  return {
    dataSource,
    invalidate: () => {
      for (const pool of pools) pool.invalidate();
    },
  };
}
