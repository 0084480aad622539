/** What an expression may ask of the session that runs it. */
export interface EvalContext {
  /** now(), CURRENT_TIMESTAMP: the transaction's start, microseconds since the epoch. */
  readonly now: bigint;
  /** statement_timestamp(), microseconds since the epoch. */
  readonly statementNow: bigint;
  /** clock_timestamp(), microseconds since the epoch. */
  clockNow(): bigint;
  /** @throws SqlError 42P01 when there is no such sequence, 2200H when it has run out */
  nextval(sequence: string): bigint;
  /** @throws SqlError 55000 when the session has not drawn from the sequence yet */
  currval(sequence: string): bigint;
  lastval(): bigint;
  setval(sequence: string, value: bigint, isCalled: boolean): bigint;
  /** The sequence that a serial or identity column owns, as "schema.name", or null. */
  serialSequence(table: string, column: string): string | null;
  /** The schemas that names without one are looked for in, as far as they exist; for code that runs in a session. */
  readonly schemas?: readonly string[];
  /** Whether there is such a table, view or sequence; for code that runs in a session. @param schema null for any that names find */
  hasRelation?(schema: string | null, name: string): boolean;
  /** A session setting; null when it is not known. */
  setting(name: string): string | null;
  /** Lets time pass before the statement goes on, for code that runs in a session. */
  pause?(ms: number): void;
  /** Changes a setting, to its default with null, for code that runs in a session. @param local until the transaction ends */
  changeSetting?(name: string, value: string | null, local: boolean): void;
  /** Locks on numbers, for code that runs in a session. */
  readonly advisoryLocks?: SessionAdvisoryLocks;
}

export interface AdvisoryLockRequest {
  readonly key: string;
  readonly shared: boolean;
  /** Until when it is held: to the end of the transaction, or until the session gives it up or ends. */
  readonly scope: 'session' | 'transaction';
  /** Wait while others hold it, or answer at once. */
  readonly wait: boolean;
}

/** The advisory locks as one session sees them. */
export interface SessionAdvisoryLocks {
  acquire(request: AdvisoryLockRequest): boolean;
  /** False when the session does not hold it. */
  release(key: string, shared: boolean): boolean;
  releaseAll(): void;
}
