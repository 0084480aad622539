import { QueryFailedError } from 'typeorm';
import { DatabaseUnavailableError } from './database-unavailable.error';

/** What an error of either store means to the code above. */
export type DatabaseErrorKind =
  | 'unavailable'
  | 'credentials'
  | 'wrong-role'
  | 'serialization'
  | 'unique'
  | 'foreign-key'
  | 'not-null'
  | 'check'
  | 'invalid-value'
  | 'busy'
  | 'full'
  | 'other';

export interface DatabaseError {
  readonly kind: DatabaseErrorKind;
  /** The SQLSTATE, when there is one. */
  readonly sqlState: string | null;
  readonly constraint: string | null;
  readonly column: string | null;
  /** The statement was sent and the connection lost before its answer: it may have been carried out, or not. */
  readonly isOutcomeUnknown: boolean;
}

/** PostgreSQL, appendix A. Classes (two characters) stand behind single codes. */
const BY_SQLSTATE: Readonly<Record<string, DatabaseErrorKind>> = {
  '08': 'unavailable',
  // A statement that does not fit its parameters, which is no fault of the connection. PgBouncer has more to say by it.
  '08P01': 'other',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  '57P05': 'unavailable',
  '25P03': 'unavailable',
  '53300': 'unavailable',
  '28': 'credentials',
  '25006': 'wrong-role',
  '40001': 'serialization',
  '40P01': 'serialization',
  '23505': 'unique',
  '23503': 'foreign-key',
  '23502': 'not-null',
  '23514': 'check',
  '22': 'invalid-value',
  '55P03': 'busy',
  '57014': 'busy',
  '53100': 'full',
  '53200': 'full',
  '58030': 'full',
};

/** SQLSTATE cannot_connect_now: nobody has taken the statement. */
const NOT_TAKEN = '57P03';

/** Codes of our own pool, which say nothing of the server. */
const POOL_CODES = new Set<unknown>(['POOL_EXHAUSTED', 'POOL_CLOSED', 'QUERY_TIMEOUT']);

/** Codes of Node for a connection that is not there, has broken or cannot be had. */
const SOCKET_CODES = new Set<unknown>([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
]);

/** pg gives these without a code. */
const CODELESS_OUTAGES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|timeout expired/;

interface DriverError {
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly constraint?: unknown;
  readonly column?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
}

/** PgBouncer tells by this that it has lost the server or cannot connect to it, and ends the connection. */
function isFromPooler({ code, severity }: DriverError): boolean {
  return code === '08P01' && severity === 'FATAL';
}

/** Whether the server cannot be reached, or refuses to sign in: not that the pool is full, or a statement slow. */
export function isConnectionLost(error: unknown): boolean {
  const { kind } = databaseErrorOf(error) ?? {};
  const driverError = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const { code } = (driverError ?? {}) as { code?: unknown };
  return kind === 'credentials' || (kind === 'unavailable' && !POOL_CODES.has(code));
}

/** Errors of the layer's own connections. */
const ofConnections = new WeakSet<object>();

/** Says of an error of a socket that it was a connection to the database: its code does not tell whose it was. */
export function markAsConnectionError(error: object): void {
  ofConnections.add(error);
}

/** Errors of statements in transactions that ended with their connection. */
const rolledBack = new WeakSet<object>();

/** Says of a statement's error that nothing of its transaction was kept. */
export function markAsRolledBack(error: unknown): void {
  if (typeof error === 'object' && error !== null) rolledBack.add(error);
}

/**
 * Reads an error that TypeORM, our pool or the in-memory store has thrown; null when it is none of theirs. What a
 * feature's own client of something else meets on its socket is no outage of the database.
 */
export function databaseErrorOf(error: unknown): DatabaseError | null {
  if (typeof error !== 'object' || error === null) return null;
  const driverError = ((error as { driverError?: DriverError }).driverError ?? error) as DriverError;
  const { code, constraint, column, message, name } = driverError;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const make = (kind: DatabaseErrorKind, sqlState: string | null): DatabaseError => ({
    kind,
    sqlState,
    constraint: text(constraint),
    column: text(column),
    // TypeORM wraps what befalls a statement, and nothing that befalls before it is sent.
    isOutcomeUnknown:
      kind === 'unavailable' &&
      error instanceof QueryFailedError &&
      sqlState !== NOT_TAKEN &&
      !rolledBack.has(error),
  });
  if (error instanceof DatabaseUnavailableError) return make('unavailable', null);
  if (POOL_CODES.has(code)) return make('unavailable', null);
  const isOfStatement = 'driverError' in error;
  const isOurs = isOfStatement || ofConnections.has(error);
  if (isOurs && SOCKET_CODES.has(code)) return make('unavailable', null);
  if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) {
    if (isFromPooler(driverError)) return make('unavailable', code);
    return make(BY_SQLSTATE[code] ?? BY_SQLSTATE[code.slice(0, 2)] ?? 'other', code);
  }
  if (name === 'QueryRunnerProviderAlreadyReleasedError' || name === 'QueryRunnerAlreadyReleasedError')
    return make('unavailable', null);
  if (isOurs && typeof message === 'string' && CODELESS_OUTAGES.test(message))
    return make('unavailable', null);
  return isOfStatement ? make('other', null) : null;
}
