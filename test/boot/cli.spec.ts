import { checkDatabase } from '../../src/cli/check-database';
import { explainDatabase } from '../../src/cli/explain-database';
import { type Command, exitCodeOf } from '../../src/cli/run-command';
import { PostgresServer } from '../support/postgres-server';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

interface Run {
  exitCode: number;
  out: string;
  error: string;
}

describe('the commands of the terminal', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it.each([
    ['db:explain', explainDatabase],
    ['db:check', checkDatabase],
  ])('%s ends with 78 and lists every malformed variable', async (_name, command) => {
    const { exitCode, out, error } = await run(command, { PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h/d' });
    expect([exitCode, out]).toEqual([78, '']);
    expect(error).toMatch(/PORT must be .*\n {2}DATABASE_URL must start with postgresql:/);
    expect(error).not.toContain('hunter2');
  });

  it('db:explain prints a line a step and connects to nothing', async () => {
    const { exitCode, out } = await run(explainDatabase, {
      DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/d',
    });
    expect(exitCode).toBe(0);
    expect(out).toBe(
      [
        'STEP               OUTCOME      DETAIL',
        '1 explicit-url     selected     postgresql://u@127.0.0.1:1/d, plain text',
        '2 secrets-manager  not reached  explicit-url was selected',
        '3 aws-variables    not reached  explicit-url was selected',
        '4 fallback         not reached  explicit-url was selected',
      ].join('\n'),
    );
  });

  it('db:check tells the version and the protection of the server it reaches', async () => {
    const { exitCode, out } = await run(checkDatabase, { DATABASE_URL: database.url });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Connected to postgresql:\/\/postgres@127.0.0.1:\d+\/t_\w+ in \d+ ms/);
    expect(out).toMatch(/server {2}PostgreSQL \d+/);
    expect(out).toMatch(/TLS {5}none/);
  });

  it('db:check ends with 1 when there is no PostgreSQL to reach', async () => {
    const { exitCode, out } = await run(checkDatabase, {});
    expect(exitCode).toBe(1);
    expect(out).toMatch(/No PostgreSQL to connect to/);
  });

  it.each<[string, (url: URL) => void, RegExp]>([
    ['a wrong password', (url) => (url.password = 'hunter2'), /the password was refused \(28P01\)/],
    ['no password', (url) => (url.password = ''), /wants a password and none is configured/],
    ['no such database', (url) => (url.pathname = '/none'), /the database does not exist \(3D000\)/],
    ['a closed port', (url) => (url.port = '1'), /nothing listens at this address \(ECONNREFUSED\)/],
    ['an unknown host', (url) => (url.hostname = 'none.invalid'), /ENOTFOUND|EAI_AGAIN/],
  ])('db:check explains %s, says what to do, and ends with 1', async (_name, change, reason) => {
    const url = new URL(database.url);
    change(url);
    const { exitCode, out } = await run(checkDatabase, { DATABASE_URL: url.toString() });
    expect(exitCode).toBe(1);
    expect(out).toMatch(reason);
    expect(out).toMatch(/remedy {2}\S/);
    expect(out).not.toContain('hunter2');
  });

  it('[fault 23] db:check ends with 1 when the server takes no writes', async () => {
    const readOnly = await createTestDatabase();
    const url = `${readOnly.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;
    const { exitCode, out } = await run(checkDatabase, { DATABASE_URL: url });
    expect(exitCode).toBe(1);
    expect(out).toMatch(/Connected to .*[\s\S]*reason {2}the server is read-only/);
    await readOnly.drop();
  });

  it('[fault 13] db:check gives up on a server that hangs', async () => {
    const server = await PostgresServer.start();
    try {
      server.freeze();
      const variables = { DATABASE_URL: server.url(), DATABASE_CONNECT_TIMEOUT_MS: '300' };
      const { exitCode, out } = await run(checkDatabase, variables);
      expect(exitCode).toBe(1);
      expect(out).toMatch(/the server did not answer in time/);
    } finally {
      await server.close();
    }
  });
});

async function run(command: Command, variables: Record<string, string>): Promise<Run> {
  const out: string[] = [];
  const error: string[] = [];
  const exitCode = await exitCodeOf(command, () => variables, {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
  });
  return { exitCode, out: out.join('\n'), error: error.join('\n') };
}
