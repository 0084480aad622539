import { type ClientConfig, Client } from 'pg';
import { type Errand, sendTogether } from '../../src/database/postgres/fast-path/read-pipeline';
import type { ConnectionPool } from '../../src/database/postgres/pool/connection-pool';
import type { PoolSettings } from '../../src/database/postgres/pool/pool-settings';
import { eventually } from '../support/eventually';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { TestCursor } from '../support/test-cursor';
import { ended, take, takeMany, TestPools } from '../support/test-pools';

/** What ConnectionPool lets take how long. */
describe('ConnectionPool', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let admin: Client;
  const pools = new TestPools();

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });
  beforeEach(async () => {
    proxy = await TcpProxy.start(Number(new URL(database.url).port));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await pools.end();
    await proxy.close();
  });

  const poolOf = (settings: Partial<PoolSettings> = {}, config: ClientConfig = {}): ConnectionPool =>
    pools.make({ connectionString: proxy.urlOf(database.url), ...config }, settings);
  const sleep = (seconds: number): Promise<unknown> => admin.query(`SELECT pg_sleep(${seconds})`);

  it('[fault 16] ends in time although a connection is never given back and another one is still being opened', async () => {
    const pool = poolOf({ endTimeoutMs: 200 }, { connectionTimeoutMillis: 600_000 });
    await take(pool);
    proxy.set({ kind: 'black hole' });
    const refused = take(pool).catch((error: unknown) => error);
    await eventually(() => proxy.accepted === 2);
    const began = performance.now();
    await ended(pool);
    expect(await refused).toMatchObject({ code: 'POOL_CLOSED' });
    expect(performance.now() - began).toBeLessThan(2_000);
    proxy.set({ kind: 'clear' });
    await eventually(() => proxy.open === 0);
    expect(pool.statistics).toMatchObject({ idle: 0, inUse: 0, opening: 0, waiting: 0 });
  });

  it('[fault 20] asks again after a pause for connections that the server had none of, whatever the clock says by then', async () => {
    const role = `a_few_${process.pid}`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' CONNECTION LIMIT 2`);
    const url = new URL(proxy.urlOf(database.url));
    url.username = role;
    url.password = 'secret';
    const pool = poolOf({ size: 4, checkoutTimeoutMs: 10_000 }, { connectionString: url.href });
    const held = await takeMany(pool, 2);
    const third = take(pool);
    await eventually(() => pools.events.some(({ kind }) => kind === 'too-many-connections'));
    // Timers and the clock do not agree to the millisecond.
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() - 100);
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 3`);
    held.push(await third);
    expect(pool.statistics.opened).toBe(3);
    for (const { release } of held) release();
    await pools.end();
    await eventually(async () => {
      await admin.query(`DROP ROLE ${role}`);
    });
  });

  describe('with statements that are sent together', () => {
    const send = (pool: ConnectionPool, statements: readonly string[]): Promise<unknown[]> => {
      const errands: Errand[] = [];
      const outcomes = statements.map(
        (text) =>
          new Promise<string>((resolve, refuse) => {
            const send: Errand['send'] = (client, over) => {
              client.query(text, (error: Error | null) => {
                over();
                if (error) refuse(error);
                else resolve(text);
              });
            };
            errands.push({ send, refuse });
          }),
      );
      sendTogether(pool, errands);
      return Promise.allSettled(outcomes);
    };
    const answered = { status: 'fulfilled' };

    it('gives those that come next a time of their own', async () => {
      const pool = poolOf({ size: 1, overflow: 0, queryTimeoutMs: 600 });
      const batches = [1, 2, 3, 4].map(() => send(pool, ['SELECT pg_sleep(0.1)', 'SELECT pg_sleep(0.2)']));
      expect(await Promise.all(batches)).toMatchObject(batches.map(() => [answered, answered]));
      expect(pool.statistics).toMatchObject({ idle: 1, opened: 1 });
    });

    it('[fault 46] closes the socket of those that get no answer, though some came while the process stood still', async () => {
      const pool = poolOf({ queryTimeoutMs: 300 }, { connectionString: database.url });
      (await take(pool)).release();
      const outcomes = send(pool, ['SELECT 1', 'SELECT pg_sleep(30)']);
      const until = performance.now() + 500;
      while (performance.now() < until);
      expect(await outcomes).toMatchObject([answered, { reason: { code: 'QUERY_TIMEOUT' } }]);
    });
  });

  describe('with a stream', () => {
    const rows = (count: number, seconds = 0): TestCursor =>
      new TestCursor(
        `SELECT n, pg_sleep(${seconds}), repeat('x', 1024) FROM generate_series(1, ${count}) AS n`,
      );

    it('lets its reader take its time', async () => {
      const pool = poolOf({ queryTimeoutMs: 600 });
      const { client, release } = await take(pool);
      const cursor = client.query(rows(10));
      await sleep(0.8);
      expect(await cursor.read(5)).toHaveLength(5);
      await sleep(0.8);
      expect(await cursor.read(10)).toHaveLength(5);
      await cursor.close();
      release();
      expect(pool.statistics).toMatchObject({ idle: 1 });
    });

    it('lets all of it take longer than a statement may, while rows keep coming', async () => {
      const pool = poolOf({ queryTimeoutMs: 500 });
      const { client, release } = await take(pool);
      const cursor = client.query(rows(150, 0.01));
      expect(await cursor.read(1_000)).toHaveLength(150);
      await cursor.close();
      release();
    });

    it('[fault 12] closes the socket when the server owes it rows and is silent', async () => {
      const pool = poolOf({ queryTimeoutMs: 200 });
      const { client, release } = await take(pool);
      const cursor = client.query(rows(10));
      expect(await cursor.read(5)).toHaveLength(5);
      proxy.set({ kind: 'black hole' });
      await expect(cursor.read(5)).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
      release();
    });
  });
});
