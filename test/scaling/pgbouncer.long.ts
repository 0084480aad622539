import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { PgBouncer } from '../support/pgbouncer';
import { ServiceProcess } from '../support/service-process';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { Instances, type Answer, type Body } from './instances';

const NOWHERE = 1;
const SERVER_CONNECTIONS = 4;

/** What docs/scaling.md says has to be set behind it. */
const BEHIND_IT = {
  DATABASE_PREPARED_STATEMENTS: 'false',
  DATABASE_STATEMENT_TIMEOUT_MS: '0',
  DATABASE_PROBE_TIMEOUT_MS: '5000',
};

const whereItIs = PgBouncer.program === null ? describe.skip : describe;
const title =
  PgBouncer.program === null
    ? 'PgBouncer (skipped: it is not installed; apt-get install pgbouncer)'
    : 'instances behind PgBouncer in transaction mode';

whereItIs(title, () => {
  jest.setTimeout(60_000);

  let database: TestDatabase;
  let proxy: TcpProxy;
  let bouncer: PgBouncer;
  let instances: Instances;

  beforeAll(async () => {
    ServiceProcess.build();
    database = await createTestDatabase();
    proxy = await TcpProxy.start(portOf(database.url));
    bouncer = await PgBouncer.start(proxy.urlOf(database.url));
    instances = await Instances.start(
      3,
      {
        DATABASE_URL: bouncer.url,
        DATABASE_STABILITY_WINDOW_MS: '0',
        ...BEHIND_IT,
      },
      database,
    );
  }, 180_000);
  afterAll(async () => {
    await instances?.close();
    await bouncer.close();
    await proxy.close();
  });

  const newUser = async (name: string): Promise<string> => instances.signIn(`${name}@example.com`);
  const statusesOf = (answers: readonly Answer[]): number[] => answers.map(([status]) => status);
  const healths = async (): Promise<string[]> =>
    (await instances.askAll('GET', '/health/database')).map(([, { status }]) => String(status));
  const all = async (status: string): Promise<boolean> =>
    (await healths()).every((health) => health === status);

  it('migrate once when they start together, and leave no lock behind', async () => {
    expect(await healths()).toEqual(['healthy', 'healthy', 'healthy']);
    expect(instances.services.filter(({ text }) => text.includes('database.migrated'))).toHaveLength(1);
    expect(
      await instances.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`),
    ).toEqual([]);
  });

  it('do what they do without it, with more clients than there are connections', async () => {
    const token = await newUser('ada');
    const body = { name: 'x', scopes: ['apis:read'] };
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n % 2 === 0
          ? instances.ask('GET', '/v1/users/me', { token })
          : instances.ask('POST', '/v1/tokens', { token, body }),
      ),
    );
    expect(new Set(statusesOf(made))).toEqual(new Set([200, 201]));
    const [{ count } = { count: 0 }] = await instances.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(count).toBeLessThanOrEqual(SERVER_CONNECTIONS);
  });

  it('do once what is sent under one Idempotency-Key', async () => {
    const token = await newUser('grace');
    const create = (url: string): Promise<Answer> =>
      eventually(async () => {
        const parts = {
          token,
          body: { name: 'x', scopes: ['apis:read'] },
          headers: { 'idempotency-key': 'key-1' },
        };
        const answer = await instances.askAt(url, 'POST', '/v1/tokens', parts);
        if (answer[0] === 409) throw new Error('it is still being done');
        return answer;
      });
    const answers = await Promise.all([...instances.urls, ...instances.urls].map(create));
    expect(new Set(answers.map(([, { id }]: Answer) => id)).size).toBe(1);
    const [, { items }] = await instances.ask('GET', '/v1/tokens', { token });
    expect((items as Body[]).filter(({ kind }) => kind !== 'session')).toHaveLength(1);
  });

  it('are unhealthy while PostgreSQL behind it is away, say 503 and nothing else, and come back', async () => {
    const seen = new Set<number>();
    const over = new AbortController();
    const asking = (async (): Promise<void> => {
      while (!over.signal.aborted)
        for (const status of statusesOf(await instances.askAll('GET', '/v1/apis'))) seen.add(status);
    })();
    proxy.redirect(NOWHERE);
    proxy.reset();
    await eventually(() => all('unhealthy'));
    proxy.redirect(portOf(database.url));
    await eventually(() => all('healthy'), { deadlineMs: 30_000 });
    over.abort();
    await asking;
    expect(seen).toEqual(new Set([200, 503]));
  });

  it('say what to do when it does not know statement_timeout', async () => {
    const service = ServiceProcess.start({ DATABASE_URL: bouncer.url, DATABASE_FALLBACK: 'never' });
    try {
      const url = await service.ready();
      const health = await eventually(async () => {
        const response = await fetch(`${url}/health/database`);
        const { message } = (await response.json()) as { message: string };
        return message.includes('pooler') && message;
      });
      expect(health).toContain('DATABASE_STATEMENT_TIMEOUT_MS=0');
    } finally {
      await service.kill();
    }
  });

  it('take statement_timeout from the role where PgBouncer passes over that of the connection', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await instances.query(`ALTER ROLE postgres IN DATABASE ${name} SET statement_timeout = '1234ms'`);
    const other = await PgBouncer.start(database.url, ['ignore_startup_parameters=statement_timeout']);
    const service = ServiceProcess.start({
      DATABASE_URL: other.url,
      DATABASE_FALLBACK: 'never',
      DATABASE_PREPARED_STATEMENTS: 'false',
    });
    const client = new Client({ connectionString: other.url });
    try {
      const url = await service.ready();
      await eventually(async () => (await fetch(`${url}/health/ready`)).ok);
      await client.connect();
      expect((await client.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '1234ms' }]);
    } finally {
      await client.end();
      await service.kill();
      await other.close();
    }
  });
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}
