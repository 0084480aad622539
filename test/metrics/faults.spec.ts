import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { DatabaseManager } from '../../src/database';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { TcpProxy } from '../support/tcp-proxy';
import { startApp, type TestApp } from '../support/test-app';
import { Scrape, TOKEN } from './scrape';

/** Within which a change is told, and anything is answered. */
const SOON_MS = 1_000;

/** A port on which nothing listens. */
const NOWHERE = 1;

describe('metrics while PostgreSQL fails', () => {
  let server: PostgresServer;
  let service: TestApp;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    service = await startApp({
      METRICS_TOKEN: TOKEN,
      DATABASE_URL: environment['DATABASE_URL'] ?? (await server.createDatabase()),
      DATABASE_PROBE_INTERVAL_MS: '100',
      DATABASE_RETRY_MIN_MS: '100',
      DATABASE_RETRY_MAX_MS: '200',
      DATABASE_STABILITY_WINDOW_MS: '1000',
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
      ...environment,
    });
  };
  afterEach(() => service.close());
  const scrape = (): Promise<Scrape> => Scrape.of(service.url);
  const addUser = (name: string): Promise<unknown> =>
    service.app.get(DatabaseManager).dataSource.query(
      `INSERT INTO users (id, email, handle, "displayName", role, status, version, "createdAt", "updatedAt")
       VALUES (gen_random_uuid(), $1 || '@example.com', $1, 'A', 'user', 'active', 1, now(), now())`,
      [name],
    );

  it('tell of its end within a second, and of its return', async () => {
    await start();
    const before = await scrape();
    expect(before.chosen('ballast_database_state', 'state')).toBe('healthy');
    await server.kill();
    await eventually(async () => (await scrape()).chosen('ballast_database_state', 'state') === 'unhealthy', {
      deadlineMs: SOON_MS,
    });
    const gone = await scrape();
    expect(
      gone.valueOf('ballast_database_state_transitions_total', { from: 'healthy', to: 'unhealthy' }),
    ).toBe(1);
    expect(gone.chosen('ballast_database_circuit_state', 'state')).toBe('open');
    expect(
      gone.valueOf('ballast_database_pool_connections_evicted_total') -
        before.valueOf('ballast_database_pool_connections_evicted_total'),
    ).toBeGreaterThan(0);
    const spent = (of: Scrape): number =>
      of.valueOf('ballast_database_state_seconds_total', { state: 'unhealthy' });
    expect(spent(await scrape())).toBeGreaterThan(spent(gone));
    await server.start();
    await eventually(async () => (await scrape()).chosen('ballast_database_state', 'state') === 'healthy');
  });

  it('are answered within a second while it is frozen, and count who waited when that was noticed', async () => {
    await start({ DATABASE_PROBE_TIMEOUT_MS: '1000' });
    const { dataSource } = service.app.get(DatabaseManager);
    const holder = dataSource.createQueryRunner();
    await holder.connect();
    const waiting = dataSource.query('SELECT 1');
    server.freeze();
    try {
      const began = performance.now();
      const frozen = await scrape();
      expect(performance.now() - began).toBeLessThan(SOON_MS);
      expect(frozen.series).toBeGreaterThan(100);
      await expect(waiting).rejects.toThrow('The database connection was lost.');
      const noticed = await scrape();
      expect(
        noticed.valueOf('ballast_database_pool_acquire_failures_total', { reason: 'pool-closed' }),
      ).toBeGreaterThan(0);
    } finally {
      server.thaw();
      await holder.release();
    }
  });

  it('tell who waits for a connection when none is left, and who has waited in vain', async () => {
    await start({ DATABASE_POOL_CHECKOUT_TIMEOUT_MS: '1500' });
    const { dataSource } = service.app.get(DatabaseManager);
    const holder = dataSource.createQueryRunner();
    await holder.connect();
    const waiting = Promise.allSettled([1, 2, 3].map((n) => dataSource.query(`SELECT ${n}`)));
    const full = await scrape();
    expect(full.valueOf('ballast_database_pool_waiting')).toBe(3);
    expect(full.valueOf('ballast_database_pool_connections', { state: 'in_use' })).toBe(1);
    expect(full.valueOf('ballast_database_pool_limit')).toBe(1);
    await waiting;
    const impatient = new AbortController();
    const asked = fetch(`${service.url}/v1/apis`, { signal: impatient.signal });
    await eventually(async () => (await scrape()).valueOf('ballast_database_pool_waiting') === 1);
    impatient.abort();
    await expect(asked).rejects.toThrow('aborted');
    await eventually(async () => {
      const gone = { method: 'GET', route: '/v1/apis', status: 'client-gone' };
      return (await scrape()).valueOf('ballast_http_requests_total', gone) === 1;
    });
    await holder.release();
    await eventually(() => service.app.get(DatabaseManager).pool?.inUse === 0);
    const after = await scrape();
    expect(after.valueOf('ballast_database_pool_waiting')).toBe(0);
    expect(after.valueOf('ballast_database_pool_acquire_failures_total', { reason: 'waited-too-long' })).toBe(
      3,
    );
    expect(after.valueOf('ballast_database_queries_total', { outcome: 'pool-exhausted' })).toBe(3);
  });

  it('tell of the journal while memory serves, and of what was carried over and put into quarantine', async () => {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    const database = await server.createDatabase();
    await start({ DATABASE_URL: database });
    await addUser('taken');
    await service.close();
    const proxy = await TcpProxy.start(NOWHERE);
    await start({
      DATABASE_URL: proxy.urlOf(database),
      DATABASE_JOURNAL_DIR: directory,
      DATABASE_JOURNAL_SYNC: 'interval',
      DATABASE_JOURNAL_SYNC_INTERVAL_MS: '300',
    });
    await eventually(async () => (await scrape()).chosen('ballast_database_state', 'state') === 'degraded');
    for (const name of ['taken', ...Array.from({ length: 30 }, (_, n) => `free-${n}`)]) {
      // oxlint-disable-next-line no-await-in-loop -- one transaction after another
      await addUser(name);
    }
    const journaled = await scrape();
    expect(journaled.valueOf('ballast_database_journaled')).toBe(1);
    expect(journaled.valueOf('ballast_journal_bytes')).toBeGreaterThan(0);
    expect(journaled.valueOf('ballast_journal_records')).toBe(31);
    expect(journaled.valueOf('ballast_journal_unsynced_age_seconds')).toBeGreaterThan(0);
    expect(journaled.valueOf('ballast_memory_bytes')).toBeGreaterThan(0);
    await service.app
      .get(DatabaseManager)
      .dataSource.query(`SELECT id FROM users WHERE "displayName" = 'nobody'`);
    const scans = (of: Scrape): number => of.valueOf('ballast_memory_scans_total');
    expect(scans(await scrape()) - scans(journaled)).toBe(1);
    await eventually(async () => (await scrape()).valueOf('ballast_journal_unsynced_age_seconds') === 0);
    const synced = await scrape();
    expect(synced.valueOf('ballast_journal_sync_duration_seconds_count', { outcome: 'ok' })).toBeGreaterThan(
      0,
    );
    expect(synced.valueOf('ballast_journal_synced_bytes_total')).toBeGreaterThan(0);
    await fs.rename(directory, `${directory}-gone`);
    await eventually(async () => (await scrape()).valueOf('ballast_journal_refusing') === 1);
    await fs.rename(`${directory}-gone`, directory);
    await eventually(async () => (await scrape()).valueOf('ballast_journal_refusing') === 0);
    proxy.set({ kind: 'reset after', bytes: 20_000 });
    proxy.redirect(server.port);
    await eventually(
      async () => (await scrape()).valueOf('ballast_promotions_total', { outcome: 'failed' }) > 0,
    );
    proxy.set({ kind: 'clear' });
    await eventually(
      async () => (await scrape()).valueOf('ballast_promotions_total', { outcome: 'promoted' }) === 1,
    );
    const after = await scrape();
    expect(after.chosen('ballast_database_state', 'state')).toBe('healthy');
    expect(after.valueOf('ballast_promotion_transactions_total', { outcome: 'replayed' })).toBe(30);
    expect(after.valueOf('ballast_promotion_transactions_total', { outcome: 'quarantined' })).toBe(1);
    expect(after.valueOf('ballast_promotion_last_duration_seconds')).toBeGreaterThan(0);
    await eventually(async () => (await scrape()).linesOf('ballast_quarantine_transactions')[0]?.value === 1);
    await service.close();
    await proxy.close();
    await fs.rm(directory, { recursive: true });
    await start();
  });
});
