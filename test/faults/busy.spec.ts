import { Client } from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { DatabaseManager } from '../../src/database';
import type { ConnectionPool } from '../../src/database/postgres/pool/connection-pool';
import type { PostgresPool } from '../../src/database/postgres/pool/postgres-pool';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { TcpProxy } from '../support/tcp-proxy';
import { adminToken, fetchAs } from '../support/sign-in';
import { startApp, type TestApp } from '../support/test-app';

/** What Kubernetes and people ask. */
const PROBES = ['/health', '/health/live', '/health/ready', '/health/startup', '/health/database'];

describe('A service whose database has no time', () => {
  let server: PostgresServer;
  let proxy: TcpProxy;
  let url: string;
  let service: TestApp;
  let changes: string[];
  let token: string;
  const fetch = fetchAs(() => token);
  let holder: Client;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    proxy = await TcpProxy.start(server.port);
    url = await server.createDatabase();
    holder = new Client({ connectionString: url });
    holder.on('error', () => undefined);
    await holder.connect();
  });
  afterEach(async () => {
    server.thaw();
    await holder.end();
    await service.close();
    await proxy.close();
  });

  const start = async (environment: Record<string, string>): Promise<void> => {
    service = await startApp({ DATABASE_URL: proxy.urlOf(url), DATABASE_FALLBACK: 'never', ...environment });
    const manager = service.app.get(DatabaseManager);
    await eventually(() => manager.state.status === 'healthy');
    token = await adminToken(service.app);
    changes = [];
    manager.onStateChange(({ status }) => changes.push(status));
  };
  const rename = (id: string): Promise<Response> =>
    fetch(`${service.url}/v1/users/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${id}.1"` },
      body: JSON.stringify({ displayName: 'Ada' }),
    });
  const create = (handle: string): Promise<Response> =>
    fetch(`${service.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${handle}@example.com`, handle }),
    });
  const isWaitedFor = (by = 1): Promise<boolean> =>
    eventually(
      async () =>
        (await server.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).length === by,
    );
  const codeOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { code?: unknown }).code;

  it('[fault 19] answers 503 with Retry-After when the pool and its queue are full, and stays healthy', async () => {
    await start({
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
      DATABASE_POOL_CHECKOUT_TIMEOUT_MS: '200',
      DATABASE_POOL_MAX_WAITING: '3',
    });
    await holder.query('BEGIN; LOCK TABLE users IN SHARE MODE');
    const first = create('first');
    await isWaitedFor();
    const began = performance.now();
    const others = await Promise.all(Array.from({ length: 10 }, (_, n) => create(`other-${n}`)));
    expect(performance.now() - began).toBeLessThan(2_000);
    for (const response of others) {
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await codeOf(response)).toBe('database_unavailable');
    }
    await holder.query('COMMIT');
    expect((await first).status).toBe(201);
    expect((await create('next')).status).toBe(201);
    expect(changes).toEqual([]);
  });

  it.each([
    ['57014', 'a statement that takes too long', { DATABASE_STATEMENT_TIMEOUT_MS: '200' }, ''],
    ['55P03', 'a lock that is held for too long', {}, `SET lock_timeout = '100ms'`],
  ])('[fault 36] takes %s, %s, for no outage', async (_code, _name, environment, setting) => {
    if (setting) await server.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} ${setting}`);
    await start(environment);
    await holder.query('BEGIN; LOCK TABLE users IN SHARE MODE');
    const response = await create('slow');
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await codeOf(response)).toBe('database_busy');
    await holder.query('COMMIT');
    expect((await create('slow')).status).toBe(201);
    expect(changes).toEqual([]);
  });

  it('[fault 36] acknowledges a change that was made, although nothing can be read any more', async () => {
    await start({ DATABASE_STATEMENT_TIMEOUT_MS: '3000' });
    const { id } = (await (await create('ada')).json()) as { id: string };
    await holder.query(`BEGIN; SELECT FROM users WHERE id = '${id}' FOR UPDATE`);
    const answer = rename(id);
    await isWaitedFor();
    // Gets the table as soon as the change is made.
    const next = new Client({ connectionString: url });
    await next.connect();
    const locked = next.query('BEGIN; LOCK TABLE users IN SHARE MODE');
    await isWaitedFor(2);
    await holder.query('COMMIT');
    const response = await answer;
    await locked;
    await next.end();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, displayName: 'Ada', version: 2 });
  });

  it('[fault 12] says of a change whether it was made, where it was asked for as the database went', async () => {
    await start({
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
      DATABASE_POOL_VALIDATE_AFTER_IDLE_MS: '0',
      DATABASE_POOL_VALIDATE_TIMEOUT_MS: '20000',
      DATABASE_CONNECT_TIMEOUT_MS: '20000',
      DATABASE_PROBE_INTERVAL_MS: '1000',
    });
    const { id } = (await (await create('ada')).json()) as { id: string };
    proxy.set({ kind: 'black hole' });
    const answer = rename(id);
    await eventually(() => changes.includes('unhealthy'));
    proxy.set({ kind: 'clear' });
    const { status } = await answer;
    const rows = await server.query<object>(
      `SELECT version FROM users WHERE id = '${id}'`,
      new URL(url).pathname.slice(1),
    );
    expect(rows).toEqual([{ version: status === 200 ? 2 : 1 }]);
  });

  describe('asked by a storm of probes', () => {
    const pool = (): ConnectionPool =>
      ((service.app.get(DatabaseManager).dataSource.driver as PostgresDriver).master as PostgresPool)
        .connections;
    const isReady = async (): Promise<boolean> => (await fetch(`${service.url}/health/ready`)).status === 200;

    /** Many at a time, wave upon wave. Answers how long the slowest answer took, in milliseconds. */
    const storm = async (expected: (path: string) => number): Promise<number> => {
      let slowestMs = 0;
      const ask = async (path: string): Promise<void> => {
        const asked = performance.now();
        const { status } = await fetch(`${service.url}${path}`);
        slowestMs = Math.max(slowestMs, performance.now() - asked);
        expect([path, status]).toEqual([path, expected(path)]);
      };
      for (let wave = 0; wave < 20; wave += 1) {
        await Promise.all(PROBES.flatMap((path) => [path, path, path, path, path]).map(ask));
      }
      return slowestMs;
    };

    it.each<[string, () => Promise<void> | void, () => Promise<void> | void]>([
      ['frozen', () => server.freeze(), () => server.thaw()],
      ['stopped', () => server.stop(), () => server.start()],
      [
        'behind a network that lets nothing through',
        () => proxy.set({ kind: 'black hole' }),
        () => proxy.set({ kind: 'clear' }),
      ],
    ])(
      '[fault 45] answers from what it knows while the server is %s: without a connection, or a place in the pool',
      async (_name, begin, end) => {
        await start({
          DATABASE_POOL_SIZE: '1',
          DATABASE_POOL_OVERFLOW: '0',
          DATABASE_STABILITY_WINDOW_MS: '0',
        });
        const connections = pool();
        await eventually(() => connections.statistics.idle === 1);
        await begin();
        try {
          await eventually(async () => !(await isReady()));
          await eventually(() => connections.statistics.idle === 0);
          const began = performance.now();
          const { accepted } = proxy;
          const before = connections.statistics;
          const slowestMs = await storm((path) => (/live|startup/.test(path) ? 200 : 503));
          // A probe of Kubernetes waits for a second.
          expect(slowestMs).toBeLessThan(1_000);
          expect(connections.statistics).toEqual(before);
          // The prober's own, at its own pace.
          expect(proxy.accepted - accepted).toBeLessThanOrEqual(2 + (performance.now() - began) / 200);
        } finally {
          await end();
        }
        await eventually(isReady);
      },
    );

    it('[fault 45] takes no place from those who wait for a connection', async () => {
      await start({
        DATABASE_POOL_SIZE: '1',
        DATABASE_POOL_OVERFLOW: '0',
        DATABASE_POOL_MAX_WAITING: '1',
        // The prober connects anew when an answer is late, as it may be on a machine that is busy.
        DATABASE_PROBE_TIMEOUT_MS: '10000',
      });
      await holder.query('BEGIN; LOCK TABLE users IN SHARE MODE');
      const first = create('first');
      await isWaitedFor();
      const second = create('second');
      await eventually(() => pool().statistics.waiting === 1);
      const before = pool().statistics;
      const { accepted } = proxy;
      await storm(() => 200);
      expect(pool().statistics).toEqual(before);
      expect(proxy.accepted).toBe(accepted);
      await holder.query('COMMIT');
      expect([(await first).status, (await second).status]).toEqual([201, 201]);
      expect(changes).toEqual([]);
    });
  });
});
