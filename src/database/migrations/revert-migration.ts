import { QuietLogger } from '../postgres/quiet-logger';
import { executedMigrations, knownMigrations } from './executed-migrations';
import { type MigrationRequest, whileLocked } from './migration-lock';
import { failureOf } from './run-migrations';

/** The newest migration of the database is one that this version of the application does not have. */
export class UnknownMigrationError extends Error {
  constructor(readonly migration: string) {
    super(
      `the newest migration of the database is ${migration}, which this version does not have: revert it with the version that has it`,
    );
    this.name = 'UnknownMigrationError';
  }
}

/**
 * Takes back the migration that was run last, in a transaction, while holding the advisory lock of the database.
 *
 * @throws MigrationFailedError, UnknownMigrationError
 * @returns its name; null when there is none
 */
export function revertMigration(request: MigrationRequest): Promise<string | null> {
  return whileLocked(request, new QuietLogger(), async (dataSource) => {
    const name = (await executedMigrations(dataSource)).at(-1);
    if (name === undefined) return null;
    if (!knownMigrations(dataSource).includes(name)) throw new UnknownMigrationError(name);
    try {
      await dataSource.undoLastMigration({ transaction: 'each' });
    } catch (error) {
      throw failureOf(name, error);
    }
    return name;
  });
}
