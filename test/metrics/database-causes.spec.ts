import { Client } from 'pg';
import { DatabaseManager, runInRequestScope } from '../../src/database';
import { User } from '../../src/users/user.entity';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { startApp, type TestApp } from '../support/test-app';
import { Scrape, TOKEN } from './scrape';

const REFRESHES = 'ballast_database_credential_refreshes_total';
const RETRIES = 'ballast_database_query_retries_total';
/** A replica divides by zero. */
const ON_PRIMARY_ALONE = `SELECT 1 / (CASE setting WHEN 'on' THEN 0 ELSE 1 END) AS n FROM pg_settings WHERE name = 'in_hot_standby'`;

const REPLICA = { replica: '0' };

describe('metrics of a service with a replica, and credentials of Secrets Manager', () => {
  let primary: PostgresServer;
  let replica: PostgresServer;
  let secrets: SecretsManagerStandIn;
  let service: TestApp;
  let database: string;

  const store = (password: string): string =>
    secrets.put('database', {
      username: 'ballast',
      password,
      host: '127.0.0.1',
      port: primary.port,
      dbname: database,
    });

  beforeAll(async () => {
    primary = await PostgresServer.start();
    database = new URL(await primary.createDatabase()).pathname.slice(1);
    await primary.query(
      `CREATE ROLE ballast LOGIN PASSWORD 'one'; ALTER DATABASE ${database} OWNER TO ballast`,
    );
    replica = await primary.createReplica();
    secrets = await SecretsManagerStandIn.start();
    store('one');
    service = await startApp({
      ...secrets.environment,
      METRICS_TOKEN: TOKEN,
      AWS_DB_SECRET: 'database',
      DATABASE_FALLBACK: 'never',
      DATABASE_REPLICA_URLS: replica.url(database),
      DATABASE_REPLICA_MAX_LAG_MS: '500',
      DATABASE_PROBE_INTERVAL_MS: '50',
      DATABASE_PROBE_TIMEOUT_MS: '5000',
      DATABASE_RETRY_MIN_MS: '50',
      DATABASE_RETRY_MAX_MS: '100',
      DATABASE_STABILITY_WINDOW_MS: '100',
    });
  });
  afterAll(async () => {
    await service.close();
    await secrets.close();
    await replica.close();
    await primary.close();
  });

  const scrape = (): Promise<Scrape> => Scrape.of(service.url);
  const manager = (): DatabaseManager => service.app.get(DatabaseManager);
  const becomes = (name: string, labels: Record<string, string>, value: number): Promise<unknown> =>
    eventually(async () => (await scrape()).valueOf(name, labels) === value, { deadlineMs: 20_000 });
  const replicaBecomes = (state: string): Promise<unknown> =>
    becomes('ballast_database_replica_state', { ...REPLICA, state }, 1);

  it('tell how far the replica is behind, and of reads that the primary answered instead', async () => {
    await replicaBecomes('ready');
    expect((await scrape()).valueOf('ballast_database_replica_lag_seconds', REPLICA)).toBeLessThan(0.5);
    const read = await runInRequestScope(async () => {
      const runner = manager().dataSource.createQueryRunner('slave');
      try {
        return await (runner.query(ON_PRIMARY_ALONE) as Promise<unknown>);
      } finally {
        await runner.release();
      }
    });
    expect(read).toEqual([{ n: 1 }]);
    expect((await scrape()).valueOf(RETRIES, { reason: 'replica-failed' })).toBe(1);
    await replica.query('SELECT pg_wal_replay_pause()');
    await primary.query('CREATE TABLE behind ()', database);
    await replicaBecomes('lagging');
    const lagging = await scrape();
    expect(lagging.valueOf('ballast_database_replica_lag_seconds', REPLICA)).toBeGreaterThan(0.5);
    expect(lagging.valueOf('ballast_database_replica_state')).toBe(1);
    await replica.query('SELECT pg_wal_replay_resume()');
    await replicaBecomes('ready');
    await replica.stop();
    await replicaBecomes('down');
    const down = await scrape();
    expect(down.linesOf('ballast_database_replica_lag_seconds', REPLICA)).toEqual([]);
    expect(
      down.valueOf('ballast_database_pool_connections_evicted_total', { pool: 'replica' }),
    ).toBeGreaterThan(0);
  });

  it('count connections, how long they were waited for, and statements that were sent once more', async () => {
    const before = await scrape();
    const { dataSource } = manager();
    const users = dataSource.getRepository(User);
    const holder = new Client({ connectionString: primary.url(database) });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE users');
    const waiting = dataSource.query('SELECT count(*) FROM users');
    await eventually(async () => {
      const { rows } = await holder.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ballast' AND wait_event_type = 'Lock'`,
      );
      return rows.length === 1;
    });
    await holder.query('COMMIT');
    expect(await waiting).toEqual([{ count: '0' }]);
    const id = '0197f3a2-0000-7000-8000-000000000000';
    // It is prepared on every connection that there is.
    await Promise.all(Array.from({ length: 50 }, () => users.findOneBy({ id })));
    await holder.query('ALTER TABLE users ALTER COLUMN "displayName" TYPE varchar(101)');
    expect(await users.findOneBy({ id })).toBeNull();
    await holder.end();
    const after = await scrape();
    const grown = (name: string, labels: Record<string, string> = {}): number =>
      after.valueOf(name, labels) - before.valueOf(name, labels);
    expect(grown(RETRIES, { reason: 'connection-lost' })).toBe(1);
    expect(grown(RETRIES, { reason: 'statement-stale' })).toBe(1);
    const { opened = Infinity } = manager().pool ?? {};
    expect(opened).toBeGreaterThan(0);
    // Migrations have connections of their own.
    expect(
      after.valueOf('ballast_database_pool_connections_opened_total', { pool: 'primary' }),
    ).toBeGreaterThanOrEqual(opened);
    expect(
      grown('ballast_database_pool_acquire_duration_seconds_count', { pool: 'primary' }),
    ).toBeGreaterThan(2);
    expect(grown('ballast_database_pool_acquire_duration_seconds_sum', { pool: 'primary' })).toBeGreaterThan(
      0,
    );
    expect(grown('ballast_database_query_duration_seconds_sum', { operation: 'select' })).toBeGreaterThan(0);
  });

  it('count what Secrets Manager was asked for, and what came of it', async () => {
    expect((await scrape()).valueOf(REFRESHES)).toBe(0);
    await primary.query(`ALTER ROLE ballast PASSWORD 'two'`);
    await primary.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ballast'`);
    const grows = (outcome: string): Promise<unknown> =>
      eventually(async () => (await scrape()).valueOf(REFRESHES, { outcome }) > 0);
    await grows('unchanged');
    secrets.behaviour = 'deny';
    await grows('failed');
    expect((await scrape()).valueOf(REFRESHES, { outcome: 'renewed' })).toBe(0);
    store('two');
    secrets.behaviour = 'answer';
    await becomes(REFRESHES, { outcome: 'renewed' }, 1);
    await becomes('ballast_database_state', { state: 'healthy' }, 1);
  });
});
