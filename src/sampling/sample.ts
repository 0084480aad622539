import type { DatabaseState } from '../database';
import type { Durations } from './duration-count';

/** How the service did in one second. */
export interface Sample {
  /** The end of the second, in milliseconds since 1970. */
  readonly at: number;
  /** At its end, as are the connections. */
  readonly status: DatabaseState['status'];
  /** Connections to PostgreSQL; null while there is none to have connections to. */
  readonly pool: { readonly inUse: number; readonly idle: number; readonly waiting: number } | null;
  /** Requests that were answered, without those of who looks at the status. */
  readonly requests: number;
  /** Those of them that were answered with 500 and above. */
  readonly failures: number;
  /** Statements that were answered, by either store, while somebody looked at them; null where there were none. */
  readonly statements: Durations | null;
  /** The longest that the event loop was late, in milliseconds. */
  readonly delayMs: number;
  /** How much of the second the event loop was busy, 0 to 1. */
  readonly busy: number;
}
