import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { DatabaseManager, databaseOptions, type Resolution, resolveDatabase } from '../../src/database';
import type { DatabaseLogger } from '../../src/database/database-logger';
import { runMigrations } from '../../src/database/migrations/run-migrations';
import { ConnectionSource } from '../../src/database/postgres/connection-source';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { TcpProxy } from '../support/tcp-proxy';

/** What PostgreSQL's own lock of the migrations is called. */
const MIGRATION_LOCK = 2_255_278;

const HELD_LOCK = 4_711;

type PostgresResolution = Extract<Resolution, { kind: 'postgres' }>;

class SlowMigration1764057600001 {
  readonly name = 'SlowMigration1764057600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE slow AS SELECT 1 AS n FROM pg_sleep(0.5)');
  }

  async down(): Promise<void> {}
}

/** Waits for whoever holds the lock. */
class HeldMigration1764057600003 {
  readonly name = 'HeldMigration1764057600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT pg_advisory_xact_lock(${HELD_LOCK})`);
  }

  async down(): Promise<void> {}
}

class BrokenMigration1764057600002 {
  readonly name = 'BrokenMigration1764057600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('INSERT INTO hunter2 VALUES (1)');
  }

  async down(): Promise<void> {}
}

describe('DatabaseManager', () => {
  let server: PostgresServer;
  let secrets: SecretsManagerStandIn;
  const managers: DatabaseManager[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    secrets = await SecretsManagerStandIn.start();
  });
  afterEach(async () => {
    await Promise.all(managers.splice(0).map((manager) => manager.close()));
    await secrets.close();
  });

  const managerOn = (
    environment: Record<string, string>,
    migrations: (new () => unknown)[] = [],
    warn: DatabaseLogger['warn'] = () => undefined,
    log: DatabaseLogger['log'] = () => undefined,
  ): DatabaseManager => {
    const manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_POOL_SIZE: '1',
        DATABASE_RETRY_MIN_MS: '20',
        DATABASE_RETRY_MAX_MS: '100',
        DATABASE_PROBE_INTERVAL_MS: '50',
        ...environment,
      }),
      schema: () => ({ entities: [], migrations }),
      logger: { log, warn },
    });
    managers.push(manager);
    return manager;
  };
  const becomes = (manager: DatabaseManager, status: string): Promise<boolean> =>
    eventually(() => manager.state.status === status);
  const sessionsOn = async (url: string): Promise<number> => {
    const [row] = await server.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${new URL(url).pathname.slice(1)}'`,
    );
    return row?.n ?? -1;
  };
  const endSessionsOn = (url: string): Promise<object[]> =>
    server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${new URL(url).pathname.slice(1)}'`,
    );

  it('warns of nothing when the service ends in good order', async () => {
    const [told, warned]: [unknown[], unknown[]] = [[], []];
    const manager = managerOn(
      { DATABASE_URL: await server.createDatabase() },
      [],
      (entry) => warned.push(entry),
      (entry) => told.push(entry),
    );
    await manager.initialize();
    await manager.close();
    expect(warned).toEqual([]);
    expect(told.at(-1)).toMatchObject({ event: 'database.state', from: 'healthy', to: 'unhealthy' });
  });

  /** A user of the server's, and a secret that knows the password. */
  const aUser = async (
    name: string,
    url: string,
  ): Promise<{
    environment: Record<string, string>;
    store(password: string): void;
    change(password: string): Promise<unknown>;
  }> => {
    const store = (password: string): void => {
      secrets.put('database', {
        username: name,
        password,
        host: '127.0.0.1',
        port: server.port,
        dbname: new URL(url).pathname.slice(1),
      });
    };
    await server.query(`CREATE ROLE ${name} LOGIN PASSWORD 'first'`);
    store('first');
    return {
      environment: { ...secrets.environment, AWS_DB_SECRET: 'database' },
      store,
      change: (password) => server.query(`ALTER ROLE ${name} PASSWORD '${password}'`),
    };
  };

  describe('when a configured step gives nothing at the start', () => {
    it.each([
      ['always', 'degraded'],
      ['unconfigured', 'unhealthy'],
      ['never', 'unhealthy'],
    ])('[fault 30] asks again under DATABASE_FALLBACK=%s: %s, then healthy', async (fallback, status) => {
      const { environment } = await aUser(`late_${fallback}`, await server.createDatabase());
      secrets.behaviour = 'deny';
      const manager = managerOn({ ...environment, DATABASE_FALLBACK: fallback });
      await manager.initialize();
      // Which waits for the store no longer than it would for PostgreSQL.
      await eventually(() => manager.state.primaryConfigured);
      expect(manager.state.status).toBe(status);
      secrets.behaviour = 'answer';
      await becomes(manager, 'healthy');
      expect(manager.step).toBe('secrets-manager');
    });

    it('tells why memory serves once, and again when it is for another reason', async () => {
      const user = await aUser('told', await server.createDatabase());
      const reasons: unknown[] = [];
      secrets.behaviour = 'deny';
      const manager = managerOn(user.environment, [], (entry) => {
        if (entry.event === 'database.fallback') reasons.push(entry['reason']);
      });
      await manager.initialize();
      await eventually(() => secrets.requests >= 3);
      expect(reasons).toHaveLength(1);
      user.store('wrong');
      secrets.behaviour = 'answer';
      await eventually(() => reasons.length === 2);
      expect(reasons[1]).toContain('28P01');
      expect(manager.state.status).toBe('degraded');
    });
  });

  describe('when the password has been changed', () => {
    it('[fault 27] asks for the secret again, and comes back with what it holds now', async () => {
      const url = await server.createDatabase();
      const user = await aUser('changed', url);
      const manager = managerOn(user.environment);
      await manager.initialize();
      await user.change('second');
      user.store('second');
      await endSessionsOn(url);
      const answer = await eventually(() => manager.dataSource.query('SELECT current_user AS name'));
      expect(answer).toEqual([{ name: 'changed' }]);
      await becomes(manager, 'healthy');
    });

    it('[fault 27] is told of it by a request while the probe is still signed in', async () => {
      const url = await server.createDatabase();
      const user = await aUser('noticed', url);
      const manager = managerOn(user.environment);
      await manager.initialize();
      const asked = secrets.requests;
      await user.change('second');
      user.store('second');
      await server.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'noticed' AND application_name = 'ballast'`,
      );
      await eventually(async () => (await sessionsOn(url)) === 1);
      expect(await manager.dataSource.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
      expect(secrets.requests - asked).toBe(1);
      expect(manager.state.status).toBe('healthy');
    });

    it('[fault 27] goes where the secret leads now', async () => {
      const url = await server.createDatabase();
      const elsewhere = new URL(await server.createDatabase()).pathname.slice(1);
      const user = await aUser('moved', url);
      const manager = managerOn(user.environment);
      await manager.initialize();
      await user.change('second');
      secrets.put('database', {
        username: 'moved',
        password: 'second',
        host: '127.0.0.1',
        port: server.port,
        dbname: elsewhere,
      });
      await endSessionsOn(url);
      await eventually(async () => {
        const [row] = await manager.dataSource.query<{ name: string }[]>('SELECT current_database() AS name');
        return row?.name === elsewhere;
      });
      expect(await eventually(async () => (await sessionsOn(url)) === 0)).toBe(true);
    });

    it('[fault 28] does not storm Secrets Manager while the secret is not changed yet', async () => {
      const connect = jest.spyOn(Client.prototype, 'connect');
      const url = await server.createDatabase();
      const user = await aUser('waiting', url);
      const manager = managerOn({
        ...user.environment,
        DATABASE_RETRY_MIN_MS: '60000',
        DATABASE_RETRY_MAX_MS: '60000',
      });
      await manager.initialize();
      const asked = secrets.requests;
      await user.change('second');
      await endSessionsOn(url);
      const before = connect.mock.calls.length;
      await eventually(() => connect.mock.calls.length > before + 8);
      expect(secrets.requests - asked).toBeLessThanOrEqual(1);
      connect.mockRestore();
    });
  });

  describe('when it is initialized again', () => {
    it('[fault 5] goes on, and does not serve an empty memory, while PostgreSQL is away', async () => {
      const url = await server.createDatabase();
      const manager = managerOn({ DATABASE_URL: url });
      await manager.initialize();
      await server.stop();
      await manager.reinitialize();
      await becomes(manager, 'unhealthy');
      expect(manager.state.usingPrimary).toBe(true);
      await server.start();
      await becomes(manager, 'healthy');
    });

    it('goes on watching at the same pace when nothing better was found', async () => {
      const url = await server.createDatabase();
      const manager = managerOn({
        DATABASE_URL: url,
        DATABASE_RETRY_MIN_MS: '3600000',
        DATABASE_RETRY_MAX_MS: '3600000',
      });
      await manager.initialize();
      await server.stop();
      await manager.reinitialize();
      await becomes(manager, 'unhealthy');
      await server.start();
      expect(await becomes(manager, 'healthy')).toBe(true);
    });

    it('serves all the time, and leaves no session behind, however much it is suspected', async () => {
      const url = await server.createDatabase();
      const manager = managerOn({ DATABASE_URL: url });
      await manager.initialize();
      for (let n = 0; n < 5; n += 1) {
        const run = { isDone: false };
        const again = manager.reinitialize().finally(() => (run.isDone = true));
        while (!run.isDone) {
          manager.suspect('unavailable');
          expect(await manager.dataSource.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
        }
        await again;
      }
      expect(await eventually(async () => (await sessionsOn(url)) === 2)).toBe(true);
    });

    it('lets what runs on the connections of before finish', async () => {
      const url = await server.createDatabase();
      const manager = managerOn({ DATABASE_URL: url });
      await manager.initialize();
      const slow = manager.dataSource.query('SELECT pg_sleep(0.5), 1 AS n');
      await eventually(
        async () =>
          (await server.query(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(0.5)%'`))
            .length > 0,
      );
      await manager.reinitialize();
      expect(await slow).toMatchObject([{ n: 1 }]);
    });
  });

  it('looks at once when it is suspected, however much it is', async () => {
    const url = await server.createDatabase();
    const manager = managerOn({ DATABASE_URL: url, DATABASE_PROBE_INTERVAL_MS: '3600000' });
    await manager.initialize();
    await server.stop();
    let isStormy = true;
    const suspectAgain = (): void => {
      // As soon as a timer can be due, and before one that is set now.
      if (isStormy) setTimeout(suspectAgain, 0);
      manager.suspect('unavailable');
    };
    suspectAgain();
    try {
      expect(await becomes(manager, 'unhealthy')).toBe(true);
    } finally {
      isStormy = false;
      await server.start();
    }
  });

  describe('when migrations are pending', () => {
    it('does not begin with them when it has been told to stop before', async () => {
      const url = await server.createDatabase();
      const options = databaseOptions({ DATABASE_URL: url });
      const { kind, connection } = (await resolveDatabase(options)) as PostgresResolution;
      expect(kind).toBe('postgres');
      const source = new ConnectionSource(connection, async () => null, {
        retryMinMs: 10,
        retryMaxMs: 10,
        refreshAfterMs: 0,
      });
      const running = runMigrations({
        source,
        options,
        migrations: [SlowMigration1764057600001],
        signal: AbortSignal.abort(),
      });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      expect(await sessionsOn(url)).toBe(0);
      expect(
        await server.query(`SELECT to_regclass('slow') AS slow`, new URL(url).pathname.slice(1)),
      ).toEqual([{ slow: null }]);
    });

    it('lets one take longer than DATABASE_STATEMENT_TIMEOUT_MS and DATABASE_QUERY_TIMEOUT_MS', async () => {
      const limits = { DATABASE_STATEMENT_TIMEOUT_MS: '100', DATABASE_QUERY_TIMEOUT_MS: '200' };
      const manager = managerOn({ DATABASE_URL: await server.createDatabase(), ...limits }, [
        SlowMigration1764057600001,
      ]);
      await manager.initialize();
      await becomes(manager, 'healthy');
      await expect(manager.dataSource.query('SELECT pg_sleep(0.5)')).rejects.toThrow(/timeout/);
    });

    it('does not keep the service from starting while another process runs them', async () => {
      const url = await server.createDatabase();
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
      const manager = managerOn({ DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: '200' }, [
        SlowMigration1764057600001,
      ]);
      await manager.initialize();
      expect(manager.state).toMatchObject({ status: 'unhealthy', usingPrimary: true });
      await other.end();
      await becomes(manager, 'healthy');
    });

    it('waits for no process that runs some when all of its own have been run', async () => {
      const url = await server.createDatabase();
      const first = managerOn({ DATABASE_URL: url }, [SlowMigration1764057600001]);
      await first.initialize();
      await becomes(first, 'healthy');
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
      const second = managerOn({ DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: '30000' }, [
        SlowMigration1764057600001,
      ]);
      await second.initialize();
      expect(second.state.status).toBe('healthy');
      await other.end();
    });

    it('[fault 6] gives them up when the server goes away, and runs them when it is back', async () => {
      const url = await server.createDatabase();
      const manager = managerOn(
        { DATABASE_URL: url, DATABASE_PROBE_TIMEOUT_MS: '200', DATABASE_CONNECT_TIMEOUT_MS: '200' },
        [HeldMigration1764057600003],
      );
      const holder = new Client({ connectionString: url });
      await holder.connect();
      await holder.query(`SELECT pg_advisory_lock(${HELD_LOCK})`);
      await manager.initialize();
      server.freeze();
      try {
        await becomes(manager, 'degraded');
      } finally {
        server.thaw();
      }
      await holder.end();
      await becomes(manager, 'healthy');
      expect(await manager.dataSource.query('SELECT count(*)::int AS n FROM migrations')).toEqual([{ n: 1 }]);
    });

    it('names one that fails, and nothing of what it did', async () => {
      const written = jest.spyOn(console, 'log').mockImplementation();
      const manager = managerOn({ DATABASE_URL: await server.createDatabase(), DATABASE_FALLBACK: 'never' }, [
        BrokenMigration1764057600002,
      ]);
      await manager.initialize();
      expect(manager.state.status).toBe('unhealthy');
      expect(manager.state.message).toMatch(/the migration BrokenMigration1764057600002 failed \(42P01\)/);
      expect(manager.state.message).not.toContain('hunter2');
      expect(written).not.toHaveBeenCalled();
      written.mockRestore();
    });

    it('ends at once, without a session, while it waits for its turn', async () => {
      const url = await server.createDatabase();
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
      const manager = managerOn({ DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: '50' }, [
        SlowMigration1764057600001,
      ]);
      await manager.initialize();
      await manager.close();
      expect(await eventually(async () => (await sessionsOn(url)) === 1)).toBe(true);
      await other.end();
    });
  });

  it('serves from memory alone as soon as it has begun, however slow the machine', async () => {
    const manager = managerOn({ DATABASE_CONNECT_TIMEOUT_MS: '1' });
    await manager.initialize();
    expect(manager.state.status).toBe('degraded');
  });

  it('[fault 30] stays closed when it was still looking for its database', async () => {
    const { environment } = await aUser('closed', await server.createDatabase());
    secrets.behaviour = 'hang';
    const manager = managerOn(environment);
    const started = manager.initialize();
    await eventually(() => secrets.requests > 0);
    await manager.close();
    await started;
    expect(manager.state.message).toContain('closed');
  });

  it('[fault 16] closes in the time that it has, although it is connecting and a connection is never given back', async () => {
    const proxy = await TcpProxy.start(server.port);
    const manager = managerOn({
      DATABASE_URL: proxy.urlOf(await server.createDatabase()),
      DATABASE_CONNECT_TIMEOUT_MS: '60000',
      DATABASE_PROBE_TIMEOUT_MS: '60000',
      DATABASE_SHUTDOWN_TIMEOUT_MS: '2000',
    });
    await manager.initialize();
    await (manager.dataSource.driver as PostgresDriver).obtainMasterConnection();
    proxy.set({ kind: 'black hole' });
    const { accepted } = proxy;
    const again = manager.reinitialize();
    await eventually(() => proxy.accepted > accepted);
    const began = performance.now();
    await manager.close();
    expect(performance.now() - began).toBeLessThan(3_500);
    await proxy.close();
    await again;
  });

  it('leaves no session behind of a data source that it has replaced', async () => {
    const url = await server.createDatabase();
    const manager = managerOn({ DATABASE_URL: url });
    await manager.initialize();
    await manager.dataSource.createQueryRunner().startTransaction();
    await manager.reinitialize();
    await manager.close();
    expect(await eventually(async () => (await sessionsOn(url)) === 0)).toBe(true);
  });

  it('leaves no session behind when it is closed while it starts', async () => {
    const url = await server.createDatabase();
    for (let n = 0; n < 5; n += 1) {
      const manager = managerOn({ DATABASE_URL: url });
      const started = manager.initialize();
      await pause(n * 5);
      await manager.close();
      await started;
      expect(manager.state.message).toContain('closed');
    }
    await eventually(async () => (await sessionsOn(url)) === 0);
  });
});
