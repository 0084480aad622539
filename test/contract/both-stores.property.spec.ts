import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { call, outcomeOf } from './arbitrary-calls';
import { Account, Bank } from './entities/account.entity';

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
      { numRuns: Number(process.env['CONTRACT_RUNS'] ?? 60) },
    );
  }, 120_000);
});
