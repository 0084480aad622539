import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** An empty database of a suite's own on the test server. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** @param options of CREATE DATABASE: a locale, a template */
export async function createTestDatabase(options = ''): Promise<TestDatabase> {
  const server = process.env['BALLAST_TEST_POSTGRES_URL'];
  if (!server)
    throw new Error('no test server: set BALLAST_TEST_POSTGRES_URL to one on which databases may be created');
  const name = `t_${randomBytes(8).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name} ${options}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
