import type { DatabaseManager } from '../../src/database';
import { managerOfEntries, writeEntry } from '../support/entries';
import { eventually } from '../support/eventually';
import { Load, NO_CONTRADICTION } from '../support/load';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

const STALL_MS = 2_000;
const DAY_MS = 86_400_000;

describe('The clock', () => {
  let database: TestDatabase;
  let manager: DatabaseManager;
  let changes: string[];

  beforeEach(async () => {
    database = await createTestDatabase();
    manager = managerOfEntries({
      DATABASE_URL: database.url,
      // Shorter than the stall, and asked of every connection each time.
      DATABASE_POOL_VALIDATE_AFTER_IDLE_MS: '0',
      DATABASE_POOL_VALIDATE_TIMEOUT_MS: '500',
      DATABASE_POOL_CHECKOUT_TIMEOUT_MS: '1000',
      DATABASE_QUERY_TIMEOUT_MS: '1000',
      DATABASE_STATEMENT_TIMEOUT_MS: '1000',
    });
    await manager.initialize();
    await eventually(async () => (await sessions()).length === 5);
    changes = [];
    manager.onStateChange(({ status }) => changes.push(status));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await manager.close();
    await database.drop();
  });

  const sessions = (): Promise<{ pid: number }[]> =>
    manager.dataSource.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ballast' ORDER BY pid`,
    );

  it('[fault 46] may jump by a day to and fro: no state changes, and no connection is given up', async () => {
    const before = await sessions();
    const now = Date.now.bind(Date);
    for (const jump of [DAY_MS, -DAY_MS, 0]) {
      jest.spyOn(Date, 'now').mockImplementation(() => now() + jump);
      const load = new Load((token) => writeEntry(manager, `${jump}${token}`));
      await eventually(() => load.acknowledged.length > 100);
      await load.stop();
      expect(load).toMatchObject({ unknown: [], refused: [], unexpected: [] });
    }
    expect(changes).toEqual([]);
    expect(await sessions()).toEqual(before);
  });

  it.each([
    ['a timer', setTimeout],
    ['a turn of the event loop', setImmediate],
    ['a microtask', queueMicrotask],
  ])(
    '[fault 46] may stand still for two seconds in %s: nothing changes, fails or is given up',
    async (_name, later) => {
      const before = await sessions();
      const load = new Load((token) => writeEntry(manager, token));
      await eventually(() => load.acknowledged.length > 20);
      await new Promise<void>((resolve) => {
        later(() => {
          const until = performance.now() + STALL_MS;
          while (performance.now() < until);
          resolve();
        });
      });
      const { length } = load.acknowledged;
      await eventually(() => load.acknowledged.length > length + 20);
      await load.stop();
      expect(changes).toEqual([]);
      expect(load).toMatchObject({ unknown: [], refused: [] });
      expect(await sessions()).toEqual(before);
      const rows = await manager.dataSource.query<{ token: string }[]>('SELECT token FROM entries');
      expect(load.contradictions(rows.map(({ token }) => token))).toEqual(NO_CONTRADICTION);
    },
  );
});
