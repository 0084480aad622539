/** How the pool of connections behaves. */
export interface PoolSettings {
  /** Connections that are kept while idle. */
  readonly size: number;
  /** More of them under load; each is closed when it comes back and enough are idle. */
  readonly overflow: number;
  /**
   * How long a caller waits for a connection to come back before one beyond the size is opened for it, in milliseconds.
   * To open one takes longer than most statements, and those that are not needed would be opened and closed all the time.
   */
  readonly overflowAfterMs: number;
  /** The longest life of a connection, in seconds, give or take a tenth; 0 is no limit. */
  readonly recycleSeconds: number;
  /** How long a caller waits for a connection, in milliseconds. */
  readonly checkoutTimeoutMs: number;
  /** How many callers may wait at once. */
  readonly maxWaiting: number;
  /** A connection that was idle for longer is asked for an answer before it is handed out, in milliseconds. */
  readonly validateAfterIdleMs: number;
  /** How long it has for that answer, in milliseconds. */
  readonly validateTimeoutMs: number;
  /**
   * A statement that gets no answer for longer loses its connection, in milliseconds; 0 is no limit. Of a stream the
   * silence of the server counts, and not how long it is read.
   */
  readonly queryTimeoutMs: number;
  /** A connection that is held for longer is reported with the stack that took it, in milliseconds; 0 is never. */
  readonly leakAfterMs: number;
  /** How long the end waits for connections that are held before it destroys them, in milliseconds. */
  readonly endTimeoutMs: number;
}

/** Why a connection was given up. */
export type EvictionReason =
  /** Older than its life. */
  | 'expired'
  /** Came back when enough were idle. */
  | 'overflow'
  /** Closed by the server or the network. */
  | 'broken'
  /** Came back with an error, or with a query still running. */
  | 'failed'
  /** Came back inside a transaction. */
  | 'open-transaction'
  /** Did not answer when it was asked. */
  | 'silent'
  /** Older than an outage, a change of the primary or of the credentials. */
  | 'invalidated'
  /** The pool has ended. */
  | 'ended';

/** Something that an operator should know. */
export type PoolEvent =
  | { readonly kind: 'leak'; readonly heldMs: number; readonly takenAt: string }
  | { readonly kind: 'open-transaction'; readonly takenAt: string }
  | { readonly kind: 'too-many-connections'; readonly open: number };

/** A picture of the pool. Counts grow from its start. */
export interface PoolStatistics {
  readonly idle: number;
  readonly inUse: number;
  readonly opening: number;
  readonly waiting: number;
  readonly opened: number;
  readonly failedToOpen: number;
  readonly timedOut: number;
  readonly rejected: number;
  readonly evicted: Readonly<Record<EvictionReason, number>>;
}
