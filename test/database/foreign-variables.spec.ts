import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { DatabaseManager, databaseOptions } from '../../src/database';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

/** Variables and files of libpq, which pg reads too. None of them is in our configuration. */
describe('What configures other clients of PostgreSQL', () => {
  let database: TestDatabase;
  let manager: DatabaseManager;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  afterEach(async () => {
    await manager.close();
    jest.restoreAllMocks();
  });

  const start = async (url: string, variables: Record<string, string>): Promise<void> => {
    jest.replaceProperty(process, 'env', { ...process.env, ...variables });
    manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: url,
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_FALLBACK: 'never',
      }),
      schema: () => ({ entities: [], migrations: [] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    await manager.initialize();
  };

  it.each<Record<string, string>>([
    { PGOPTIONS: '-c search_path=elsewhere -c default_transaction_read_only=on' },
    { PGHOST: 'none.invalid', PGPORT: '1', PGDATABASE: 'none', PGUSER: 'nobody', PGPASSWORD: 'none' },
    { PGSSLMODE: 'require' },
    { PGSSLNEGOTIATION: 'direct' },
    { PGREPLICATION: 'true' },
    { PGAPPNAME: 'another' },
    { PGCLIENT_ENCODING: 'LATIN1', PGBINARY: '1', PGCONNECT_TIMEOUT: '1' },
  ])('changes no connection: %o', async (variables) => {
    await start(database.url, variables);
    expect(manager.state).toMatchObject({ status: 'healthy' });
    expect(
      await manager.dataSource.query(
        `SELECT current_setting('search_path') AS path, current_setting('application_name') AS name, 1 AS one`,
      ),
    ).toEqual([{ path: '"$user", public', name: 'ballast', one: 1 }]);
  });

  it('gives no password to a connection without one', async () => {
    const url = new URL(database.url);
    const { password } = url;
    url.password = '';
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-')), 'pgpass');
    fs.writeFileSync(file, `*:*:*:*:${password}\n`, { mode: 0o600 });
    for (const [name, value] of [
      ['PGPASSWORD', password],
      ['PGPASSFILE', file],
    ] as const) {
      await start(url.href, { [name]: value });
      expect(manager.state.message).toContain('the server wants a password and none is configured');
      await manager.close();
    }
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});
