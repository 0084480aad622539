/** When a version came into being: by a transaction, or long enough ago for everybody to see it. */
export interface Creator {
  /** Position in the order of commits; Infinity while the transaction runs. */
  readonly commitSequence: number;
}

/** A transaction as those see it who meet its locks. */
export interface Writer extends Creator {
  readonly status: 'active' | 'committed' | 'rolled back';
  /** Whom it waits for now; the edges of the deadlock graph. */
  waitingFor: readonly Writer[] | null;
  /** Calls the listener once, when the transaction has ended. */
  onEnd(listener: () => void): void;
  /** Calls the listener once, when it gives up locks without ending. */
  onRelease?(listener: () => void): void;
}
