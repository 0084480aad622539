import type { AdvisoryLockOwner } from '../storage/advisory-locks';
import type { Database } from '../storage/database';
import type { Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { SequenceMemory } from './sequence-memory';
import { SessionSettings } from './settings';

/** What a session keeps from one statement to the next. */
export class SessionState implements AdvisoryLockOwner {
  readonly settings = new SessionSettings();
  readonly sequences = new SequenceMemory();
  /** The transaction of the statement that runs or has run last. */
  transaction: Transaction | null = null;
  private closed = false;

  constructor(readonly database: Database) {}

  get isClosed(): boolean {
    return this.closed;
  }

  /** Ends the session: a statement that waits fails, and its locks on numbers are given up. */
  close(): void {
    const { database, transaction } = this;
    this.closed = true;
    if (transaction) database.locks.cancel(transaction, terminated());
    database.advisoryLocks.releaseAll(this);
  }

  /** @throws SqlError 57P01 when the session was closed while a statement waited */
  goOn(): void {
    if (this.closed) throw terminated();
  }
}

function terminated(): SqlError {
  return new SqlError('57P01', 'terminating connection due to administrator command');
}
