import { Journal } from '../../src/database/journal/journal';
import type { SyncMode } from '../../src/database/journal/log';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { Person } from '../person.entity';

export interface JournalPlace {
  readonly directory: string;
  readonly sync: SyncMode;
}

export interface OpenStore {
  readonly dataSource: InMemoryDataSource;
  readonly journal: Journal | null;
  close(): Promise<void>;
}

export async function openStore(place: JournalPlace | null): Promise<OpenStore> {
  const journal = place && (await Journal.open({ ...place, syncIntervalMs: 50, compaction: 'snapshot' }));
  const dataSource = new InMemoryDataSource({ entities: [Person], journal: journal ?? undefined });
  await dataSource.initialize();
  return {
    dataSource,
    journal,
    close: async () => {
      await dataSource.destroy();
      await journal?.close();
    },
  };
}
