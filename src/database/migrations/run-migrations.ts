import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { postgresClientOptions } from '../resolution/postgres-client-options';
import type { PostgresConnection } from '../resolution/postgres-connection';

/** "ballast" in a telephone's digits: the key of the advisory lock that lets one process migrate at a time. */
const LOCK_KEY = 2_255_278;
/** A blocking lock would deadlock with CREATE INDEX CONCURRENTLY, which waits for every older transaction. */
const LOCK_POLL_MS = 100;

/**
 * Runs the pending migrations, each in a transaction of its own, while holding the advisory lock of the
 * database: however many processes start together, each migration runs once. The lock ends with its
 * connection, and so with the process that holds it.
 *
 * @returns the names of the migrations that this process ran
 */
export async function runMigrations(
  dataSource: DataSource,
  connection: PostgresConnection,
  connectTimeoutMs: number,
): Promise<string[]> {
  const client = new Client(postgresClientOptions(connection, { connectTimeoutMs, keepAlive: true }));
  client.on('error', () => undefined);
  await client.connect();
  try {
    while (!(await tryLock(client))) await pause(LOCK_POLL_MS);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    LOCK_KEY,
  ]);
  return rows[0]?.locked ?? false;
}
