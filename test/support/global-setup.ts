import { keepFilesInMemory } from './postgres-cluster';
import { PostgresServer } from './postgres-server';

declare global {
  var ballastTestServer: PostgresServer | undefined;
}

/** One PostgreSQL server for the whole run; each suite makes databases of its own on it. */
export default async function globalSetup(): Promise<void> {
  keepFilesInMemory();
  // Nothing crashes this one.
  const server = await PostgresServer.start(['full_page_writes=off']);
  globalThis.ballastTestServer = server;
  process.env['BALLAST_TEST_POSTGRES_URL'] = server.url();
}
