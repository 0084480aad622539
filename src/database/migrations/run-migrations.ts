import { databaseErrorOf } from '../database-errors';
import { QuietLogger } from '../postgres/quiet-logger';
import { MigrationFailedError } from './migration-failed.error';
import { type MigrationRequest, whileLocked } from './migration-lock';

/**
 * Runs the pending migrations, each in a transaction of its own, while holding the advisory lock of the
 * database: however many processes start together, each migration runs once.
 *
 * @param done is told of each that has been committed
 * @throws MigrationFailedError
 * @returns the names of the migrations that this process ran
 */
export async function runMigrations(
  request: MigrationRequest,
  done: (name: string) => void = () => undefined,
): Promise<string[]> {
  const progress = new Progress(done);
  try {
    return await whileLocked(request, progress, async (dataSource) => {
      const executed = await dataSource.runMigrations({ transaction: 'each' });
      return executed.map(({ name }) => name);
    });
  } catch (error) {
    throw progress.failed === null ? error : failureOf(progress.failed, error);
  }
}

/** What a failure in a migration is told as; a database that is away has not refused anything. */
export function failureOf(migration: string, error: unknown): unknown {
  const { kind, sqlState = null } = databaseErrorOf(error) ?? {};
  return kind === 'unavailable' ? error : new MigrationFailedError(migration, sqlState, { cause: error });
}

/** Only its log tells what TypeORM is at. */
class Progress extends QuietLogger {
  failed: string | null = null;

  constructor(private readonly done: (name: string) => void) {
    super();
  }

  override logSchemaBuild(message?: string): void {
    const name = /^Migration (\w+) has been {1,2}executed successfully/.exec(message ?? '')?.[1];
    if (name !== undefined) this.done(name);
  }

  override logMigration(message: string): void {
    this.failed ??= /^Migration "(\w+)" failed/.exec(message)?.[1] ?? null;
  }
}
