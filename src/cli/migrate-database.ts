import type { Config } from '../config/config';
import {
  adviseOnConnection,
  describeTarget,
  MigrationFailedError,
  Migrations,
  resolveDatabase,
  UnknownMigrationError,
} from '../database';
import { reportTable } from './report-table';
import type { Command, Terminal } from './run-command';
import { EXIT } from './service-command';
import { table } from './table';

/** The application's own list. */
type MigrationList = ConstructorParameters<typeof Migrations>[2];

type Action = (migrations: Migrations, terminal: Terminal) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = { run, revert, status };

const USAGE = [
  'Usage: npm run migration:status   what the database has been through; ends with 1 when something is pending',
  '       npm run migration:run      runs what is pending, as a start does',
  '       npm run migration:revert   takes back the migration that was run last, and the data of what it drops',
].join('\n');

/** Works on the migrations of the database that the service would use. Takes the lock that a start takes. */
export function migrateDatabase(list: MigrationList, args: readonly string[]): Command {
  return async (config, terminal) => {
    const [name = '', ...rest] = args;
    if (name === '--help') {
      terminal.out(USAGE);
      return EXIT.done;
    }
    const action = Object.hasOwn(ACTIONS, name) && rest.length === 0 ? ACTIONS[name] : undefined;
    if (action) return onDatabase(config, list, terminal, action);
    terminal.error(USAGE);
    return EXIT.usage;
  };
}

async function onDatabase(
  { database }: Config,
  list: MigrationList,
  terminal: Terminal,
  action: Action,
): Promise<number> {
  const resolution = await resolveDatabase(database);
  if (resolution.kind === 'memory') {
    terminal.error(`There is no PostgreSQL to migrate: no step gave one. Memory needs no migrations.`);
    terminal.error(reportTable(resolution.report));
    terminal.error(
      'Set DATABASE_URL, or what another step reads; npm run db:check tells whether it answers.',
    );
    return EXIT.configuration;
  }
  const target = describeTarget(resolution.connection);
  try {
    terminal.out(`The database is ${target}`);
    return await action(new Migrations(resolution.connection, database, list), terminal);
  } catch (error) {
    if (error instanceof MigrationFailedError) {
      terminal.error(`It stopped: ${error.message}. PostgreSQL has taken it back; those before it stay.`);
      terminal.error("The server's own log tells the statement.");
      return EXIT.refused;
    }
    if (error instanceof UnknownMigrationError) {
      terminal.error(`Nothing is reverted: ${error.message}.`);
      return EXIT.refused;
    }
    const { code, reason, remedy } = adviseOnConnection(error);
    terminal.error(`Cannot work on ${target}: ${reason}${code === undefined ? '' : ` (${code})`}`);
    terminal.error(`Remedy: ${remedy}`);
    return EXIT.unavailable;
  }
}

async function run(migrations: Migrations, terminal: Terminal): Promise<number> {
  const names = await migrations.run({
    waiting: () => terminal.out(WAITING),
    done: (name) => terminal.out(`done     ${name}`),
  });
  terminal.out(names.length === 0 ? 'Nothing to do: no migration is pending.' : `${names.length} run.`);
  return EXIT.done;
}

async function revert(migrations: Migrations, terminal: Terminal): Promise<number> {
  const name = await migrations.revert({ waiting: () => terminal.out(WAITING) });
  terminal.out(name === null ? 'Nothing to do: no migration has been run.' : `reverted ${name}`);
  return EXIT.done;
}

async function status(migrations: Migrations, terminal: Terminal): Promise<number> {
  const states = await migrations.status();
  const pending = states.filter(({ state }) => state === 'pending').length;
  const unknown = states.filter(({ state }) => state === 'unknown').length;
  terminal.out(table(states.map(({ name, state }) => [state, name])));
  terminal.out(pending === 0 ? 'No migration is pending.' : `${pending} pending: npm run migration:run`);
  if (unknown > 0) terminal.out(`${unknown} unknown: a newer version of the service has run them.`);
  return pending === 0 ? EXIT.done : EXIT.refused;
}

const WAITING = 'Another process is migrating: waiting for it.';
