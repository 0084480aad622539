import { CannotExecuteNotConnectedError, DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { FastPathEntityManager } from '../fast-path/fast-path-entity-manager';
import { InMemoryFastPath } from './fast-path/fast-path';
import { InMemoryPool } from './in-memory-pool';
import { InMemoryQueryRunner } from './in-memory-query-runner';
import { buildSchema } from './schema/build-schema';
import { StatementCache } from './session/statement-cache';
import { loadParser } from './sql/parser';
import { Database, DEFAULT_LIMITS } from './storage/database';
import type { StorageLimits } from './storage/limits';
import type { EvalContext } from './types/eval-context';
import { SqlError } from './types/sql-error';

/** Prepared statements that a data source remembers. */
const STATEMENT_CACHE_SIZE = 2_000;

/** The server version that the store answers to; TypeORM decides by it which SQL it writes. */
const SERVER_VERSION = '15.0';

export interface InMemoryDataSourceOptions extends Partial<
  Omit<
    PostgresDataSourceOptions,
    'type' | 'driver' | 'replication' | 'url' | 'host' | 'port' | 'username' | 'password' | 'ssl'
  >
> {
  /** Ceilings; a write beyond one fails with SQLSTATE 53200, reads go on. */
  readonly limits?: Partial<StorageLimits>;
  /** Whether simple calls may skip SQL altogether; true unless told otherwise. The results are the same. */
  readonly fastPath?: boolean;
}

/**
 * A TypeORM data source whose PostgreSQL is in this process: TypeORM's own PostgresDriver, query builders and
 * persistence run unchanged on a small PostgreSQL engine that is reached where `pg` would be.
 *
 * `initialize()` creates the schema from the entities. Nothing is shared between two data sources, and
 * nothing survives `destroy()`. `options.type` is 'postgres'.
 */
export class InMemoryDataSource extends DataSource {
  /** The engine, for statistics and for what stands beside TypeORM (journal, metrics). */
  readonly database: Database;
  private readonly fastPath: InMemoryFastPath | null;

  constructor({ limits, fastPath = true, ...options }: InMemoryDataSourceOptions) {
    const database = new Database(DEFINITION_CONTEXT, { ...DEFAULT_LIMITS, ...limits });
    const statements = new StatementCache(STATEMENT_CACHE_SIZE);
    class BoundPool extends InMemoryPool {
      constructor() {
        super(database, statements);
      }
    }
    super({
      ...options,
      type: 'postgres',
      installExtensions: false,
      driver: { Pool: BoundPool },
      // The pool knows no native variant: TypeORM must not look for pg-native.
      nativeDriver: {},
      synchronize: false,
      migrationsRun: false,
      dropSchema: false,
    });
    this.database = database;
    this.fastPath = fastPath ? new InMemoryFastPath(this, database) : null;
    const driver = this.driver as PostgresDriver;
    // What TypeORM would ask the server for.
    driver.version = SERVER_VERSION;
    driver.database = options.database ?? 'memory';
    driver.searchSchema = 'public';
    driver.schema ??= 'public';
    driver.createQueryRunner = (mode) => new InMemoryQueryRunner(driver, mode, database);
  }

  // TypeORM calls this while it constructs the data source: the manager asks for the fast path when it needs it.
  override createEntityManager(queryRunner?: QueryRunner): EntityManager {
    return new FastPathEntityManager(this, queryRunner, () => this.fastPath);
  }

  override async initialize(): Promise<this> {
    await loadParser();
    await super.initialize();
    try {
      buildSchema(this, this.database);
    } catch (error) {
      await this.destroy();
      throw error;
    }
    return this;
  }

  /** Creates what is missing; with `dropBeforeSync` every table, row and sequence starts anew. */
  override async synchronize(dropBeforeSync = false): Promise<void> {
    if (!this.isInitialized) throw new CannotExecuteNotConnectedError();
    if (dropBeforeSync) await this.dropDatabase();
    buildSchema(this, this.database);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    this.database.clear();
  }
}

/** What table definitions (checks, generated columns) may ask: they run outside of any session. */
const DEFINITION_CONTEXT: EvalContext = {
  get now() {
    return clockNow();
  },
  get statementNow() {
    return clockNow();
  },
  clockNow,
  nextval: noSession,
  currval: noSession,
  lastval: () => noSession(),
  setval: noSession,
  serialSequence: () => null,
  setting: () => null,
};

function clockNow(): bigint {
  return BigInt(Date.now()) * 1000n;
}

function noSession(): never {
  throw new SqlError('0A000', 'a table definition cannot draw from a sequence by itself');
}
