import type { QueryRunner } from 'typeorm';
import { DatabaseManager, databaseOptions } from '../../src/database';
import { eventually } from '../support/eventually';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

const SILENT = { log: () => undefined, warn: () => undefined };

/** Takes longer than the server lets a session be idle in a transaction. */
class Slow1764057600001 {
  readonly name = 'Slow1764057600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE "slow" ("id" integer)');
    await runner.query('SELECT pg_sleep(0.8)');
  }

  async down(): Promise<void> {}
}

describe('the lock that lets one process migrate at a time', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const start = (): DatabaseManager => {
    const url = `${database.url}?options=${encodeURIComponent('-c idle_in_transaction_session_timeout=400')}`;
    const manager = new DatabaseManager({
      options: databaseOptions({ DATABASE_URL: url, DATABASE_FALLBACK: 'never' }),
      schema: () => ({ entities: [], migrations: [Slow1764057600001] }),
      logger: SILENT,
    });
    void manager.initialize();
    return manager;
  };

  it('is held for as long as it takes, and by nobody afterwards', async () => {
    const managers = [start(), start(), start()];
    try {
      await eventually(() => managers.every(({ state }) => state.status === 'healthy'), {
        deadlineMs: 20_000,
      });
      const { dataSource } = managers[0] as DatabaseManager;
      expect(await dataSource.query('SELECT name FROM migrations')).toHaveLength(1);
      const lost = managers.flatMap(({ transitions }) => transitions.map(({ message }) => message));
      expect(lost.filter((message) => message.includes('migration'))).toEqual([]);
      expect(
        await dataSource.query(
          `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        ),
      ).toEqual([]);
    } finally {
      await Promise.all(managers.map((manager) => manager.close()));
    }
  });
});
