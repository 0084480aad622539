/** How the database layer is doing (the shapes and words of the health endpoint). */
export interface DatabaseState {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly database: 'postgresql' | 'in-memory';
  readonly message: string;
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

type Shape = Pick<DatabaseState, 'status' | 'database' | 'message' | 'usingPrimary'>;

export const HEALTHY: Shape = {
  status: 'healthy',
  database: 'postgresql',
  message: 'Primary database connection is healthy',
  usingPrimary: true,
};

export const DEGRADED: Shape = {
  status: 'degraded',
  database: 'in-memory',
  message: 'Using fallback in-memory storage',
  usingPrimary: false,
};

/** @param reason for people; without secrets */
export function unhealthy(reason: string): Shape {
  return {
    status: 'unhealthy',
    database: 'postgresql',
    message: `Health check error: ${reason}`,
    usingPrimary: true,
  };
}
