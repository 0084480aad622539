import { CannotExecuteNotConnectedError, DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { FastPath } from '../fast-path/fast-path';
import { FastPathEntityManager } from '../fast-path/fast-path-entity-manager';
import type { Journal } from '../journal/journal';
import type { Engine } from './engine';
import type { Database } from './storage/database';
import type { StorageLimits } from './storage/storage-meter';

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
  /**
   * Where commits are kept, and what is there at the start. Opened and closed by the caller, who closes it after the data
   * source: it is then free for another.
   */
  readonly journal?: Journal;
  /** Whether simple calls may skip SQL altogether; true unless told otherwise. Every contract test runs both ways. */
  readonly fastPath?: boolean;
}

/**
 * A TypeORM data source whose PostgreSQL is in this process: TypeORM's own PostgresDriver, query builders and
 * persistence run unchanged on a small PostgreSQL engine that is reached where `pg` would be.
 *
 * `initialize()` creates the schema from the entities, and puts back what the journal holds. Nothing is shared between
 * two data sources, and without a journal nothing survives `destroy()`. `options.type` is 'postgres'.
 */
export class InMemoryDataSource extends DataSource {
  private readonly engine: Engine;
  private readonly fastPath: FastPath | null;
  private readonly journal: Journal | null;

  constructor({ limits, journal, fastPath = true, ...options }: InMemoryDataSourceOptions) {
    const engine = createEngine(limits);
    super({
      ...options,
      type: 'postgres',
      installExtensions: false,
      driver: { Pool: engine.pool },
      // The pool knows no native variant: TypeORM must not look for pg-native.
      nativeDriver: {},
      synchronize: false,
      migrationsRun: false,
      dropSchema: false,
    });
    this.engine = engine;
    this.journal = journal ?? null;
    this.fastPath = fastPath ? engine.createFastPath(this) : null;
    const driver = this.driver as PostgresDriver;
    // What TypeORM would ask the server for.
    driver.version = SERVER_VERSION;
    driver.database = options.database ?? 'memory';
    driver.searchSchema = 'public';
    driver.schema ??= 'public';
    driver.createQueryRunner = (mode) => engine.createQueryRunner(driver, mode);
  }

  /** The tables themselves, for statistics and for what stands beside TypeORM (journal, metrics). */
  get database(): Database {
    return this.engine.database;
  }

  // TypeORM calls this while it constructs the data source: the manager asks for the fast path when it needs it.
  override createEntityManager(queryRunner?: QueryRunner): EntityManager {
    return new FastPathEntityManager(this, queryRunner, () => this.fastPath);
  }

  override async initialize(): Promise<this> {
    await this.engine.prepare();
    await super.initialize();
    try {
      this.engine.buildSchema(this);
      if (this.journal) await this.engine.openJournal(this.journal);
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
    this.engine.buildSchema(this);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.engine.leaveJournal();
    this.database.clear();
  }
}

/** The engine is loaded with the first data source: a service that is on PostgreSQL does without it. */
function createEngine(limits: Partial<StorageLimits> | undefined): Engine {
  const { Engine } = require('./engine') as typeof import('./engine');
  return new Engine(limits);
}
