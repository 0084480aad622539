import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { createApp, logOf } from '../../src/app.setup';
import { checkDatabase } from '../../src/cli/check-database';
import { explainDatabase } from '../../src/cli/explain-database';
import { exitCodeOf } from '../../src/cli/run-command';
import { parseConfig } from '../../src/config/config.schema';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { ApiSearch } from '../../src/apis/api-search.service';
import { PostgresServer } from '../support/postgres-server';
import { installCertificate, testCertificate } from '../support/test-certificates';
import { SecretsManagerStandIn, type StandInBehaviour } from '../support/secrets-manager-stand-in';
import { Canaries } from './canaries';

type Environment = Record<string, string>;

const QUICK = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'trace',
  DATABASE_FALLBACK: 'unconfigured',
  DATABASE_CONNECT_TIMEOUT_MS: '2000',
  RATE_LIMIT_PER_ADDRESS: '0',
};
const PAGES = [
  '/',
  '/health',
  '/health/ready',
  '/health/database',
  '/openapi.json',
  '/v1/apis',
  '/v1/users/me',
];

/** Starts the application, looks at its pages, and keeps all that it writes and answers. */
async function lookAt(canaries: Canaries, environment: Environment): Promise<void> {
  const config = parseConfig({ ...QUICK, ...environment });
  const app = await createApp(config, logOf(config, { write: (line) => canaries.watch('the log', line) }));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  for (const page of PAGES)
    for (const accept of ['application/json', 'text/html']) {
      const response = await fetch(`${url}${page}`, { headers: { accept, authorization: 'Bearer nobody' } });
      canaries.watch(
        `the answer to ${page}`,
        JSON.stringify([...response.headers]) + (await response.text()),
      );
    }
  await app.close();
}

/** Runs the commands that explain the configuration, and keeps and answers all that they print. */
async function explain(canaries: Canaries, environment: Environment): Promise<string> {
  const lines: string[] = [];
  for (const command of [explainDatabase, checkDatabase]) {
    const print = (line: string): void => {
      lines.push(line);
      canaries.watch(command.name, line, ['the user']);
    };
    await exitCodeOf(command, () => ({ ...QUICK, ...environment }), { out: print, error: print });
  }
  return lines.join('\n');
}

describe('a start that fails shows no secret', () => {
  let database: TestDatabase;
  let secrets: SecretsManagerStandIn;

  beforeAll(async () => {
    [database, secrets] = await Promise.all([createTestDatabase(), SecretsManagerStandIn.start()]);
  });
  afterAll(async () => {
    await secrets.close();
    await database.drop();
  });

  const urlWith = (canaries: Canaries, search = ''): string => {
    const url = new URL(`${database.url}${search}`);
    url.username = canaries.makePlain('the user');
    url.password = encodeURIComponent(canaries.make('the password'));
    return url.href;
  };

  it.each([
    ['the password is wrong', ''],
    ['the server has no TLS', '?sslmode=verify-full'],
    ['the server has no TLS, which is asked for', '?sslmode=require'],
  ])('when %s', async (_when, search) => {
    const canaries = new Canaries();
    const environment = { DATABASE_URL: urlWith(canaries, search) };
    await lookAt(canaries, environment);
    await explain(canaries, environment);
    expect(canaries.leaks).toEqual([]);
    expect(canaries.watched).toBeGreaterThan(PAGES.length * 2);
  });

  it('when the server shows a certificate that nobody vouches for', async () => {
    const canaries = new Canaries();
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-tls-'));
    const server = await PostgresServer.start(
      installCertificate(folder, testCertificate({ hosts: ['127.0.0.1'] })),
    );
    const url = new URL(`${server.url()}?sslmode=verify-full`);
    url.username = canaries.makePlain('the user');
    url.password = encodeURIComponent(canaries.make('the password'));
    await lookAt(canaries, { DATABASE_URL: url.href });
    const told = await explain(canaries, { DATABASE_URL: url.href });
    await server.close();
    await fs.rm(folder, { recursive: true });
    expect(told).toContain('certificate');
    expect(canaries.leaks).toEqual([]);
  });

  it('when a migration is refused', async () => {
    const canaries = new Canaries();
    const other = await createTestDatabase();
    const client = new Client({ connectionString: other.url });
    await client.connect();
    const row = canaries.makePlain('a row that was there before');
    await client.query(`CREATE TABLE users (id text); INSERT INTO users VALUES ('${row}')`);
    await client.end();
    await lookAt(canaries, { DATABASE_URL: other.url });
    await other.drop();
    expect(canaries.leaks).toEqual([]);
  });

  it.each([
    ['has another password', 'answer', (mark: string) => ({ username: 'ada', password: mark })],
    ['is no JSON', 'answer', (mark: string) => `{"password": "${mark}"`],
    ['lacks the user', 'answer', (mark: string) => ({ password: mark })],
    ['has a port that is none', 'answer', (mark: string) => ({ username: 'ada', password: 'x', port: mark })],
    ['is not to be had', 'deny', (mark: string) => mark],
    ['is asked for too often', 'throttle', (mark: string) => mark],
    ['is not what answers', 'garble', (mark: string) => mark],
  ] as const)('when the secret %s', async (_what, behaviour: StandInBehaviour, secret) => {
    const canaries = new Canaries();
    const { hostname, port, pathname } = new URL(database.url);
    secrets.behaviour = behaviour;
    secrets.put('database', secret(canaries.make('the secret')));
    const { environment } = secrets;
    canaries.add('AWS_SECRET_ACCESS_KEY', environment['AWS_SECRET_ACCESS_KEY'] ?? '');
    const all = {
      ...environment,
      AWS_DB_SECRET: 'database',
      AWS_DB_HOST: hostname,
      AWS_DB_PORT: port,
      AWS_DB_NAME: pathname.slice(1),
      AWS_SESSION_TOKEN: canaries.make('AWS_SESSION_TOKEN'),
    };
    await lookAt(canaries, all);
    await explain(canaries, all);
    expect(canaries.leaks).toEqual([]);
  });

  it('when every variable that may hold one is malformed', async () => {
    const canaries = new Canaries();
    const broken = (name: string): string => ` ${canaries.make(name)}\n`;
    const environment = {
      DATABASE_URL: `mysql://${canaries.makePlain('the user')}:${canaries.makePlain('the password')}@host/name`,
      DATABASE_REPLICA_URLS: broken('DATABASE_REPLICA_URLS'),
      AWS_DB_SECRET: `{"password":${canaries.make('AWS_DB_SECRET')}`,
      ...Object.fromEntries(
        [
          'ADMIN_EMAILS',
          'ADMIN_TOKEN',
          'OTP_PEPPERS',
          'SMTP_HOST',
          'SMTP_PASSWORD',
          'SMTP_FROM',
          'AWS_DB_PASSWORD',
          'AWS_SECRET_ACCESS_KEY',
          'METRICS_TOKEN',
          'OTEL_EXPORTER_OTLP_ENDPOINT',
          'OTEL_EXPORTER_OTLP_HEADERS',
          'OTEL_RESOURCE_ATTRIBUTES',
          'TRUST_PROXY',
          'HOST',
          'PORT',
        ].map((name) => [name, broken(name)]),
      ),
    };
    await explain(canaries, environment);
    expect(canaries.watched).toBeGreaterThan(0);
    expect(canaries.leaks).toEqual([]);
  });
});

describe('an error that holds a secret', () => {
  /** Ways to be careless. */
  const ERRORS: readonly (readonly [what: string, make: (secret: string) => unknown])[] = [
    ['in its message', (secret) => new Error(secret)],
    ['in its cause', (secret) => new Error('no', { cause: new Error(secret, { cause: secret }) })],
    ['in a stack of lines like places', (secret) => new Error(`x\n    at ${secret} (${secret}:1:2)`)],
    [
      'in its stack',
      (secret) => Object.assign(new Error('no'), { stack: `Error: ${secret}\n at ${secret}` }),
    ],
    ['in its name', (secret) => Object.assign(new Error('no'), { name: secret })],
    ['in properties', (secret) => Object.assign(new Error('no'), { query: secret, parameters: [secret] })],
    ['among others', (secret) => new AggregateError([new Error(secret)], secret)],
    ['as a text', (secret) => secret],
    ['as an object', (secret) => ({ message: secret, event: 'http.error', error: secret })],
  ];

  it.each(ERRORS)('%s tells nobody', async (_what, make) => {
    const canaries = new Canaries();
    const secret = canaries.make('the secret');
    const config = parseConfig({ ...QUICK, DATABASE_FALLBACK: 'always' });
    const app = await createApp(config, logOf(config, { write: (line) => canaries.watch('the log', line) }));
    await app.listen(0, '127.0.0.1');
    const careless = jest
      .spyOn(app.get(ApiSearch), 'list')
      .mockImplementation(() => Promise.reject(make(secret)));
    for (const accept of ['application/json', 'text/html']) {
      const response = await fetch(`${await app.getUrl()}/v1/apis`, { headers: { accept } });
      canaries.watch('the answer', JSON.stringify([...response.headers]) + (await response.text()));
      expect(response.status).toBe(500);
    }
    careless.mockRestore();
    await app.close();
    expect(canaries.leaks).toEqual([]);
  });
});
