import { Client, type ClientConfig } from 'pg';
import type { ConnectionPool } from '../../src/database/postgres/pool/connection-pool';
import { PoolClosedError, PoolExhaustedError } from '../../src/database/postgres/pool/pool-errors';
import type { PoolSettings } from '../../src/database/postgres/pool/pool-settings';
import { eventually } from '../support/eventually';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { ended, pidOf, take, takeMany, TestPools } from '../support/test-pools';

describe('ConnectionPool', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  const pools = new TestPools();
  const { events } = pools;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    proxy = await TcpProxy.start(Number(new URL(database.url).port));
  });
  afterEach(async () => {
    await pools.end();
    await proxy.close();
  });

  const poolOf = (settings: Partial<PoolSettings> = {}, config: ClientConfig = {}): ConnectionPool =>
    pools.make({ connectionString: proxy.urlOf(database.url), ...config }, settings);
  const asAdmin = async <Row extends object>(sql: string): Promise<Row[]> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('opens size and overflow, lets more callers wait, and serves them in the order in which they came', async () => {
    const pool = poolOf();
    const held = await takeMany(pool, 4);
    const order: number[] = [];
    const later = [1, 2].map((n) => take(pool).then((one) => (order.push(n), one)));
    await eventually(() => pool.statistics.waiting === 2);
    for (const { release } of held) release();
    for (const { release } of await Promise.all(later)) release();
    expect(order).toEqual([1, 2]);
    expect(pool.statistics.opened).toBe(4);
  });

  it('closes a connection that comes back when enough are idle', async () => {
    const pool = poolOf();
    for (const { release } of await takeMany(pool, 4)) release();
    expect(pool.statistics).toMatchObject({ idle: 2, inUse: 0 });
    await eventually(() => proxy.open === 2);
    expect(pool.statistics.evicted.overflow).toBe(2);
  });

  it('opens none beyond the size while those that are there come back soon', async () => {
    const pool = poolOf({ overflowAfterMs: 60_000, validateAfterIdleMs: 60_000 });
    const work = async (): Promise<void> => {
      for (let n = 0; n < 20; n += 1) {
        const held = await take(pool);
        await pidOf(held);
        held.release();
      }
    };
    await Promise.all([work(), work(), work()]);
    expect(pool.statistics.opened).toBe(2);
  });

  it('[fault 19] refuses a caller that has waited for too long, and one too many, without sending anything', async () => {
    const pool = poolOf({ size: 1, overflow: 0, maxWaiting: 1, checkoutTimeoutMs: 50 });
    pool.prewarm();
    await eventually(() => pool.statistics.idle === 1);
    const { release } = await take(pool);
    const waiting = take(pool);
    await expect(take(pool)).rejects.toThrow(PoolExhaustedError);
    await expect(waiting).rejects.toThrow(/within 50 ms/);
    release();
    expect(pool.statistics).toMatchObject({ idle: 1, waiting: 0, timedOut: 1, rejected: 1 });
  });

  it('opens the connections that are kept before anybody asks', async () => {
    const pool = poolOf();
    pool.prewarm();
    pool.prewarm();
    await eventually(() => pool.statistics.idle === 2);
    expect(proxy.accepted).toBe(2);
  });

  it('[fault 7] does not hand out a connection that the server has ended while it was idle', async () => {
    const pool = poolOf();
    const first = await take(pool);
    const pid = await pidOf(first);
    first.release();
    await asAdmin(`SELECT pg_terminate_backend(${pid})`);
    await eventually(() => pool.statistics.evicted.broken === 1);
    const second = await take(pool);
    await expect(pidOf(second)).resolves.not.toBe(pid);
    second.release();
  });

  it('[fault 12] finds out within one deadline that idle connections lead nowhere, and gives up all that are as old', async () => {
    const pool = poolOf({ validateAfterIdleMs: 0 });
    for (const { release } of await takeMany(pool, 2)) release();
    proxy.set({ kind: 'black hole' });
    const asked = performance.now();
    const taken = take(pool);
    await eventually(() => pool.statistics.evicted.silent === 1);
    expect(pool.statistics.evicted.invalidated).toBe(1);
    proxy.set({ kind: 'clear' });
    const held = await taken;
    expect(performance.now() - asked).toBeLessThan(2_000);
    await pidOf(held);
    held.release();
    expect(proxy.accepted).toBe(3);
  });

  it('does not ask a connection that was used a moment ago', async () => {
    const pool = poolOf({ validateAfterIdleMs: 60_000 });
    (await take(pool)).release();
    proxy.set({ kind: 'black hole' });
    const { release } = await take(pool);
    release(true);
    expect(pool.statistics.evicted.silent).toBe(0);
  });

  it('[fault 12] closes the socket of a statement that gets no answer: what is sent after it fails at once, too', async () => {
    const pool = poolOf({ queryTimeoutMs: 100 });
    const { client, release } = await take(pool);
    const began = performance.now();
    const hung = client.query('SELECT pg_sleep(30)');
    const behind = client.query('SELECT 1');
    await expect(hung).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    await expect(behind).rejects.toThrow(/Connection terminated|did not answer/);
    expect(performance.now() - began).toBeLessThan(3_000);
    release();
    await eventually(() => pool.statistics.inUse === 0);
    expect(pool.statistics).toMatchObject({ idle: 0 });
  });

  it('counts the time of each statement by itself', async () => {
    const pool = poolOf({ queryTimeoutMs: 400 });
    const { client, release } = await take(pool);
    await Promise.all([1, 2, 3].map(() => client.query('SELECT pg_sleep(0.2)')));
    release();
    expect(pool.statistics).toMatchObject({ idle: 1 });
  });

  it('counts no time in which a connection has no statement', async () => {
    const pool = poolOf({ queryTimeoutMs: 300, validateAfterIdleMs: 60_000 });
    const held = await take(pool);
    const pid = await pidOf(held);
    await asAdmin('SELECT pg_sleep(0.2)');
    await expect(held.client.query('SELECT pg_sleep(0.2)')).resolves.toBeDefined();
    held.release();
    await asAdmin('SELECT pg_sleep(0.5)');
    const again = await take(pool);
    await expect(pidOf(again)).resolves.toBe(pid);
    again.release();
  });

  it('destroys a connection that comes back with a statement on its way', async () => {
    const pool = poolOf();
    const { client, release } = await take(pool);
    client.query('SELECT pg_sleep(30)').catch(() => undefined);
    release();
    await eventually(() => pool.statistics.evicted.failed === 1);
    expect(pool.statistics).toMatchObject({ idle: 0, inUse: 0 });
  });

  it.each([
    ['an open transaction', 'BEGIN'],
    ['an aborted transaction', 'BEGIN; SELECT 1/0'],
  ])(
    '[fault 22] never hands on a connection that comes back inside %s, and tells who took it',
    async (_, sql) => {
      const pool = poolOf({ leakAfterMs: 60_000 });
      const held = await take(pool);
      await held.client.query(sql).catch(() => undefined);
      held.release();
      await eventually(() => pool.statistics.evicted['open-transaction'] === 1);
      expect(pool.statistics).toMatchObject({ idle: 0, inUse: 0 });
      expect(events).toEqual([
        { kind: 'open-transaction', takenAt: expect.stringContaining('connection-pool.spec') as string },
      ]);
    },
  );

  it('[fault 14] keeps a connection whose last statement failed, however slowly the answer comes', async () => {
    proxy.set({ kind: 'slices' });
    const pool = poolOf();
    const held = await take(pool);
    await expect(held.client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    held.release();
    await eventually(() => pool.statistics.idle === 1);
  });

  it('[fault 21] reports once a connection that is held for long, with the place that took it', async () => {
    const pool = poolOf({ leakAfterMs: 40 });
    const { release } = await take(pool);
    await eventually(() => events.length > 0);
    release();
    expect(events).toEqual([
      {
        kind: 'leak',
        heldMs: expect.any(Number) as number,
        takenAt: expect.stringContaining('test-pools') as string,
      },
    ]);
  });

  it('replaces a connection at the end of its life', async () => {
    const pool = poolOf({ recycleSeconds: 0.05 });
    const first = await take(pool);
    const pid = await pidOf(first);
    await eventually(async () => {
      const held = pool.statistics.inUse > 0 ? first : await take(pool);
      held.release();
      return pool.statistics.evicted.expired > 0;
    });
    const second = await take(pool);
    await expect(pidOf(second)).resolves.not.toBe(pid);
    second.release();
  });

  it('[fault 20] goes on with what it has when the server accepts no more connections', async () => {
    const role = `few_${process.pid}`;
    await asAdmin(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' CONNECTION LIMIT 2`);
    try {
      const url = new URL(proxy.urlOf(database.url));
      url.username = role;
      url.password = 'secret';
      const pool = poolOf({ size: 4 }, { connectionString: url.href });
      const held = await takeMany(pool, 2);
      const third = take(pool);
      await eventually(() => events.some(({ kind }) => kind === 'too-many-connections'));
      held[0]?.release();
      (await third).release();
      held[1]?.release();
      expect(pool.statistics).toMatchObject({ idle: 2, opened: 2 });
      await ended(pool);
    } finally {
      await eventually(async () => {
        await asAdmin(`DROP ROLE ${role}`);
      });
    }
  });

  it('[fault 1] fails every caller that waits when the server cannot be reached', async () => {
    const pool = poolOf({}, { connectionString: 'postgresql://nobody@127.0.0.1:1/none' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take(pool)));
    expect(results.map((result) => (result as PromiseRejectedResult).reason as unknown)).toEqual(
      Array.from({ length: 20 }, () => expect.objectContaining({ code: 'ECONNREFUSED' }) as unknown),
    );
    expect(pool.statistics).toMatchObject({ idle: 0, inUse: 0, opening: 0, waiting: 0 });
  });

  it('hands nothing on from before an invalidation: statements and callers that wait fail at once', async () => {
    const pool = poolOf();
    const held = await takeMany(pool, 4);
    const statement = held[0]?.client.query('SELECT pg_sleep(30)');
    const waiter = take(pool);
    pool.invalidate();
    await expect(waiter).rejects.toThrow(PoolClosedError);
    await expect(statement).rejects.toThrow(/Connection terminated|ECONNRESET/);
    for (const { release } of held) release();
    const next = await take(pool);
    await pidOf(next);
    next.release();
    expect(pool.statistics).toMatchObject({ idle: 1, opened: 5 });
  });

  it('refuses at once who waits for the answer of a connection that is given up, and opens none for it', async () => {
    const pool = poolOf({ validateAfterIdleMs: 0, validateTimeoutMs: 60_000 });
    (await take(pool)).release();
    proxy.set({ kind: 'black hole' });
    const waiter = take(pool);
    pool.invalidate();
    await expect(waiter).rejects.toThrow(PoolClosedError);
    expect(proxy.accepted).toBe(1);
  });

  it('lets those that hold a connection finish when it is retired', async () => {
    const pool = poolOf();
    const held = await take(pool);
    pool.retire();
    const pid = await pidOf(held);
    held.release();
    const next = await take(pool);
    await expect(pidOf(next)).resolves.not.toBe(pid);
    next.release();
  });

  it('[fault 11] survives a reset in mid-query', async () => {
    const pool = poolOf();
    const { client, release } = await take(pool);
    const statement = client.query('SELECT pg_sleep(30)');
    proxy.reset();
    await expect(statement).rejects.toThrow(/Connection terminated|ECONNRESET/);
    release();
    (await take(pool)).release();
  });

  it('[fault 15] gets back the slot of a connection that the server has half closed', async () => {
    const pool = poolOf({ size: 1, overflow: 0 });
    (await take(pool)).release();
    proxy.halfClose();
    await eventually(() => pool.statistics.idle === 0);
    (await take(pool)).release();
    expect(pool.statistics).toMatchObject({ idle: 1, opened: 2 });
  });

  it('[fault 16] [fault 17] tells every caller that waits when it ends, and ends in time although nothing answers', async () => {
    const pool = poolOf();
    const held = await takeMany(pool, 4);
    const statement = held[0]?.client.query('SELECT pg_sleep(30)').catch((error: Error) => error);
    const waiters = [take(pool), take(pool)];
    proxy.set({ kind: 'black hole' });
    const began = performance.now();
    const end = ended(pool);
    for (const waiter of waiters) await expect(waiter).rejects.toThrow(PoolClosedError);
    await statement;
    for (const { release } of held) release();
    await end;
    expect(performance.now() - began).toBeLessThan(3_000);
    await expect(take(pool)).rejects.toThrow(PoolClosedError);
    expect(pool.statistics).toMatchObject({ idle: 0, inUse: 0, opening: 0, waiting: 0 });
  });

  it('takes a second release for nothing', async () => {
    const pool = poolOf();
    const { release } = await take(pool);
    release();
    release(true);
    expect(pool.statistics).toMatchObject({ idle: 1, inUse: 0 });
  });
});
