import type { DatabaseOptions } from '../database.options';
import { ConnectionSource } from '../postgres/connection-source';
import { createPostgresStore, type Schema } from '../postgres/postgres-data-source';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { executedMigrations, knownMigrations } from './executed-migrations';
import type { MigrationRequest } from './migration-lock';
import { revertMigration } from './revert-migration';
import { runMigrations } from './run-migrations';

/** A migration, and whether a database has been through it; `unknown` is one that this version does not have. */
export interface MigrationState {
  readonly name: string;
  readonly state: 'done' | 'pending' | 'unknown';
}

/** What is told while migrations are worked on. */
export interface MigrationEvents {
  /** Another process holds the lock: told once. */
  readonly waiting?: () => void;
  /** A migration has been run and committed. */
  readonly done?: (name: string) => void;
}

/** The migrations of an application in one database, for who runs them apart from a start. */
export class Migrations {
  constructor(
    private readonly connection: PostgresConnection,
    private readonly options: DatabaseOptions,
    private readonly migrations: Schema['migrations'],
  ) {}

  /** Every migration in the order in which they are run, then those that are unknown here. Changes nothing. */
  async status(): Promise<MigrationState[]> {
    const { options, migrations, source } = this;
    const store = createPostgresStore(source, { ...options, poolSize: 1 }, { entities: [], migrations });
    try {
      const dataSource = await store.dataSource.initialize();
      const executed = await executedMigrations(dataSource);
      const known = knownMigrations(dataSource);
      return [
        ...known.map((name): MigrationState => ({
          name,
          state: executed.includes(name) ? 'done' : 'pending',
        })),
        ...executed
          .filter((name) => !known.includes(name))
          .map((name): MigrationState => ({ name, state: 'unknown' })),
      ];
    } finally {
      await store.close();
    }
  }

  /**
   * Runs what is pending, as a start does: under the same lock, each migration in a transaction of its own.
   *
   * @throws MigrationFailedError; those before it have been run, and stay
   * @returns the names of those that were run here
   */
  run({ waiting, done }: MigrationEvents = {}): Promise<string[]> {
    return runMigrations(this.request(waiting), done);
  }

  /**
   * Takes back the migration that was run last, and what is in the tables that go with it.
   *
   * @throws MigrationFailedError, UnknownMigrationError
   * @returns its name; null when there is none
   */
  revert({ waiting }: MigrationEvents = {}): Promise<string | null> {
    return revertMigration(this.request(waiting));
  }

  private request(waiting: MigrationEvents['waiting']): MigrationRequest {
    const { options, migrations, source } = this;
    return { source, options, migrations, signal: new AbortController().signal, waiting };
  }

  /** It is used for a moment, in which credentials do not change. */
  private get source(): ConnectionSource {
    return new ConnectionSource(this.connection, async () => null, {
      retryMinMs: this.options.retryMinMs,
      retryMaxMs: this.options.retryMaxMs,
      refreshAfterMs: 0,
    });
  }
}
