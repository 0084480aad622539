import { databaseErrorOf } from '../database-errors';
import { UnknownTableError } from './change-statements';

/** Why PostgreSQL does not take a transaction; says nothing of what is in it. */
export interface Refusal {
  /** A SQLSTATE. */
  readonly code: string;
  readonly reason: string;
  /** The entry in quarantine that it depends on. */
  readonly dependsOn: string | null;
}

/** A statement met fewer rows than the transaction had changed. */
export class MissingRowError extends Error {
  /** SQLSTATE no_data. */
  readonly code = '02000';

  constructor() {
    super('a row that it changes is not there');
    this.name = 'MissingRowError';
  }
}

/**
 * Errors of data, integrity, names, limits and rules: the same again would be refused again. Not so a missing privilege.
 * Triggers may raise codes of their own: classes from 5 and I on, of which PostgreSQL itself uses a few for the server.
 */
const REFUSING = /^(02|09|21|22|23|27|2F|38|39|42(?!501)|44|(?!53|55|57|58|72|XX)[5-9I-Z])/;

/** What the error says of the transaction; null where it speaks of the server, and the same may succeed later. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof MissingRowError || error instanceof UnknownTableError)
    return { code: error.code, reason: error.message, dependsOn: null };
  const { sqlState = null, constraint = null, column = null } = databaseErrorOf(error) ?? {};
  if (sqlState === null || !REFUSING.test(sqlState)) return null;
  return { code: sqlState, reason: reasonOf(sqlState, constraint, column), dependsOn: null };
}

export function dependencyRefusal(dependsOn: string): Refusal {
  return {
    code: '23000',
    reason: `it depends on entry ${dependsOn} of the quarantine`,
    dependsOn,
  };
}

/** PostgreSQL's own words may quote values. */
function reasonOf(sqlState: string, constraint: string | null, column: string | null): string {
  const named = constraint === null ? '' : ` "${constraint}"`;
  switch (sqlState) {
    case '23505':
      return `another row has the same key: unique constraint${named}`;
    case '23503':
      return `a row points at one that is not there, or is pointed at: foreign key${named}`;
    case '23502':
      return `a value is missing${column === null ? '' : `: column "${column}"`}`;
    case '23514':
      return `a value is not allowed: check constraint${named}`;
    case '23P01':
      return `it conflicts with another row: exclusion constraint${named}`;
    default:
      return `PostgreSQL does not take it (SQLSTATE ${sqlState})`;
  }
}
