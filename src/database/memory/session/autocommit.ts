import { LockWait } from '../storage/lock-wait';
import type { Transaction } from '../storage/transaction';
import { runDeferredChecks } from './run-deferred-checks';
import type { SessionState } from './session-state';
import { type BoundStatement, StatementRun } from './statement-run';

/**
 * Runs single statements, each in a transaction of its own. With no lock to wait for and nothing to keep first the
 * result is there at once.
 */
export class Autocommit {
  constructor(private readonly session: SessionState) {}

  run<T>(bound: BoundStatement<T>): T | Promise<T> {
    const { database, settings } = this.session;
    const transaction = database.begin(settings.obeyed.isolation, settings.obeyed.readOnly);
    try {
      const run = new StatementRun(this.session, transaction, bound, transaction.startMicros);
      const result = run.attempt();
      if (result instanceof LockWait) return this.goOn(transaction, run, result);
      const atOnce =
        !database.mustBeKept(transaction) &&
        transaction.deferredChecks.length === 0 &&
        transaction.reads === null;
      if (!atOnce) return this.commitLater(transaction, result);
      database.commit(transaction);
      settings.endTransaction();
      return result;
    } catch (error) {
      this.rollback(transaction);
      throw error;
    }
  }

  private async goOn<T>(transaction: Transaction, run: StatementRun<T>, wait: LockWait): Promise<T> {
    let result: T;
    try {
      result = await run.goOn(wait);
    } catch (error) {
      this.rollback(transaction);
      throw error;
    }
    return this.commitLater(transaction, result);
  }

  private async commitLater<T>(transaction: Transaction, result: T): Promise<T> {
    try {
      if (transaction.deferredChecks.length > 0) await runDeferredChecks(this.session, transaction);
      await this.session.database.commitDurably(transaction);
      this.session.settings.endTransaction();
      return result;
    } catch (error) {
      this.rollback(transaction);
      throw error;
    }
  }

  private rollback(transaction: Transaction): void {
    this.session.database.rollback(transaction);
    this.session.settings.endTransaction();
  }
}
