import type { DatabaseManager } from '../../src/database';
import { managerOfEntries, writeEntry } from '../support/entries';
import { eventually } from '../support/eventually';
import { Load, NO_CONTRADICTION } from '../support/load';
import { PostgresServer } from '../support/postgres-server';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { TcpProxy } from '../support/tcp-proxy';

describe('Traffic', () => {
  let server: PostgresServer;
  let proxy: TcpProxy;
  let manager: DatabaseManager;
  let url: string;
  let changes: string[];

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    proxy = await TcpProxy.start(server.port);
    url = await server.createDatabase();
  });
  afterEach(async () => {
    await manager.close();
    await proxy.close();
    await eventually(async () => (await sessions('ballast%')).length === 0);
  });

  const nameOf = (url: string): string => new URL(url).pathname.slice(1);
  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    manager = managerOfEntries({ DATABASE_URL: proxy.urlOf(url), ...environment });
    changes = [];
    await manager.initialize();
    expect(manager.state.status).toBe('healthy');
    manager.onStateChange(({ status }) => changes.push(status));
  };
  const write = (token: string): ReturnType<typeof writeEntry> => writeEntry(manager, token);
  const tokensOn = async (target: PostgresServer, database = nameOf(url)): Promise<string[]> =>
    (await target.query<{ token: string }>('SELECT token FROM entries', database)).map(({ token }) => token);
  const goesOn = async ({ acknowledged }: Load): Promise<void> => {
    const { length } = acknowledged;
    await eventually(() => acknowledged.length > length + 20);
  };
  const sessions = (name = 'ballast'): Promise<{ pid: number }[]> =>
    server.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = '${nameOf(url)}' AND application_name LIKE '${name}'`,
    );

  it('[fault 7] does not notice that the server has ended the sessions that were idle', async () => {
    await start();
    await eventually(async () => (await sessions()).length === 5);
    await server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${nameOf(url)}'`,
    );
    await eventually(async () => (await sessions()).length === 0);
    expect(await write('next')).toBe('acknowledged');
    expect(changes).toEqual([]);
  });

  it('[fault 11] gets one error for each write under way when connections are reset, and goes on', async () => {
    await start();
    const load = new Load(write);
    for (let resets = 0; resets < 5; resets += 1) {
      await goesOn(load);
      proxy.reset();
    }
    await goesOn(load);
    await load.stop();
    expect(load.unknown.length).toBeLessThanOrEqual(5 * 4);
    expect(load.contradictions(await tokensOn(server))).toEqual(NO_CONTRADICTION);
  });

  it('[fault 12] leaves connections behind that lead nowhere, and tells the truth of each write', async () => {
    await start({ DATABASE_PROBE_TIMEOUT_MS: '200', DATABASE_STABILITY_WINDOW_MS: '0' });
    const load = new Load(write);
    await goesOn(load);
    proxy.set({ kind: 'black hole' });
    await eventually(() => changes.includes('unhealthy'));
    proxy.set({ kind: 'clear' });
    await goesOn(load);
    await load.stop();
    expect(load.unknown.length).toBeLessThanOrEqual(4);
    expect(load.slowestMs).toBeLessThan(3_000);
    // What the black hole held back may have arrived afterwards: that is what unknown means.
    expect(load.contradictions(await tokensOn(server))).toEqual(NO_CONTRADICTION);
  });

  it('[fault 14] is right when every byte comes by itself', async () => {
    proxy.set({ kind: 'slices' });
    await start({ DATABASE_PROBE_TIMEOUT_MS: '3000', DATABASE_CONNECT_TIMEOUT_MS: '10000' });
    const load = new Load(write);
    await goesOn(load);
    await load.stop();
    expect(changes).toEqual([]);
    expect(load).toMatchObject({ unknown: [], refused: [] });
    expect(load.contradictions(await tokensOn(server))).toEqual(NO_CONTRADICTION);
  });

  it('[fault 15] goes on when the server has half closed its connections', async () => {
    await start();
    const load = new Load(write);
    await goesOn(load);
    proxy.halfClose();
    await goesOn(load);
    await load.stop();
    expect(load.contradictions(await tokensOn(server))).toEqual(NO_CONTRADICTION);
  });

  it.each([['deny'], ['throttle'], ['hang']] as const)(
    '[fault 30] goes on with what it knew when Secrets Manager is asked again: %s',
    async (behaviour) => {
      const secrets = await SecretsManagerStandIn.start();
      try {
        const { username, password, hostname, port, pathname } = new URL(url);
        secrets.put('database', {
          username,
          password,
          host: hostname,
          port: Number(port),
          dbname: pathname.slice(1),
        });
        await start({ DATABASE_URL: '', ...secrets.environment, AWS_DB_SECRET: 'database' });
        secrets.behaviour = behaviour;
        const began = performance.now();
        await manager.reinitialize();
        expect(performance.now() - began).toBeLessThan(4_000);
        expect(changes).toEqual([]);
        expect(await write('still')).toBe('acknowledged');
      } finally {
        await secrets.close();
      }
    },
  );

  it('[fault 37] leaves a session behind that was ended while its transaction idled', async () => {
    await server.query(`ALTER DATABASE ${nameOf(url)} SET idle_in_transaction_session_timeout = '100ms'`);
    await start();
    const runner = manager.dataSource.createQueryRunner();
    await runner.startTransaction();
    const [{ pid }] = (await runner.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    await eventually(async () => !(await sessions()).some((session) => session.pid === pid));
    const error = await runner.query(`INSERT INTO entries (token) VALUES ('lost')`).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    await runner.release();
    expect(await write('next')).toBe('acknowledged');
    expect(changes).toEqual([]);
    expect(await tokensOn(server)).toEqual(['next']);
  });

  describe('whose server is another one', () => {
    let other: PostgresServer;

    beforeAll(async () => {
      other = await PostgresServer.start();
    });
    afterAll(() => other.close());
    beforeEach(async () => {
      await other.query(`CREATE DATABASE ${nameOf(url)}`);
      const migrating = managerOfEntries({ DATABASE_URL: other.url(nameOf(url)) });
      await migrating.initialize();
      await migrating.close();
    });

    it('[fault 24] reaches the server that the host leads to now', async () => {
      await start({ DATABASE_STABILITY_WINDOW_MS: '0' });
      const load = new Load(write);
      await goesOn(load);
      proxy.redirect(other.port);
      proxy.reset();
      await eventually(async () => (await tokensOn(other)).length > 20);
      await load.stop();
      const tokens = [...(await tokensOn(server)), ...(await tokensOn(other))];
      expect(load.contradictions(tokens)).toEqual(NO_CONTRADICTION);
    });

    it('[fault 23] [fault 24] leaves a primary that has become read-only for the one that the host leads to now', async () => {
      await start({ DATABASE_STABILITY_WINDOW_MS: '0' });
      const load = new Load(write);
      try {
        await goesOn(load);
        await server.reconfigure(['default_transaction_read_only=on']);
        await eventually(() => changes.includes('unhealthy'));
        expect(manager.state.message).toContain('25006');
        proxy.redirect(other.port);
        await eventually(() => manager.state.status === 'healthy');
        await eventually(async () => (await tokensOn(other)).length > 20);
        await load.stop();
        const tokens = [...(await tokensOn(server)), ...(await tokensOn(other))];
        expect(load.contradictions(tokens)).toEqual(NO_CONTRADICTION);
      } finally {
        await load.stop();
        await server.reconfigure(['default_transaction_read_only=off']);
      }
    });
  });
});
