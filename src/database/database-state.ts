/** Why the state is what it is, in one of few words. */
export type StateReason =
  | 'starting'
  | 'closed'
  | 'answers'
  | 'memory-serves'
  | 'carrying-over'
  | 'unstable'
  | 'not-resolved'
  | 'migration'
  | 'journal'
  | 'refused'
  | 'connection-lost'
  | 'address'
  | 'timeout'
  | 'tls'
  | 'credentials'
  | 'read-only'
  | 'no-database'
  | 'too-many-connections'
  | 'not-accepting'
  | 'other';

/** How the database layer is doing (the shapes and words of the health endpoint). */
export interface DatabaseState {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly database: 'postgresql' | 'in-memory';
  readonly message: string;
  readonly reason: StateReason;
  readonly usingPrimary: boolean;
  /** When this state began. */
  readonly since: Date;
  /** Whether PostgreSQL is meant to be there. */
  readonly primaryConfigured: boolean;
  /** Whether what memory acknowledges is in a journal: it survives a restart, and is carried over to PostgreSQL. */
  readonly isJournaled: boolean;
}

/** Memory serves in the place of a PostgreSQL that may have what memory has not. */
export function isAbsenceUncertain({ status, primaryConfigured }: DatabaseState): boolean {
  return status === 'degraded' && primaryConfigured;
}

/** A state as the manager enters it. */
export type Shape = Pick<DatabaseState, 'status' | 'database' | 'message' | 'reason' | 'usingPrimary'>;

export const HEALTHY: Shape = {
  status: 'healthy',
  database: 'postgresql',
  message: 'Primary database connection is healthy',
  usingPrimary: true,
  reason: 'answers',
};

export const DEGRADED: Shape = {
  status: 'degraded',
  database: 'in-memory',
  message: 'Using fallback in-memory storage',
  usingPrimary: false,
  reason: 'memory-serves',
};

/** @param message for people; without secrets */
export function unhealthy(message: string, reason: StateReason): Shape {
  return {
    status: 'unhealthy',
    database: 'postgresql',
    message: `Health check error: ${message}`,
    usingPrimary: true,
    reason,
  };
}
