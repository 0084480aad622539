import { setTimeout as pause } from 'node:timers/promises';
import * as pg from 'pg';
import type { DataSource, EntitySchema, Logger } from 'typeorm';
import type { DatabaseOptions } from '../database.options';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { postgresClientOptions } from '../resolution/postgres-client-options';
import type { ConnectionSource } from './connection-source';
import { FastDataSource } from './fast-data-source';
import type { PoolTarget } from './pool/connection-pool';
import type { PoolEvent, PoolSettings } from './pool/pool-settings';
import { PostgresPool } from './pool/postgres-pool';
import { QuietLogger } from './quiet-logger';

const DRAIN_POLL_MS = 10;

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
  /** Gives up every open connection: what waits for an answer fails at once. */
  invalidate(): void;
  /** Opens the connections that are kept while idle. */
  prewarm(): void;
  /** Waits until no connection is in use, or for so long. */
  drain(timeoutMs: number): Promise<void>;
  /** Ends every connection, of a data source that never came to be initialized too. */
  close(): Promise<void>;
}

/** Makes the data source; `dataSource.initialize()` connects. The schema is the migrations' business. */
export function createPostgresStore(
  source: ConnectionSource,
  options: DatabaseOptions,
  schema: Schema,
  report: (event: PoolEvent) => void,
  logger: Logger = new QuietLogger(),
): PostgresStore {
  const connection = source.current;
  const pools = new Set<PostgresPool>();
  class BoundPool extends PostgresPool {
    constructor() {
      super(targetOf(source, options), poolSettings(options), report);
      pools.add(this);
    }
  }
  const dataSource = new FastDataSource(
    {
      type: 'postgres',
      database: connection.database,
      entities: [...schema.entities],
      migrations: [...schema.migrations],
      migrationsTransactionMode: 'each',
      installExtensions: false,
      driver: { ...pg, Pool: BoundPool },
      logger,
      poolErrorHandler: () => undefined,
    },
    options.preparedStatements,
  );
  return {
    dataSource,
    invalidate: () => {
      for (const { connections } of pools) connections.invalidate();
    },
    prewarm: () => {
      for (const { connections } of pools) connections.prewarm();
    },
    drain: async (timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      const isInUse = ({ connections: { statistics } }: PostgresPool): boolean =>
        statistics.inUse + statistics.waiting > 0;
      // oxlint-disable-next-line no-await-in-loop -- waits
      while ([...pools].some(isInUse) && performance.now() < deadline) await pause(DRAIN_POLL_MS);
    },
    close: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      // TypeORM leaves the pool open when it fails to initialize.
      else await Promise.all([...pools].map((pool) => new Promise<void>((resolve) => pool.end(resolve))));
    },
  };
}

/** Each connection is made with the credentials of its moment. */
function targetOf(source: ConnectionSource, options: DatabaseOptions): PoolTarget {
  const origins = new WeakMap<pg.ClientConfig, PostgresConnection>();
  return {
    config: () => {
      const connection = source.current;
      const config = {
        ...postgresClientOptions(connection, options),
        application_name: connection.applicationName ?? options.applicationName,
        statement_timeout: options.statementTimeoutMs,
      };
      origins.set(config, connection);
      return config;
    },
    renew: async (config, error) => {
      const refused = origins.get(config);
      return refused !== undefined && source.renew(refused, error);
    },
  };
}

function poolSettings(options: DatabaseOptions): PoolSettings {
  return {
    size: options.poolSize,
    overflow: options.poolOverflow,
    overflowAfterMs: options.poolOverflowAfterMs,
    recycleSeconds: options.poolRecycleSeconds,
    checkoutTimeoutMs: options.poolCheckoutTimeoutMs,
    maxWaiting: options.poolMaxWaiting,
    validateAfterIdleMs: options.poolValidateAfterIdleMs,
    validateTimeoutMs: options.poolValidateTimeoutMs,
    queryTimeoutMs: options.queryTimeoutMs,
    leakAfterMs: options.poolLeakAfterMs,
    endTimeoutMs: options.shutdownTimeoutMs,
  };
}
