import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { print, run } from '../property/run';
import { runSettings } from '../property/run-settings';
import { runs } from '../property/runs';
import { MemoryStore, PostgresStore, type PropertyStore } from '../property/store';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { call, outcomeOf } from './arbitrary-calls';
import { Account, Bank } from './entities/account.entity';

jest.setTimeout(runs(120_000));

const entities = [Account, Bank];

describe('both stores', () => {
  let database: TestDatabase;
  let postgres: DataSource;
  let memory: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    postgres = new DataSource({ type: 'postgres', url: database.url, entities, synchronize: true });
    memory = new InMemoryDataSource({ entities });
    await Promise.all([postgres.initialize(), memory.initialize()]);
  });

  afterAll(async () => {
    await Promise.all([postgres.destroy(), memory.destroy()]);
    await database.drop();
  });

  it('answer any sequence of calls alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 40 }), async (calls) => {
        for (const store of [postgres, memory])
          await store.query('TRUNCATE account, bank RESTART IDENTITY CASCADE');
        for (const one of calls) expect(await outcomeOf(memory, one)).toEqual(await outcomeOf(postgres, one));
      }),
      { numRuns: runs(30), seed: runSettings(process.env).seed },
    );
  });
});

/** How it is compared, and what PostgreSQL leaves open: test/property/compare.ts. */
describe('the sessions of both stores', () => {
  const stores: PropertyStore[] = [];

  beforeAll(async () => {
    stores.push(await PostgresStore.open(), await MemoryStore.open(true), await MemoryStore.open(false));
  });

  afterAll(async () => {
    for (const store of stores) await store.close();
  });

  it('see, wait, fail and leave behind the same, whatever they do and however they interleave', async () => {
    const tally = await run(stores, runSettings(process.env));
    print(String(tally));
    expect(tally.differences).toEqual([]);
  }, 7_200_000);
});
