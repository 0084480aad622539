import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import type { DatabaseOptions } from '../database.options';
import { databaseErrorOf } from '../database-errors';
import { QuietLogger } from '../postgres/quiet-logger';
import { MigrationFailedError } from './migration-failed.error';
import { createPostgresStore, type Schema } from '../postgres/postgres-data-source';
import type { ConnectionSource } from '../postgres/connection-source';

/** "ballast" in a telephone's digits: the key of the advisory lock that lets one process migrate at a time. */
const LOCK_KEY = 2_255_278;
/** A blocking lock would deadlock with CREATE INDEX CONCURRENTLY, which waits for every older transaction. */
const LOCK_POLL_MS = 100;

/** SQLSTATE undefined_table: TypeORM makes the table of migrations with the first. */
const UNDEFINED_TABLE = '42P01';

/** One connection holds the lock, one migrates. A migration takes as long as it takes. */
const WITHOUT_LIMITS = {
  poolSize: 1,
  poolOverflow: 1,
  poolLeakAfterMs: 0,
  queryTimeoutMs: 0,
  statementTimeoutMs: 0,
} as const;

/** Whether a migration has not been run yet. It is one question, and most starts need no more. */
export async function hasPendingMigrations(dataSource: DataSource): Promise<boolean> {
  if (dataSource.migrations.length === 0) return false;
  const done = await dataSource
    .query<{ name: string }[]>('SELECT name FROM migrations')
    .catch((error: unknown) => {
      if (databaseErrorOf(error)?.sqlState === UNDEFINED_TABLE) return [];
      throw error;
    });
  const names = new Set(done.map(({ name }) => name));
  return dataSource.migrations.some((migration) => !names.has(migration.name ?? migration.constructor.name));
}

/**
 * Runs the pending migrations, each in a transaction of its own, while holding the advisory lock of the
 * database: however many processes start together, each migration runs once. The lock ends with its
 * connection, and so with the process that holds it.
 *
 * @param signal gives up, in the middle of a migration too
 * @throws MigrationFailedError
 * @returns the names of the migrations that this process ran
 */
export async function runMigrations(
  source: ConnectionSource,
  options: DatabaseOptions,
  migrations: Schema['migrations'],
  signal: AbortSignal,
): Promise<string[]> {
  signal.throwIfAborted();
  const limits = { ...options, ...WITHOUT_LIMITS };
  const progress = new Progress();
  const store = createPostgresStore(source, limits, { entities: [], migrations }, { logger: progress });
  const giveUp = (): void => store.invalidate();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const dataSource: DataSource = await store.dataSource.initialize();
    const lock = dataSource.createQueryRunner();
    // oxlint-disable-next-line no-await-in-loop -- waits
    while (!(await tryLock(lock))) await pause(LOCK_POLL_MS, undefined, { signal });
    signal.throwIfAborted();
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } catch (error) {
    const { kind, sqlState = null } = databaseErrorOf(error) ?? {};
    if (progress.failed === null || kind === 'unavailable') throw error;
    throw new MigrationFailedError(progress.failed, sqlState, { cause: error });
  } finally {
    signal.removeEventListener('abort', giveUp);
    await store.close();
  }
}

async function tryLock(runner: QueryRunner): Promise<boolean> {
  const [row] = (await runner.query('SELECT pg_try_advisory_lock($1) AS locked', [LOCK_KEY])) as {
    locked: boolean;
  }[];
  return row?.locked ?? false;
}

/** Only its log tells which migration TypeORM was at. */
class Progress extends QuietLogger {
  failed: string | null = null;

  override logMigration(message: string): void {
    this.failed ??= /^Migration "(\w+)" failed/.exec(message)?.[1] ?? null;
  }
}
