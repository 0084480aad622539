import type { DataSource } from 'typeorm';
import { databaseErrorOf } from '../database-errors';

/** SQLSTATE undefined_table: TypeORM makes the table of migrations with the first. */
const UNDEFINED_TABLE = '42P01';

/** The names of the migrations that a database has been through, in that order. */
export async function executedMigrations(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource
    .query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id')
    .catch((error: unknown) => {
      if (databaseErrorOf(error)?.sqlState === UNDEFINED_TABLE) return [];
      throw error;
    });
  return rows.map(({ name }) => name);
}

/** The migrations that an application has, in the order in which they are run. */
export function knownMigrations(dataSource: DataSource): string[] {
  return dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name).toSorted(byTimestamp);
}

/** Names end with a time stamp of 13 digits. */
function byTimestamp(a: string, b: string): number {
  return Number(a.slice(-13)) - Number(b.slice(-13));
}

/** Whether a migration has not been run yet. It is one question, and most starts need no more. */
export async function hasPendingMigrations(dataSource: DataSource): Promise<boolean> {
  if (dataSource.migrations.length === 0) return false;
  const executed = new Set(await executedMigrations(dataSource));
  return knownMigrations(dataSource).some((name) => !executed.has(name));
}
