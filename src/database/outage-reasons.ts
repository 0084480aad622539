import { databaseErrorOf } from './database-errors';
import { JournalError } from './journal/journal-error';
import { MigrationFailedError } from './migrations/migration-failed.error';
import { adviseOnConnection } from './resolution/connection-advice';
import type { Resolution } from './resolution/resolution';

/** Why no step gave a connection; safe to show. */
export function failureIn({ report }: Resolution): string {
  return report.flatMap(({ outcome, detail }) => (outcome === 'failed' ? [detail] : [])).join('; ');
}

/** Whether the server has refused the user or the password. */
export function isRefusal(error: unknown): boolean {
  return databaseErrorOf(error)?.kind === 'credentials';
}

/** Why PostgreSQL cannot be reached, in words of ours: a driver's may repeat what it was given. */
export function reasonOf(error: unknown): string {
  if (error instanceof MigrationFailedError)
    return `${error.message}; correct it, or go back to the version before`;
  if (error instanceof JournalError) return error.message;
  const { reason, remedy, code } = adviseOnConnection(error);
  return `${reason}${code === undefined ? '' : ` (${code})`}; ${remedy}`;
}
