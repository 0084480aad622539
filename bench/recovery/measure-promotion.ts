import { DataSource } from 'typeorm';
import { Journal } from '../../src/database/journal/journal';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { Replay } from '../../src/database/recovery/replay';
import { PostgresServer } from '../../test/support/postgres-server';
import { makePerson, Person } from '../person.entity';

const IN_FLIGHT = 100;

export interface PromotionFigures {
  readonly transactions: number;
  readonly quarantined: number;
  readonly promotionMs: number;
  readonly perSecond: number;
}

/** Journals single inserts, and replays them into PostgreSQL. @param conflicts so many of them are refused there */
export async function measurePromotion(
  directory: string,
  transactions: number,
  conflicts: number,
): Promise<PromotionFigures> {
  const journal = await Journal.open({ directory, sync: 'never', syncIntervalMs: 50, compaction: 'keep' });
  const server = await PostgresServer.start();
  try {
    await fill(journal, transactions);
    const url = await server.createDatabase();
    const primary = new DataSource({ type: 'postgres', url, entities: [Person], synchronize: true });
    await primary.initialize();
    const every = transactions / conflicts;
    for (let i = 0; i < conflicts; i += 1) {
      const { email, name, city, age } = makePerson(Math.floor(i * every));
      await primary.query('INSERT INTO people (id, email, name, city, age) VALUES ($1, $2, $3, $4, $5)', [
        10 * transactions + i,
        email,
        name,
        city,
        age,
      ]);
    }
    const began = performance.now();
    const replay = await Replay.open(primary, journal);
    await replay.run();
    const promotionMs = performance.now() - began;
    const { replayed, quarantined } = replay.counts;
    const found = await primary.manager.count(Person);
    await primary.destroy();
    if (replayed + quarantined !== transactions || found !== replayed + conflicts)
      throw new Error('transactions are missing');
    return {
      transactions,
      quarantined,
      promotionMs: Math.round(promotionMs),
      perSecond: Math.round((transactions / promotionMs) * 1000),
    };
  } finally {
    await server.close();
    await journal.close();
  }
}

async function fill(journal: Journal, transactions: number): Promise<void> {
  const memory = await new InMemoryDataSource({ entities: [Person], journal }).initialize();
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < transactions) await memory.manager.insert(Person, makePerson(next++));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, write));
  await memory.destroy();
}
