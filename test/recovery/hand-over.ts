import * as fs from 'node:fs/promises';
import { DataSource } from 'typeorm';
import type { JournalOptions } from '../../src/database/journal/journal';
import { snapshotTables } from '../../src/database/memory/journaling/snapshot-tables';
import { Quarantine } from '../../src/database/recovery/quarantine';
import { Replay } from '../../src/database/recovery/replay';
import {
  createSchemas,
  createTestDatabase,
  type EntityClass,
  type TestDatabase,
} from '../../src/database/testing';
import { type JournaledStore, openStore, temporaryFolder } from '../journal/journaled-store';

/** Memory with a journal, and an empty PostgreSQL that is to have what memory has acknowledged. */
export class HandOver {
  readonly folder = temporaryFolder();
  memory!: JournaledStore;
  postgres!: DataSource;

  private constructor(private readonly database: TestDatabase) {}

  static async prepare(): Promise<HandOver> {
    return new HandOver(await createTestDatabase());
  }

  /** Of PostgreSQL. */
  get url(): string {
    return this.database.url;
  }

  /** @param compaction `snapshot` where PostgreSQL is not meant to be there yet */
  async open(
    entities: readonly EntityClass[],
    compaction: JournalOptions['compaction'] = 'keep',
  ): Promise<void> {
    this.memory = await openStore(this.folder, [...entities], { compaction });
    this.postgres = await new DataSource({
      type: 'postgres',
      url: this.database.url,
      entities: [...entities],
    }).initialize();
    await createSchemas(this.postgres);
    await this.postgres.synchronize();
  }

  /** Ends memory, and begins it again. */
  async reopen(
    options: Partial<JournalOptions> = { compaction: 'keep' },
    folder = this.folder,
  ): Promise<void> {
    await this.memory.close();
    const entities = this.postgres.options.entities as EntityClass[];
    this.memory = await openStore(folder, entities, options);
  }

  /** Puts a snapshot in the place of the records, and begins memory again as one that is to be carried over. */
  async takeSnapshot(): Promise<void> {
    const { dataSource, journal } = this.memory;
    const snapshot = snapshotTables(dataSource.database);
    await journal.takeSnapshot(snapshot.parts);
    snapshot.release();
    await this.reopen();
  }

  /** In memory. */
  run(sql: string, parameters: unknown[] = []): Promise<unknown> {
    return this.memory.dataSource.query(sql, parameters);
  }

  /** @returns what PostgreSQL has refused */
  async carryOver(): Promise<[string, string][]> {
    const replay = await Replay.open(this.postgres, this.memory.journal);
    await replay.run();
    const entries = await this.quarantine.list({ limit: 3 });
    return entries.map(({ code, reason }) => [code, reason]);
  }

  get quarantine(): Quarantine {
    return new Quarantine(this.postgres);
  }

  /** What PostgreSQL has refused, and what it has then. */
  async carriedOver(): Promise<object> {
    return { refused: await this.carryOver(), tables: await contentsOf(this.postgres) };
  }

  /** What that is to be. */
  async acknowledged(): Promise<object> {
    return { refused: [], tables: await contentsOf(this.memory.dataSource) };
  }

  async close(): Promise<void> {
    await this.memory.close();
    await this.postgres.destroy();
    await this.database.drop();
    await fs.rm(this.folder, { recursive: true });
  }
}

/** Every row of every table as text. */
async function contentsOf(dataSource: DataSource): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, string[]> = {};
  for (const { tablePath, columns } of dataSource.entityMetadatas) {
    const table = tablePath
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    const texts = columns.map(({ databaseName }) => `"${databaseName}"::text AS "${databaseName}"`);
    const rows = await dataSource.query<object[]>(`SELECT ${texts.join(', ')} FROM ${table}`);
    found[table.replace('"public".', '')] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return found;
}
