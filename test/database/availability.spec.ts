import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseManager, databaseOptions } from '../../src/database';
import { eventually } from '../support/eventually';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

const WINDOW_MS = 1_500;

describe('A PostgreSQL that comes and goes', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let manager: DatabaseManager;
  const changes: { status: string; at: number; message: string }[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    proxy = await TcpProxy.start(Number(new URL(database.url).port));
    manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: proxy.urlOf(database.url),
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_POOL_SIZE: '1',
        DATABASE_PROBE_INTERVAL_MS: '50',
        DATABASE_PROBE_TIMEOUT_MS: '100',
        DATABASE_STABILITY_WINDOW_MS: String(WINDOW_MS),
      }),
      schema: () => ({ entities: [], migrations: [] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    changes.length = 0;
    manager.onStateChange(({ status, message }) => changes.push({ status, message, at: performance.now() }));
    await manager.initialize();
  });
  afterEach(async () => {
    await manager.close();
    await proxy.close();
  });

  const goes = async (): Promise<void> => {
    proxy.set({ kind: 'black hole' });
    await eventually(() => manager.state.status === 'unhealthy');
  };

  it('serves again at once after one outage, and after a window of answers once it has flapped', async () => {
    await goes();
    proxy.set({ kind: 'clear' });
    await eventually(() => manager.state.status === 'healthy');
    await goes();
    proxy.set({ kind: 'clear' });
    await eventually(() => manager.state.message.includes('came and went'));
    await goes();
    proxy.set({ kind: 'clear' });
    await eventually(() => manager.state.status === 'healthy');
    expect(changes.map(({ status }) => status).filter((status, i, all) => status !== all[i - 1])).toEqual([
      'healthy',
      'unhealthy',
      'healthy',
      'unhealthy',
      'healthy',
    ]);
    const [before, last] = changes.slice(-2);
    expect((last?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThan(WINDOW_MS * 0.9);
  });

  it('[fault 39] changes its state at most once in a window while PostgreSQL comes and goes', async () => {
    const before = changes.length;
    const began = performance.now();
    for (let turn = 0; turn < 12; turn += 1) {
      proxy.set({ kind: turn % 2 === 0 ? 'black hole' : 'clear' });
      await pause(WINDOW_MS / 4);
    }
    const windows = (performance.now() - began) / WINDOW_MS;
    const switches = changes
      .slice(before)
      .map(({ status }) => status)
      .filter((status, i, all) => status !== all[i - 1]);
    // The first goes away, and at most one for each window after it.
    expect(switches.length).toBeGreaterThan(0);
    expect(switches.length).toBeLessThanOrEqual(1 + Math.ceil(windows));
    await eventually(() => manager.state.status === 'healthy');
  });

  it('is asked by one session, however slowly it answers', async () => {
    proxy.set({ kind: 'latency', ms: 70, jitterMs: 5 });
    const { accepted } = proxy;
    await eventually(() => proxy.accepted >= accepted + 5);
    proxy.set({ kind: 'clear' });
    await eventually(() => proxy.open <= 2);
    expect(manager.replicas).toEqual([]);
  });

  it('[fault 12] fails requests at once while it is away', async () => {
    await goes();
    const began = performance.now();
    expect(() => manager.dataSource).toThrow('not available');
    expect(performance.now() - began).toBeLessThan(50);
  });
});
