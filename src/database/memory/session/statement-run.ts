import { LockWait } from '../storage/lock-wait';
import { Pause } from '../storage/pause';
import type { Statement } from '../storage/statement';
import type { Transaction } from '../storage/transaction';
import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import { inZone } from '../types/time-zone';
import { ReplayedEffects } from './replayed-effects';
import { RunContext, type Work } from './run-context';
import type { SessionState } from './session-state';

/** A statement that is ready to run. */
export interface BoundStatement<T> {
  /** What a read-only transaction calls it when it refuses it; null for one that only reads. */
  readonly writes: string | null;
  readonly params: readonly Datum[];
  readonly work: Work<T>;
}

/**
 * One statement in a transaction, run as often as locks make it wait. It always sees what it saw first, and does not
 * do again what no rollback takes back.
 */
export class StatementRun<T> {
  private readonly statement: Statement;
  private readonly effects = new ReplayedEffects();

  /**
   * @param startMicros what statement_timestamp() answers
   * @throws SqlError 25006
   */
  constructor(
    private readonly session: SessionState,
    private readonly transaction: Transaction,
    private readonly bound: BoundStatement<T>,
    private readonly startMicros: bigint,
  ) {
    if (transaction.readOnly && bound.writes !== null)
      throw new SqlError('25006', `cannot execute ${bound.writes} in a read-only transaction`);
    session.transaction = transaction;
    this.statement = session.database.statement(transaction);
  }

  /** Runs it without a pause. @returns its result, or what it has met that it has to wait for */
  attempt(): T | LockWait {
    const { session, statement, bound, effects, startMicros } = this;
    try {
      const { zone } = session.settings.obeyed;
      const context = new RunContext(session, statement, bound.params, effects, startMicros);
      const result = zone ? inZone(zone, () => bound.work(context)) : bound.work(context);
      statement.finish();
      return result;
    } catch (error) {
      if (error instanceof LockWait) return error;
      statement.undo();
      throw error;
    }
  }

  /** Waits, and runs again until there is nothing to wait for. @throws SqlError 40P01, 55P03, 57014, 57P01 */
  async goOn(first: LockWait): Promise<T> {
    const { session, transaction, effects } = this;
    const { database, settings } = session;
    const { statementTimeoutMs } = settings.obeyed;
    const timer =
      statementTimeoutMs > 0
        ? setTimeout(() => database.locks.cancel(transaction, statementTimeout()), statementTimeoutMs)
        : undefined;
    try {
      let result: T | LockWait = first;
      while (result instanceof LockWait) {
        await this.wait(result);
        session.goOn();
        effects.rewind();
        result = this.attempt();
      }
      return result;
    } finally {
      clearTimeout(timer);
      database.forgetWait(transaction);
    }
  }

  private wait(wait: LockWait): Promise<void> {
    const { database, settings } = this.session;
    const timeoutMs = wait instanceof Pause ? 0 : settings.obeyed.lockTimeoutMs;
    return database.waitFor(wait, this.statement, timeoutMs);
  }
}

function statementTimeout(): SqlError {
  return new SqlError('57014', 'canceling statement due to statement timeout');
}
