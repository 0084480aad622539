import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { makeSecret } from '../../src/tokens/token-secret';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { RawConnection } from '../support/raw-connection';
import { ServiceProcess } from '../support/service-process';
import { Collector } from '../tracing/collector';
import { Canaries } from './canaries';

/** Throws, when it is told to, an error that carries all there is. */
const CRASH = `process.on('SIGUSR2', () => {
  const secrets = JSON.stringify(process.env);
  const error = new Error(secrets, { cause: new Error('caused by ' + secrets) });
  error.query = secrets;
  error.parameters = [secrets];
  error.stack = 'Error: ' + secrets + '\\n    at ' + secrets + '\\n' + error.stack;
  throw error;
});`;

/** What PostgreSQL may say of a statement: of each class that means something to the service, and of some that do not. */
const SQLSTATES =
  '22000 22P02 23502 23503 23505 23514 23P01 40001 42P01 42501 53100 53200 54000 55P03 57014 58030 P0001 XX000'.split(
    ' ',
  );

/** Has every change of a user fail with an SQLSTATE, and with what the row holds in all that the error says. */
const REFUSAL = `
  CREATE TABLE refusal (state text);
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE state text := (SELECT r.state FROM refusal r);
    BEGIN
      IF state IS NULL THEN RETURN NEW; END IF;
      RAISE EXCEPTION USING ERRCODE = state, MESSAGE = NEW::text, DETAIL = NEW::text, HINT = NEW::text;
    END $$;
  CREATE TRIGGER refuse BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION refuse()`;

const PAGES = [
  '/',
  '/health',
  '/health/ready',
  '/health/database',
  '/openapi.json',
  '/v1/apis',
  '/nothing',
  '/status',
];
const HTML = { accept: 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a service with a mark in each of its secrets', () => {
  const canaries = new Canaries();
  let database: TestDatabase;
  let mail: MailServer;
  let collector: Collector;
  let folder: string;
  let service: ServiceProcess;
  let url: string;
  let session: string;
  const role = canaries.makePlain('the user in DATABASE_URL');
  const metricsToken = canaries.makePlain('METRICS_TOKEN');

  const run = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  beforeAll(async () => {
    ServiceProcess.build();
    database = await createTestDatabase();
    const password = canaries.make('the password in DATABASE_URL');
    await run(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password}'`);
    const location = new URL(database.url);
    location.username = role;
    location.password = encodeURIComponent(password);
    mail = await MailServer.start({
      credentials: { user: canaries.makePlain('SMTP_USER'), password: canaries.make('SMTP_PASSWORD') },
    });
    collector = await Collector.start('rubbish');
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-canaries-'));
    const hook = path.join(folder, 'crash.cjs');
    await fs.writeFile(hook, CRASH);
    service = ServiceProcess.start({
      ...mail.environment,
      NODE_ENV: 'production',
      NODE_OPTIONS: `--require ${hook}`,
      LOG_LEVEL: 'trace',
      DATABASE_URL: location.href,
      DATABASE_RETRY_MAX_MS: '300',
      AWS_DB_SECRET: JSON.stringify({ username: 'x', password: canaries.make('the JSON of AWS_DB_SECRET') }),
      AWS_DB_PASSWORD: canaries.make('AWS_DB_PASSWORD'),
      AWS_ACCESS_KEY_ID: canaries.makePlain('AWS_ACCESS_KEY_ID'),
      AWS_SECRET_ACCESS_KEY: canaries.make('AWS_SECRET_ACCESS_KEY'),
      AWS_SESSION_TOKEN: canaries.make('AWS_SESSION_TOKEN'),
      ADMIN_TOKEN: canaries.add('ADMIN_TOKEN', makeSecret('session')),
      OTP_PEPPERS: `one:${canaries.add('OTP_PEPPERS', randomBytes(32).toString('base64'))}`,
      METRICS_TOKEN: metricsToken,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(canaries.make('OTEL_EXPORTER_OTLP_HEADERS'))}`,
    });
    url = await service.ready();
  }, 60_000);
  afterAll(async () => {
    await service.kill();
    await mail.close();
    await collector.close();
    await database.drop();
    await fs.rm(folder, { recursive: true });
    const admin = new Client({ connectionString: process.env['BALLAST_TEST_POSTGRES_URL'] });
    await admin.connect();
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
  });

  /** Asks, and keeps all of the answer. @param meant secrets that are to be in it */
  const ask = async (
    what: string,
    to: string,
    init: RequestInit = {},
    meant: string[] = [],
  ): Promise<Response> => {
    const response = await fetch(`${url}${to}`, { redirect: 'manual', ...init });
    const text = await response.clone().text();
    canaries.watch(
      `the answer to ${what} (${response.status})`,
      JSON.stringify([...response.headers]) + text,
      meant,
    );
    return response;
  };
  const post = (
    what: string,
    to: string,
    body: unknown,
    headers = {},
    meant: string[] = [],
  ): Promise<Response> =>
    ask(
      what,
      to,
      {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      meant,
    );
  const own = (): Record<string, string> => ({ authorization: `Bearer ${session}` });
  /** All labels of all metrics, after what has been tried. */
  const scrape = async (): Promise<void> => {
    const scraped = await ask('a scrape', '/metrics', {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    expect(scraped.status).toBe(200);
  };
  const leaks = (): string[] => {
    canaries.watch('what the service writes', service.text);
    return canaries.leaks;
  };

  it('shows none to who signs in and makes tokens, but the new ones', async () => {
    const email = `${canaries.makePlain('an e-mail address')}@example.com`;
    const asked = await post('a request for a code', '/v1/auth/otps', { email, purpose: 'sign_in' });
    const { challengeId } = (await asked.json()) as { challengeId: string };
    const code = canaries.add('a code', await mail.codeFor(email));
    const verify = `/v1/auth/otps/${challengeId}/verify`;
    await post('a wrong code', verify, {
      code: code.replace(/^./, (digit) => String((Number(digit) + 1) % 10)),
    });
    const meant = ['the token of a session', 'a personal token', 'a service token'];
    const verified = await post('the right code', verify, { code }, {}, meant);
    session = canaries.add('the token of a session', ((await verified.json()) as { token: string }).token);
    await post('the code again', verify, { code });
    for (const kind of ['personal', 'service']) {
      const key = canaries.makePlain('an Idempotency-Key');
      const draft = { name: 'laptop', kind, scopes: ['profile:read'] };
      const made = await post(
        `a ${kind} token`,
        '/v1/tokens',
        draft,
        { ...own(), 'idempotency-key': key },
        meant,
      );
      const { token } = (await made.json()) as { token?: string };
      if (token !== undefined) canaries.add(`a ${kind} token`, token);
      await post(`the same again`, '/v1/tokens', draft, { ...own(), 'idempotency-key': key });
    }
    expect(leaks()).toEqual([]);
  });

  it('shows none to who sends them where they do not belong', async () => {
    const mark = canaries.makePlain('a header, a query or a body');
    const token = canaries.add('a token that nobody has', makeSecret('personal'));
    const basic = Buffer.from(`ada:${mark}`).toString('base64');
    for (const page of [...PAGES, '/v1/users/me', '/v1/admin/database', '/metrics'])
      for (const accept of [{}, HTML]) {
        await ask(`${page} with a cookie`, page, { headers: { ...accept, cookie: `session=${mark}` } });
        for (const authorization of [`Bearer ${mark}`, `Basic ${basic}`, `Bearer ${token}`])
          await ask(`${page} with credentials`, page, { headers: { ...accept, authorization } });
        for (const query of [`access_token=${token}`, `token=${mark}`, `limit=${mark}`, `cursor=${mark}`])
          await ask(`${page} with a query`, `${page}?${query}`, { headers: { ...accept } });
      }
    // Values: which field is meant, a problem has to say.
    const bodies = [
      `{"name":"${mark}`,
      `"${mark}"`,
      { unknown: mark },
      {
        name: { inner: mark },
        email: mark,
        displayName: [mark],
        code: mark,
        purpose: mark,
        scopes: [mark],
        kind: mark,
      },
      [mark],
      { name: mark.repeat(100), email: `${mark}@`, slug: ` ${mark}`, token: mark },
    ];
    for (const to of [
      '/v1/tokens',
      '/v1/auth/otps',
      '/v1/apis',
      '/v1/users',
      '/oauth/revoke',
      '/health',
      '/nothing',
    ])
      for (const body of bodies) await post(`a body to ${to}`, to, body, own());
    await ask('a form', '/oauth/revoke', {
      method: 'POST',
      headers: own(),
      body: new URLSearchParams({ token }),
    });
    const strange: Record<string, string>[] = [
      { 'if-match': mark },
      { 'content-type': mark },
      { accept: mark },
    ];
    for (const headers of strange)
      await ask('headers', '/v1/users/me', { method: 'PATCH', headers: { ...own(), ...headers }, body: '{' });
    for (const bytes of [
      `GET /?token=${mark} HTTP/9.9\r\n\r\n`,
      `${mark}\r\n\r\n`,
      `GET / HTTP/1.1\r\nX: ${mark.repeat(2_000)}\r\n\r\n`,
    ]) {
      const connection = await RawConnection.open(url);
      connection.send(bytes);
      await eventually(() => connection.isClosed);
      connection.destroy();
      canaries.watch('the answer to rubbish', connection.received);
    }
    await scrape();
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('shows none of what PostgreSQL says of a statement, whatever it fails with', async () => {
    await run(REFUSAL);
    const displayName = canaries.makePlain('a value in a statement');
    const headers = { ...own(), ...JSON_TYPE, 'if-match': '*' };
    const statuses = new Set<number>();
    for (const state of SQLSTATES) {
      await run(`DELETE FROM refusal; INSERT INTO refusal VALUES ('${state}')`);
      const body = JSON.stringify({ displayName });
      statuses.add(
        (await ask(`a change (${state})`, '/v1/users/me', { method: 'PATCH', headers, body })).status,
      );
    }
    await run('DELETE FROM refusal');
    expect(statuses).toContain(500);
    expect(statuses).toContain(503);
    expect(statuses).not.toContain(200);
    await scrape();
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('shows none while PostgreSQL refuses its password', async () => {
    await run(`ALTER ROLE ${role} PASSWORD 'another'`);
    await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
    await eventually(async () => (await ask('/health/ready', '/health/ready')).status === 503);
    for (const page of [...PAGES, '/v1/users/me'])
      for (const headers of [own(), { ...own(), ...HTML }])
        await ask(`${page} in an outage`, page, { headers });
    await post('a code in an outage', '/v1/auth/otps', { email: 'ada@example.com', purpose: 'sign_in' });
    service.signal('SIGHUP');
    await eventually(() => service.text.includes('"event":"admin.reinitialized"'));
    await scrape();
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('shows none when it crashes with all of them in its hands', async () => {
    service.signal('SIGUSR2');
    expect(await service.exit).toBe(1);
    expect(service.text).toContain('"event":"service.crashed"');
    expect(leaks()).toEqual([]);
    expect(canaries.watched).toBeGreaterThan(250);
  });
});
