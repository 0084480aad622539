import { createApp } from '../src/app.setup';
import { parseConfig } from '../src/config/config.schema';
import {
  DatabaseManager,
  databaseOptions,
  MigrationFailedError,
  Migrations,
  resolveDatabase,
} from '../src/database';
import { createTestDatabase } from '../src/database/testing';
import { MIGRATIONS } from '../src/migrations/migrations';
import { PostgresServer } from '../test/support/postgres-server';
import { type Difference, droppedBy, migrationText } from './migration-text';
import { pascalCase } from './module-names';
import { type Changes, nextTimestamp, registerMigration, sourceFiles, write } from './project';
import { Refusal, runScaffolding } from './refusal';

const USAGE = 'Usage: npm run migration:generate -- NAME     as in: add-isbn-to-books';

/** A start goes on without a database that is slow; here there is nothing else to do. */
const PATIENCE_MS = 60_000;

runScaffolding(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || rest.length > 0) throw new Refusal(USAGE);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new Refusal(
      `"${name}" is no name for a migration: use a-z and 0-9, with - between words.\n${USAGE}`,
    );
  if (sourceFiles().some((file) => /^src\/migrations\/\d+-(.*)\.ts$/.exec(file)?.[1] === name))
    throw new Refusal(`There is a migration ${name} already: choose another name.`);
  const difference = await onScratchDatabase(compareWithEntities);
  if (difference.upQueries.length === 0) {
    process.stdout.write('Nothing to do: the migrations make what the entities describe.\n');
    return;
  }
  const timestamp = nextTimestamp();
  const className = `${pascalCase(name)}${timestamp}`;
  const file = `${timestamp}-${name}`;
  const changes: Changes = new Map([
    [`src/migrations/${file}.ts`, migrationText(className, name, difference)],
  ]);
  registerMigration(changes, className, file);
  write(changes);
  process.stdout.write(
    '\nRead it before you run it: a column that is NOT NULL needs a value in rows that exist.\n',
  );
  const dropped = droppedBy(difference);
  if (dropped.length > 0)
    process.stdout.write(
      `It drops ${dropped.join(', ')}, and the data with it: write RENAME or ALTER COLUMN ... TYPE where that is meant.\n`,
    );
});

/**
 * Works on an empty database of the test server, or of one that is started for this. Never the configured one: what it has
 * been through is its own history, and a migration is what lies between all migrations and the entities.
 */
async function onScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = process.env['BALLAST_TEST_POSTGRES_URL'] ? null : await PostgresServer.start();
  if (server) process.env['BALLAST_TEST_POSTGRES_URL'] = server.url();
  try {
    const database = await createTestDatabase();
    try {
      return await work(database.url);
    } finally {
      await database.drop();
    }
  } finally {
    await server?.close();
  }
}

/** @throws Refusal when a migration fails */
async function compareWithEntities(url: string): Promise<Difference> {
  await runMigrations(url);
  const config = parseConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    DATABASE_CONNECT_TIMEOUT_MS: String(PATIENCE_MS),
  });
  const app = await createApp(config);
  try {
    await app.init();
    return await app.get(DatabaseManager).dataSource.driver.createSchemaBuilder().log();
  } finally {
    await app.close();
  }
}

async function runMigrations(url: string): Promise<void> {
  const options = databaseOptions({ DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: String(PATIENCE_MS) });
  const resolution = await resolveDatabase(options);
  if (resolution.kind !== 'postgres') throw new Error('a URL leads to PostgreSQL');
  try {
    await new Migrations(resolution.connection, options, MIGRATIONS).run();
  } catch (error) {
    if (!(error instanceof MigrationFailedError)) throw error;
    // The database is empty: what the cause repeats is the developer's own.
    const cause = error.cause instanceof Error ? error.cause.message : '';
    throw new Refusal(`Mend this first: ${error.message}: ${cause}`, { cause: error });
  }
}
