import { connect } from 'node:net';
import { Client } from 'pg';
import { DatabaseManager } from '../../src/database';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { TcpProxy } from '../support/tcp-proxy';
import { fetchAsAdmin } from '../support/sign-in';
import { startApp, type TestApp } from '../support/test-app';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** Health has to tell within two seconds; a test machine gets as much again. */
const DEADLINE = { deadlineMs: 4_000 };

describe('an outage of PostgreSQL', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());

  const statusOf = async ({ url }: TestApp): Promise<string> =>
    ((await (await fetch(`${url}/health/database`)).json()) as { status: string }).status;
  const becomes = (service: TestApp, status: string): Promise<boolean> =>
    eventually(async () => (await statusOf(service)) === status, DEADLINE);
  const fetches = new WeakMap<TestApp, typeof fetch>();
  const fetchIn = (service: TestApp): typeof fetch => {
    const known = fetches.get(service) ?? fetchAsAdmin(() => service.app);
    fetches.set(service, known);
    return known;
  };
  const create = (service: TestApp, handle: string): Promise<Response> =>
    fetchIn(service)(`${service.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${handle}@example.com`, handle }),
    });

  const faults: readonly [number, string, () => Promise<void> | void, () => Promise<void> | void][] = [
    [5, 'stopped fast', () => server.stop('fast'), () => server.start()],
    [5, 'stopped at once', () => server.stop('immediate'), () => server.start()],
    [4, 'killed', () => server.kill(), () => server.start()],
    [6, 'frozen', () => server.freeze(), () => server.thaw()],
  ];

  it.each(faults)(
    '[fault %d] is told and answered with 503 while the server is %s, and ends by itself',
    async (_fault, name, begin, end) => {
      const service = await startApp({ DATABASE_URL: await server.createDatabase() });
      try {
        const handle = name.replaceAll(' ', '-');
        expect((await create(service, handle)).status).toBe(201);
        await begin();
        await becomes(service, 'unhealthy');
        const response = await create(service, `${handle}-2`);
        expect(response.status).toBe(503);
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await response.json()).toMatchObject({ code: 'database_unavailable' });
        expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
        const ready = await fetch(`${service.url}/health/ready`);
        expect(ready.status).toBe(503);
        expect(await ready.json()).toMatchObject({
          status: 'error',
          error: {
            database: {
              status: 'down',
              usingPrimary: true,
              message: expect.stringContaining('error:') as string,
            },
          },
        });
        const before = performance.now();
        await fetch(`${service.url}/health/database`);
        expect(performance.now() - before).toBeLessThan(50);
        await end();
        await becomes(service, 'healthy');
        expect((await create(service, `${handle}-3`)).status).toBe(201);
        const { items } = (await (await fetchIn(service)(`${service.url}/v1/users?sort=handle`)).json()) as {
          items: { handle: string }[];
        };
        const handles = items.map((item) => item.handle).filter((text) => !text.startsWith('admin-'));
        expect(handles).toEqual([handle, `${handle}-3`]);
      } finally {
        server.thaw();
        await service.close();
      }
    },
  );

  it('[fault 11] is told of a change that was under way as of one whose outcome nobody knows', async () => {
    const url = await server.createDatabase();
    const proxy = await TcpProxy.start(server.port);
    const service = await startApp({ DATABASE_URL: proxy.urlOf(url) });
    const holder = new Client({ connectionString: url });
    await holder.connect();
    try {
      expect((await create(service, 'before')).status).toBe(201);
      await holder.query('BEGIN; LOCK TABLE users IN SHARE MODE');
      const answer = create(service, 'under-way');
      await eventually(async () => {
        const waiting = await server.query(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'relation'",
        );
        return waiting.length === 1;
      });
      proxy.reset();
      const response = await answer;
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ code: 'outcome_unknown' });
    } finally {
      await holder.end();
      await service.close();
      await proxy.close();
    }
  });

  it('is not what a client of a feature meets: the answer is 500, and PostgreSQL is not suspected', async () => {
    const service = await startApp({ DATABASE_URL: await server.createDatabase() });
    try {
      const manager = service.app.get(DatabaseManager);
      const suspect = jest.spyOn(manager, 'suspect');
      const askNobody = (): Promise<never> =>
        new Promise((_, reject) => connect({ port: 1, host: '127.0.0.1' }).once('error', reject));
      jest.spyOn(service.app.get(UsersService), 'list').mockImplementation(askNobody);
      const response = await fetchIn(service)(`${service.url}/v1/users`);
      expect(response.status).toBe(500);
      expect(response.headers.get('retry-after')).toBeNull();
      expect(await response.json()).toMatchObject({ code: 'internal_error' });
      expect(suspect).not.toHaveBeenCalled();
    } finally {
      jest.restoreAllMocks();
      await service.close();
    }
  });

  it('is not what a full disk is: writes say so, and reading goes on', async () => {
    const url = await server.createDatabase();
    const service = await startApp({ DATABASE_URL: url });
    try {
      expect((await create(service, 'before')).status).toBe(201);
      await server.query(
        `CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER fill BEFORE INSERT ON users EXECUTE FUNCTION fill()`,
        new URL(url).pathname.slice(1),
      );
      const response = await create(service, 'full');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ code: 'database_full' });
      expect((await fetchIn(service)(`${service.url}/v1/users`)).status).toBe(200);
      expect(await statusOf(service)).toBe('healthy');
    } finally {
      await service.close();
    }
  });

  it('[fault 23] is what a server is that has become read-only, until it takes writes again', async () => {
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    const service = await startApp({ DATABASE_URL: url });
    const readOnly = async (value: string): Promise<void> => {
      await server.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`);
      await server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    };
    try {
      await readOnly('on');
      await becomes(service, 'unhealthy');
      const { message } = (await (await fetch(`${service.url}/health/database`)).json()) as {
        message: string;
      };
      expect(message).toMatch(/the server is read-only \(25006\)/);
      expect((await create(service, 'never')).status).toBe(503);
      await readOnly('off');
      await becomes(service, 'healthy');
      expect((await create(service, 'again')).status).toBe(201);
    } finally {
      await service.close();
    }
  });

  it.each([
    ['always', 'degraded', 200, 200],
    ['unconfigured', 'unhealthy', 503, 503],
    ['never', 'unhealthy', 503, 503],
  ])(
    '[fault 1] at the start, under DATABASE_FALLBACK=%s, is %s; PostgreSQL takes over when it comes',
    async (fallback, status, ready, list) => {
      const url = await server.createDatabase();
      await server.stop();
      const service = await startApp({ DATABASE_URL: url, DATABASE_FALLBACK: fallback });
      try {
        expect(await statusOf(service)).toBe(status);
        expect((await fetch(`${service.url}/health/ready`)).status).toBe(ready);
        expect((await fetchIn(service)(`${service.url}/v1/users`)).status).toBe(list);
        expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
        await server.start();
        await eventually(async () => (await statusOf(service)) === 'healthy', { deadlineMs: 15_000 });
        expect((await create(service, 'after')).status).toBe(201);
      } finally {
        await service.close();
      }
    },
  );

  it('calls a write ephemeral that memory took just before PostgreSQL came', async () => {
    const url = await server.createDatabase();
    await server.stop();
    const service = await startApp({ DATABASE_URL: url });
    const memory = service.app.get(DatabaseManager).dataSource.createQueryRunner();
    try {
      // Another transaction holds the address: the request has to wait for it.
      await memory.startTransaction();
      await memory.manager.insert(User, {
        id: NOBODY,
        email: 'late@example.com',
        handle: 'x',
        role: 'user',
        status: 'active',
        createdAt: new Date(),
        updatedAt: new Date(),
        version: 1,
      });
      const answer = create(service, 'late');
      await server.start();
      await eventually(async () => (await statusOf(service)) === 'healthy', { deadlineMs: 15_000 });
      await memory.rollbackTransaction();
      const response = await answer;
      expect(response.status).toBe(201);
      expect(response.headers.get('ballast-durability')).toBe('ephemeral');
    } finally {
      await memory.release();
      await service.close();
    }
  });

  it('keeps a degraded service out of readiness when READY_WHEN_DEGRADED is false', async () => {
    const service = await startApp({ READY_WHEN_DEGRADED: 'false' });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    await service.close();
  });

  it('refuses to start under DATABASE_FALLBACK=never when nothing is configured', async () => {
    await expect(startApp({ DATABASE_FALLBACK: 'never' })).rejects.toThrow('DATABASE_FALLBACK is never');
  });

  it.each([
    [
      'healthy',
      {
        status: 'healthy',
        database: 'postgresql',
        message: 'Primary database connection is healthy',
        usingPrimary: true,
      },
    ],
    [
      'degraded',
      {
        status: 'degraded',
        database: 'in-memory',
        message: 'Using fallback in-memory storage',
        usingPrimary: false,
      },
    ],
  ])('is not there: /health/database says %s in its own words', async (status, expected) => {
    const environment: Record<string, string> =
      status === 'healthy' ? { DATABASE_URL: await server.createDatabase() } : {};
    const service = await startApp(environment);
    expect(await (await fetch(`${service.url}/health/database`)).json()).toEqual(expected);
    await service.close();
  });
});
