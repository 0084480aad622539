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
  /** A session setting; null when it is not known. */
  setting(name: string): string | null;
}
