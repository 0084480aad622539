import type { DataSource, ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { FastPath } from '../fast-path/fast-path';
import { InMemoryFastPath } from './fast-path/fast-path';
import { InMemoryPool } from './in-memory-pool';
import { InMemoryQueryRunner } from './in-memory-query-runner';
import type { Journal } from '../journal/journal';
import { restore } from './journaling/restore';
import { TransactionJournal } from './journaling/transaction-journal';
import { buildSchema } from './schema/build-schema';
import { StatementCache } from './session/statement-cache';
import { loadParser } from './sql/parser';
import { Database, DEFAULT_LIMITS } from './storage/database';
import type { StorageLimits } from './storage/storage-meter';
import type { EvalContext } from './types/eval-context';
import { SqlError } from './types/sql-error';

/** Prepared statements that a data source remembers. */
const STATEMENT_CACHE_SIZE = 2_000;

/** What stands where `pg` and a server would, for one data source. */
export class Engine {
  readonly database: Database;
  /** For TypeORM, as `driver.Pool`. */
  readonly pool: typeof InMemoryPool;
  private transactionJournal: TransactionJournal | null = null;

  constructor(limits: Partial<StorageLimits> | undefined) {
    const database = new Database(DEFINITION_CONTEXT, { ...DEFAULT_LIMITS, ...limits });
    const statements = new StatementCache(STATEMENT_CACHE_SIZE);
    this.database = database;
    this.pool = class extends InMemoryPool {
      constructor() {
        super(database, statements);
      }
    };
  }

  createQueryRunner(driver: PostgresDriver, mode: ReplicationMode): InMemoryQueryRunner {
    return new InMemoryQueryRunner(driver, mode, this.database);
  }

  createFastPath(dataSource: DataSource): FastPath {
    return new InMemoryFastPath(dataSource, this.database);
  }

  /** What has to be there before the first statement. */
  async prepare(): Promise<void> {
    await loadParser();
  }

  /** Creates what is missing of the entities' tables. What they hold at first comes with them, and is not kept. */
  buildSchema(dataSource: DataSource): void {
    const { database } = this;
    const { commitLog } = database;
    database.commitLog = null;
    try {
      buildSchema(dataSource, database);
    } finally {
      database.commitLog = commitLog;
    }
  }

  /**
   * Puts what the journal holds into the tables, and keeps in it what is committed from now on.
   *
   * @throws JournalSchemaError, JournalCorruptError
   */
  async openJournal(journal: Journal): Promise<void> {
    const hasDefaults = await restore(this.database, journal);
    this.transactionJournal = new TransactionJournal(this.database, journal);
    this.database.commitLog = this.transactionJournal;
    // They might be others the next time.
    if (hasDefaults) await this.transactionJournal.takeSnapshot();
  }

  /** Resolves when everything that was to be kept has ended; nothing is kept any more. */
  async leaveJournal(): Promise<void> {
    this.database.commitLog = null;
    await this.transactionJournal?.close();
    this.transactionJournal = null;
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
