import { Client } from 'pg';
import { eventually } from './eventually';
import { PostgresServer } from './postgres-server';

/** A session that a client has opened, as pg_stat_activity shows it. */
interface Session {
  readonly pid: number;
  readonly database: string;
  readonly name: string;
  readonly state: string;
}

const SESSIONS = `
  SELECT pid, datname AS database, application_name AS name, state FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

/** Around each test that causes a fault: what it has opened it has closed, however wrong things went in between. */
let before: Map<string, number>;

beforeEach(async () => {
  before = new Map((await sessions()).map(([server, { length }]) => [server, length]));
});

afterEach(async () => {
  await eventually(async () => {
    const left = (await sessions()).filter(([server, { length }]) => length > (before.get(server) ?? 0));
    if (left.length > 0) throw new Error(`sessions are left behind: ${JSON.stringify(left)}`);
  });
});

/** The sessions on each server that runs, by its address. */
async function sessions(): Promise<[string, Session[]][]> {
  const own = [...PostgresServer.open].filter(({ isRunning }) => isRunning).map((server) => server.url());
  const shared = process.env['BALLAST_TEST_POSTGRES_URL'];
  return Promise.all(
    [...own, ...(shared === undefined ? [] : [shared])].map(async (url) => {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return [new URL(url).host, (await client.query<Session>(SESSIONS)).rows];
      } finally {
        await client.end();
      }
    }),
  );
}
