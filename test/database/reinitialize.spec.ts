import { Client } from 'pg';
import { DatabaseManager, databaseOptions } from '../../src/database';
import { eventually } from '../support/eventually';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

/** Of a manager at rest: a pool of two, and the probe's. */
const SESSIONS = 3;

describe('DatabaseManager', () => {
  let database: TestDatabase;
  const silent = { log: () => undefined, warn: () => undefined };

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const managerOn = (environment: Record<string, string>): DatabaseManager =>
    new DatabaseManager({
      options: databaseOptions({ DATABASE_POOL_SIZE: '2', ...environment }),
      schema: () => ({ entities: [], migrations: [] }),
      logger: silent,
    });

  /** Sessions on the database, the observer's own left out. */
  const sessions = async (): Promise<number> => {
    const observer = new Client({ connectionString: database.url });
    await observer.connect();
    try {
      const { rows } = await observer.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      return rows[0]?.n ?? -1;
    } finally {
      await observer.end();
    }
  };

  it('[fault 18] has one winner and leaks no session when it is reinitialized twenty times at once', async () => {
    const manager = managerOn({ DATABASE_URL: database.url });
    await manager.initialize();
    await Promise.all(Array.from({ length: 20 }, () => manager.reinitialize()));
    expect(manager.state).toMatchObject({ status: 'healthy', usingPrimary: true });
    await eventually(async () => (await sessions()) === SESSIONS);
    await manager.close();
    await eventually(async () => (await sessions()) === 0);
  });

  it('shares one start between concurrent calls of initialize', async () => {
    const manager = managerOn({ DATABASE_URL: database.url });
    await Promise.all([manager.initialize(), manager.initialize(), manager.initialize()]);
    await eventually(async () => (await sessions()) === SESSIONS);
    expect(manager.state.status).toBe('healthy');
    await manager.close();
    await eventually(async () => (await sessions()) === 0);
  });

  it('says who won and why, without secrets', async () => {
    const manager = managerOn({ DATABASE_URL: database.url });
    await manager.initialize();
    expect(manager.step).toBe('explicit-url');
    expect(manager.resolution.map(({ outcome }) => outcome)).toEqual([
      'selected',
      'not reached',
      'not reached',
      'not reached',
    ]);
    expect(JSON.stringify(manager.resolution)).not.toContain(new URL(database.url).password);
    await manager.close();
    expect(() => manager.dataSource).toThrow('not available');
  });
});
