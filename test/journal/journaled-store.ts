import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Journal, type JournalOptions } from '../../src/database/journal/journal';
import {
  InMemoryDataSource,
  type InMemoryDataSourceOptions,
} from '../../src/database/memory/in-memory-data-source';

/** A store in memory with a journal, closed together. */
export interface JournaledStore {
  readonly dataSource: InMemoryDataSource;
  readonly journal: Journal;
  close(): Promise<void>;
}

export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-journal-'));
}

export function openJournal(directory: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  return Journal.open({ directory, sync: 'always', syncIntervalMs: 50, compaction: 'snapshot', ...options });
}

export async function openStore(
  directory: string,
  entities: InMemoryDataSourceOptions['entities'],
  options: Partial<JournalOptions> = {},
): Promise<JournaledStore> {
  const journal = await openJournal(directory, options);
  const dataSource = new InMemoryDataSource({ entities, journal });
  try {
    await dataSource.initialize();
  } catch (error) {
    await journal.close();
    throw error;
  }
  return {
    dataSource,
    journal,
    close: async () => {
      if (!dataSource.isInitialized) return;
      await dataSource.destroy();
      await journal.close();
    },
  };
}

/** Every row of every table as text, in heap order, and where every sequence stands. */
export function contentsOf({ database }: InMemoryDataSource): Readonly<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const table of database.catalog.tables) {
    const { columns, schema, name } = table.def;
    const rows: string[] = [];
    for (const { values } of table.rows(database.snapshot()))
      rows.push(
        JSON.stringify(
          columns.map(({ type }, i) => {
            const value = values[i] ?? null;
            return value === null ? null : type.format(value);
          }),
        ),
      );
    contents[`${schema}.${name}`] = rows;
  }
  for (const { def, state } of database.catalog.sequences)
    contents[`${def.schema}.${def.name}`] = `${state.last} ${state.isCalled}`;
  return contents;
}
