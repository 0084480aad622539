import { databaseErrorOf } from './database-errors';
import type { StateReason } from './database-state';
import { JournalError } from './journal/journal-error';
import { MigrationFailedError } from './migrations/migration-failed.error';
import { adviseOnConnection } from './resolution/connection-advice';
import { errorSignals } from './resolution/error-signals';
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

const BY_CODE: ReadonlyMap<string, StateReason> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'connection-lost'],
  ['EPIPE', 'connection-lost'],
  ['57P01', 'connection-lost'],
  ['57P02', 'connection-lost'],
  ['ENOTFOUND', 'address'],
  ['EAI_AGAIN', 'address'],
  ['ENOENT', 'address'],
  ['EHOSTUNREACH', 'address'],
  ['ENETUNREACH', 'address'],
  ['ETIMEDOUT', 'timeout'],
  ['28P01', 'credentials'],
  ['28000', 'credentials'],
  ['25006', 'read-only'],
  ['3D000', 'no-database'],
  ['42501', 'no-database'],
  ['53300', 'too-many-connections'],
  ['57P03', 'not-accepting'],
]);

/** The same in one of few words. */
export function stateReasonOf(error: unknown): StateReason {
  if (error instanceof MigrationFailedError) return 'migration';
  if (error instanceof JournalError) return 'journal';
  const { code = '', message } = errorSignals(error);
  const known = BY_CODE.get(code);
  if (known) return known;
  if (/CERT|TLS|SSL/.test(code) || /\bSSL\b|\bTLS\b/i.test(message)) return 'tls';
  if (/timeout|timed out/i.test(message)) return 'timeout';
  return /Connection terminated/.test(message) ? 'connection-lost' : 'other';
}
