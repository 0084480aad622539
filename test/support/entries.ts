import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { databaseErrorOf, DatabaseManager, databaseOptions } from '../../src/database';
import type { Outcome } from './load';

/** A row that could be written twice: nothing about it is unique but its own id. */
@Entity('entries')
export class Entry {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  token!: string;
}

export class CreateEntries1764057600000 {
  readonly name = 'CreateEntries1764057600000';

  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('CREATE TABLE entries (id serial PRIMARY KEY, token text NOT NULL)');
  }

  async down(): Promise<void> {}
}

/** A manager whose only table is that of the entries. */
export function managerOfEntries(environment: Readonly<Record<string, string>>): DatabaseManager {
  return new DatabaseManager({
    options: databaseOptions({
      DATABASE_FALLBACK: 'never',
      DATABASE_RETRY_MIN_MS: '50',
      DATABASE_RETRY_MAX_MS: '200',
      DATABASE_PROBE_INTERVAL_MS: '50',
      ...environment,
    }),
    schema: () => ({ entities: [Entry], migrations: [CreateEntries1764057600000] }),
    logger: { log: () => undefined, warn: () => undefined },
  });
}

/** Writes an entry, as a request would, and says what its caller would be told. */
export async function writeEntry(manager: DatabaseManager, token: string): Promise<Outcome> {
  try {
    await manager.dataSource.getRepository(Entry).insert({ token });
    return 'acknowledged';
  } catch (error) {
    const found = databaseErrorOf(error);
    switch (found?.kind) {
      case 'unavailable':
      case 'wrong-role':
      case 'credentials':
        manager.suspect(found.kind);
        return found.isOutcomeUnknown ? 'unknown' : 'refused';
      default:
        throw error;
    }
  }
}
