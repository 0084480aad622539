import type { Database } from '../storage/database';
import { DrawnValues } from '../storage/drawn-values';
import { LockWait } from '../storage/lock-wait';
import type { Statement } from '../storage/statement';
import type { Transaction } from '../storage/transaction';
import { RunContext, SequenceMemory, type Work } from './run-context';
import { SessionSettings } from './settings';

/**
 * Runs single statements, each in a transaction of its own, as a session that is used once would.
 * Without a lock to wait for and an observer of commits the result is there at once.
 */
export class Autocommit {
  private readonly settings = new SessionSettings();
  private readonly sequences = new SequenceMemory();

  constructor(private readonly database: Database) {}

  run<T>(work: Work<T>): T | Promise<T> {
    const { database } = this;
    const transaction = database.begin();
    const statement = database.statement(transaction);
    const drawn = new DrawnValues();
    try {
      const result = this.attempt(statement, work, drawn);
      const atOnce = !database.commitObserver && transaction.deferredChecks.length === 0;
      if (result instanceof LockWait || !atOnce) return this.finish(statement, work, drawn, result);
      database.commit(transaction);
      return result;
    } catch (error) {
      if (transaction.status === 'active') database.rollback(transaction);
      throw error;
    }
  }

  private async finish<T>(
    statement: Statement,
    work: Work<T>,
    drawn: DrawnValues,
    first: T | LockWait,
  ): Promise<T> {
    const { database } = this;
    const { transaction } = statement;
    try {
      let result = first;
      while (result instanceof LockWait) {
        await database.waitFor(result, statement, 0);
        drawn.rewind();
        result = this.attempt(statement, work, drawn);
      }
      database.forgetWait(transaction);
      for (let wait = this.checkDeferred(transaction); wait; wait = this.checkDeferred(transaction))
        await database.locks.wait(transaction, wait, 0);
      await database.commitDurably(transaction);
      return result;
    } catch (error) {
      if (transaction.status === 'active') database.rollback(transaction);
      throw error;
    }
  }

  private checkDeferred(transaction: Transaction): LockWait | null {
    try {
      this.database.checkDeferred(transaction);
      return null;
    } catch (error) {
      if (error instanceof LockWait) return error;
      throw error;
    }
  }

  private attempt<T>(statement: Statement, work: Work<T>, drawn: DrawnValues): T | LockWait {
    try {
      // A statement runs without a pause: what it remembers of sequences is gone before the next.
      this.sequences.forget();
      const context = new RunContext(this.database, statement, [], this.settings, this.sequences, drawn);
      const result = work(context);
      statement.finish();
      return result;
    } catch (error) {
      if (error instanceof LockWait) return error;
      statement.undo();
      throw error;
    }
  }
}
