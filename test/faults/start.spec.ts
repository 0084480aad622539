import type { DatabaseManager } from '../../src/database';
import { managerOfEntries, writeEntry } from '../support/entries';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { TcpProxy } from '../support/tcp-proxy';
import { fetchAsAdmin } from '../support/sign-in';
import { startApp } from '../support/test-app';

/** The module itself, as node's sockets see it. */
const dns = jest.requireActual<typeof import('node:dns')>('node:dns');

describe('A start', () => {
  let server: PostgresServer;
  let proxy: TcpProxy;
  let manager: DatabaseManager;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    proxy = await TcpProxy.start(server.port);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await manager?.close();
    await proxy.close();
  });

  const start = async (environment: Record<string, string>): Promise<void> => {
    manager = managerOfEntries(environment);
    await manager.initialize();
  };
  const becomesHealthy = (): Promise<boolean> => eventually(() => manager.state.status === 'healthy');
  const sessionsOn = (url: string): Promise<object[]> =>
    server.query(`SELECT 1 FROM pg_stat_activity WHERE datname = '${new URL(url).pathname.slice(1)}'`);

  it('[fault 1] listens within two seconds, and connects a back-off after PostgreSQL came at the latest', async () => {
    const url = await server.createDatabase();
    // Has everything compiled and loaded: what is measured is how long a start waits.
    await (await startApp()).close();
    await server.stop();
    const began = performance.now();
    const service = await startApp({
      DATABASE_URL: url,
      DATABASE_FALLBACK: 'never',
      DATABASE_RETRY_MIN_MS: '200',
      DATABASE_RETRY_MAX_MS: '400',
    });
    try {
      expect(performance.now() - began).toBeLessThan(2_000);
      const fetch = fetchAsAdmin(() => service.app);
      expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${service.url}/v1/users`)).status).toBe(503);
      await server.start();
      const came = performance.now();
      await eventually(async () => (await fetch(`${service.url}/v1/users`)).status === 200);
      // A back-off, and the connection and the migrations of a busy machine.
      expect(performance.now() - came).toBeLessThan(400 + 1_500);
    } finally {
      await service.close();
    }
  });

  it('[fault 2] waits for a server that does not take connections yet', async () => {
    const url = await server.createDatabase();
    await server.stop();
    server.demote({ readable: false });
    server.launch();
    try {
      await eventually(() =>
        server.query('SELECT 1').then(
          () => false,
          ({ code }: { code?: string }) => code === '57P03',
        ),
      );
      await start({ DATABASE_URL: url });
      await eventually(() => manager.state.message.includes('57P03'));
      expect(manager.state).toMatchObject({ status: 'unhealthy', primaryConfigured: true });
    } finally {
      server.promote();
    }
    await becomesHealthy();
    expect(await writeEntry(manager, 'after')).toBe('acknowledged');
  });

  it('[fault 11] survives a reset at whichever byte of it, and leaves no session behind', async () => {
    const url = await server.createDatabase();
    await start({ DATABASE_URL: url });
    await manager.close();
    for (const bytes of [0, 100, 400, 800, 1_500]) {
      proxy.set({ kind: 'reset after', bytes });
      await start({ DATABASE_URL: proxy.urlOf(url) });
      expect(['healthy', 'unhealthy']).toContain(manager.state.status);
      proxy.set({ kind: 'clear' });
      await eventually(async () => (await writeEntry(manager, `after-${bytes}`)) === 'acknowledged');
      await manager.close();
    }
    await eventually(async () => (await sessionsOn(url)).length === 0);
  });

  it('[fault 13] gives up on a server that takes connections and says nothing, and connects when it speaks', async () => {
    proxy.set({ kind: 'black hole' });
    const began = performance.now();
    await start({
      DATABASE_URL: proxy.urlOf(await server.createDatabase()),
      DATABASE_CONNECT_TIMEOUT_MS: '300',
      DATABASE_PROBE_TIMEOUT_MS: '200',
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    await eventually(() => manager.state.message.includes('did not answer in time'));
    proxy.set({ kind: 'clear' });
    await becomesHealthy();
  });

  it('[fault 31] hints at DNS while the name of the host is unknown, and connects when it is known', async () => {
    const url = new URL(await server.createDatabase());
    url.hostname = 'db.test';
    let isKnown = false;
    const lookup = dns.lookup as (...given: unknown[]) => void;
    jest.spyOn(dns, 'lookup').mockImplementation((...given: unknown[]): void => {
      if (given[0] === 'db.test' && !isKnown) {
        const error = Object.assign(new Error('getaddrinfo ENOTFOUND db.test'), { code: 'ENOTFOUND' });
        process.nextTick(given.at(-1) as (error: Error) => void, error);
        return;
      }
      lookup(given[0] === 'db.test' ? '127.0.0.1' : given[0], ...given.slice(1));
    });
    await start({ DATABASE_URL: url.href });
    expect(manager.state.message).toMatch(/does not resolve \(ENOTFOUND\); check its spelling and the DNS/);
    isKnown = true;
    await becomesHealthy();
  });

  it('[fault 31] reaches a server by its IPv6 address, in a URL and in AWS_DB_HOST', async () => {
    const url = new URL(await server.createDatabase());
    const onIpv6 = await TcpProxy.start(server.port, '::1');
    try {
      const { username, password, pathname } = url;
      url.host = `[::1]:${onIpv6.port}`;
      await start({ DATABASE_URL: url.href });
      expect(manager.state.status).toBe('healthy');
      for (const host of ['::1', '[::1]']) {
        await manager.close();
        await start({
          AWS_DB_HOST: host,
          AWS_DB_PORT: String(onIpv6.port),
          AWS_DB_NAME: pathname.slice(1),
          AWS_DB_USER: username,
          AWS_DB_PASSWORD: password,
        });
        expect(manager.state.status).toBe('healthy');
      }
    } finally {
      await manager.close();
      await onIpv6.close();
    }
  });

  it('[fault 32] signs in with a password and a database that hold what URLs are made of', async () => {
    const password = 'p%ss/wo#rd:?@';
    await server.query(`CREATE ROLE odd LOGIN PASSWORD '${password}'`);
    await server.query('CREATE DATABASE "my data" OWNER odd');
    for (const written of [password, encodeURIComponent(password)]) {
      await start({ DATABASE_URL: `postgresql://odd:${written}@127.0.0.1:${server.port}/my%20data` });
      expect(await manager.dataSource.query('SELECT current_database() AS name')).toEqual([
        { name: 'my data' },
      ]);
      await manager.close();
    }
    await start({ DATABASE_URL: `postgresql://odd:${password}x@127.0.0.1:${server.port}/my%20data` });
    expect(manager.state.message).toMatch(/password was refused \(28P01\)/);
    expect(manager.state.message).not.toContain('p%ss');
  });

  it('[fault 35] says at once that the database does not exist, and does not ask again for each request', async () => {
    const url = new URL(proxy.urlOf(server.url()));
    url.pathname = '/not_yet';
    await start({
      DATABASE_URL: url.href,
      DATABASE_RETRY_MIN_MS: '600000',
      DATABASE_RETRY_MAX_MS: '600000',
    });
    expect(manager.state).toMatchObject({
      status: 'unhealthy',
      message: expect.stringMatching(
        /the database does not exist \(3D000\); create it, or correct/,
      ) as string,
    });
    const { accepted } = proxy;
    for (let n = 0; n < 50; n += 1) expect(await writeEntry(manager, `no-${n}`)).toBe('refused');
    expect(proxy.accepted).toBe(accepted);
    await server.query('CREATE DATABASE not_yet');
    await manager.reinitialize();
    expect(manager.state.status).toBe('healthy');
  });
});
