import type { DataSource } from 'typeorm';

/** "replay" in a telephone's digits: the key of the advisory lock under which the tables are made. */
const LOCK_KEY = 737_529;

/**
 * What recovery keeps in PostgreSQL: how far each timeline of a journal has been replayed, and what was refused. Both change in the
 * transaction that they speak of, so that nothing is repeated or lost however a replay ends.
 */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS database_replays (
    journal uuid PRIMARY KEY,
    last_transaction bigint NOT NULL,
    replayed_at timestamp with time zone NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE IF NOT EXISTS database_quarantine (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journal uuid NOT NULL,
    transaction bigint NOT NULL,
    record json NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    depends_on bigint,
    attempts integer NOT NULL DEFAULT 1,
    committed_at timestamp with time zone NOT NULL,
    quarantined_at timestamp with time zone NOT NULL DEFAULT now()
  )`,
] as const;

/** Makes the tables where they are missing, once however many processes do so together. */
export async function createRecoveryTables(dataSource: DataSource): Promise<void> {
  if (await hasRecoveryTables(dataSource)) return;
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    for (const table of TABLES) await manager.query(table);
  });
}

export async function hasRecoveryTables(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ found: boolean }[]>(
    `SELECT to_regclass('database_replays') IS NOT NULL AND to_regclass('database_quarantine') IS NOT NULL AS found`,
  );
  return row?.found ?? false;
}
