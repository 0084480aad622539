import type { DataSource, ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { FastPath } from '../fast-path/fast-path';
import { InMemoryFastPath } from './fast-path/fast-path';
import { InMemoryPool } from './in-memory-pool';
import { InMemoryQueryRunner } from './in-memory-query-runner';
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

  /** Creates what is missing of the entities' tables. */
  buildSchema(dataSource: DataSource): void {
    buildSchema(dataSource, this.database);
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
