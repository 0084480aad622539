import { setTimeout as pause } from 'node:timers/promises';
import * as pg from 'pg';
import type { DataSource, EntitySchema, EntitySubscriberInterface, Logger } from 'typeorm';
import type { DatabaseOptions } from '../database.options';
import type { ConnectionSource } from './connection-source';
import { FastDataSource } from './fast-data-source';
import type { PoolEvent, PoolStatistics } from './pool/pool-settings';
import { poolSettings, poolTarget } from './pool-options';
import type { ReplicaSet } from './replicas/replica-set';
import { PostgresPool } from './pool/postgres-pool';
import { QuietLogger } from './quiet-logger';

const DRAIN_POLL_MS = 10;

/** An entity class, or a schema that describes one. */
export type EntityDefinition = Function | EntitySchema<unknown>;

/** The entities and migrations of the application. */
export interface Schema {
  readonly entities: readonly EntityDefinition[];
  readonly migrations: readonly (new () => unknown)[];
  /** One list for all stores, which may grow. */
  readonly subscribers?: EntitySubscriberInterface[];
}

/** Gives a data source, which has just been initialized, the list of those who listen to its entities. */
export function shareSubscribers(dataSource: DataSource, { subscribers }: Schema): void {
  if (subscribers) Object.assign(dataSource, { subscribers });
}

/** A TypeORM data source on PostgreSQL through our pool. */
export interface PostgresStore {
  readonly dataSource: DataSource;
  /** The connections now; null before `initialize()`. */
  readonly poolStatistics: PoolStatistics | null;
  /** Gives up every open connection: what waits for an answer fails at once. */
  invalidate(): void;
  /** Opens the connections that are kept while idle. */
  prewarm(): void;
  /** Waits until no connection is in use, or for so long. */
  drain(timeoutMs: number): Promise<void>;
  /** Ends every connection, of a data source that never came to be initialized too. */
  close(): Promise<void>;
}

/** What a store may be given. */
export interface StoreParts {
  readonly report?: (event: PoolEvent) => void;
  /** Where reads may go; without them they go to the primary. */
  readonly replicas?: ReplicaSet | null;
  readonly logger?: Logger;
}

/** Makes the data source; `dataSource.initialize()` connects. The schema is the migrations' business. */
export function createPostgresStore(
  source: ConnectionSource,
  options: DatabaseOptions,
  schema: Schema,
  { report = () => undefined, replicas = null, logger = new QuietLogger() }: StoreParts = {},
): PostgresStore {
  const connection = source.current;
  const pools = new Set<PostgresPool>();
  class BoundPool extends PostgresPool {
    constructor() {
      super(poolTarget(source, options), poolSettings(options), report);
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
    { prepareStatements: options.preparedStatements, replicas },
  );
  let closed: Promise<unknown> | null = null;
  return {
    dataSource,
    get poolStatistics() {
      return [...pools].at(-1)?.connections.statistics ?? null;
    },
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
      // TypeORM leaves the pool open when it fails to initialize.
      closed ??= dataSource.isInitialized
        ? dataSource.destroy()
        : Promise.all([...pools].map((pool) => new Promise<void>((resolve) => pool.end(resolve))));
      await closed;
    },
  };
}
