import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, Logger, QueryRunner } from 'typeorm';
import type { DatabaseOptions } from '../database.options';
import type { ConnectionSource } from '../postgres/connection-source';
import { createPostgresStore, type Schema } from '../postgres/postgres-data-source';

/** "ballast" in a telephone's digits: the key of the advisory lock that lets one process migrate at a time. */
const LOCK_KEY = 2_255_278;
/** A blocking lock would deadlock with CREATE INDEX CONCURRENTLY, which waits for every older transaction. */
const LOCK_POLL_MS = 100;

/** One connection holds the lock, one migrates. A migration takes as long as it takes. */
const WITHOUT_LIMITS = {
  poolSize: 1,
  poolOverflow: 1,
  poolLeakAfterMs: 0,
  queryTimeoutMs: 0,
  statementTimeoutMs: 0,
} as const;

/** Of the transaction that holds the lock, which has nothing to do meanwhile. Not every version has both. */
const WITHOUT_END = `SELECT set_config(name, '0', true) FROM pg_settings
  WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')`;

/** What is migrated, and until when. */
export interface MigrationRequest {
  readonly source: ConnectionSource;
  readonly options: DatabaseOptions;
  readonly migrations: Schema['migrations'];
  /** Gives up, in the middle of a migration too. */
  readonly signal: AbortSignal;
  /** Another process migrates: told once. */
  readonly waiting?: () => void;
}

/**
 * Works on the migrations of a database while holding its advisory lock, which every process that migrates takes. It ends
 * with its connection, and so with the process that holds it.
 */
export async function whileLocked<T>(
  { source, options, migrations, signal, waiting }: MigrationRequest,
  logger: Logger,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const limits = { ...options, ...WITHOUT_LIMITS };
  const store = createPostgresStore(source, limits, { entities: [], migrations }, { logger });
  const giveUp = (): void => store.invalidate();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const dataSource = await store.dataSource.initialize();
    const lock = dataSource.createQueryRunner();
    for (let attempt = 1; ; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- waits
      if (await tryLock(lock)) break;
      if (attempt === 1) waiting?.();
      // oxlint-disable-next-line no-await-in-loop -- waits
      await pause(LOCK_POLL_MS, undefined, { signal });
    }
    signal.throwIfAborted();
    return await work(dataSource);
  } finally {
    signal.removeEventListener('abort', giveUp);
    await store.close();
  }
}

/**
 * Leaves the transaction open that holds the lock. A lock of the session would be the wrong one behind a pooler, which gives
 * the same session to others, and keeps it when its client has gone.
 */
async function tryLock(runner: QueryRunner): Promise<boolean> {
  await runner.startTransaction();
  const [row] = (await runner.query('SELECT pg_try_advisory_xact_lock($1) AS locked', [LOCK_KEY])) as {
    locked: boolean;
  }[];
  if (row?.locked) await runner.query(WITHOUT_END);
  else await runner.rollbackTransaction();
  return row?.locked ?? false;
}
