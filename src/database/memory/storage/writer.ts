/** When a version came into being: by a transaction, or long enough ago for everybody to see it. */
export interface Creator {
  /** Position in the order of commits; Infinity while the transaction runs. */
  readonly commitSequence: number;
}

/** What stands in the way of those who meet its locks: a transaction, most of the time. */
export interface Writer extends Creator {
  readonly status: 'active' | 'committed' | 'rolled back';
  /** The transaction that has to go on for this to end: the deadlock graph leads through it. Null when there is none. */
  readonly transaction: Writer | null;
  /** Position in the order in which transactions began to write, as PostgreSQL numbers them; Infinity before. */
  readonly writeOrder: number;
  /** Calls the listener once, when it has ended. @returns what makes it listen no longer */
  onEnd(listener: () => void): () => void;
  /** Calls the listener once, when it gives up locks without ending. @returns as onEnd() does */
  onRelease?(listener: () => void): () => void;
}

/** One whose work can be taken back. */
export interface RevocableWriter extends Writer {
  /** Calls back when it is rolled back, or a savepoint of it from before. */
  whenTakenBack(undo: () => void): void;
}
