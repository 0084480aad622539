import type { Database } from '../storage/database';
import { LockWait } from '../storage/lock-wait';
import { DrawnValues } from '../storage/drawn-values';
import { Pause } from '../storage/pause';
import type { Statement } from '../storage/statement';
import type { Snapshot } from '../storage/row-version';
import type { Transaction } from '../storage/transaction';
import { loadParser, parse, parserIsLoaded } from '../sql/parser';
import type { Prepared, PreparedStatement } from '../sql/prepare';
import type { PreparedCommand } from '../sql/session-command';
import type { Datum } from '../types/datum';
import { bindParameters } from '../types/parameter';
import { SqlError } from '../types/sql-error';
import { commandResult, rowResult, type PgResult } from './result';
import { liftPage } from './page-parameters';
import { RunContext, SequenceMemory, type Work } from './run-context';
import { isolationNamed, SessionSettings } from './settings';
import type { StatementCache } from './statement-cache';

/**
 * One client's conversation with the store: transactions, savepoints and settings, with the states and
 * errors of a PostgreSQL session. Statements run one at a time, in the order in which they came.
 */
export class Session {
  private transaction: Transaction | null = null;
  /** An error has spoilt the open transaction: it accepts nothing but its end (25P02). */
  private failed = false;
  /** The end of the statement that came last. */
  private last: Promise<void> = Promise.resolve();
  private pending = 0;
  private readonly settings = new SessionSettings();
  private readonly sequences = new SequenceMemory();
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly statements: StatementCache,
  ) {}

  /**
   * Runs a text with parameters ($1, ...); several statements only without parameters.
   *
   * @param results is given the result of each statement; the last one's is returned
   */
  execute(sql: string, params: readonly unknown[] = [], results?: PgResult[]): Promise<PgResult> {
    return this.inTurn(() => this.executeNow(sql, params, results));
  }

  /** Runs work that needs no SQL as one statement that changes rows, with the transaction, waits and failures of any other. */
  runWork<T>(work: Work<T>): Promise<T> {
    return this.inTurn(() => this.runWorkNow(work));
  }

  /** What a query that came now would see; null when it would have to wait its turn, is refused, or has its reads noted. */
  get snapshotNow(): Snapshot | null {
    const { transaction } = this;
    if (this.pending > 0 || this.closed || this.failed) return null;
    if (!transaction) return this.database.snapshot();
    return transaction.isolation === 'serializable' ? null : transaction.snapshot();
  }

  /** Whether what it reads has to be remembered, to keep it to an order with the others. */
  get notesReads(): boolean {
    return this.transaction?.isolation === 'serializable';
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.pending === 0 ? run() : this.last.then(run);
    this.pending += 1;
    const over = (): void => {
      this.pending -= 1;
    };
    this.last = turn.then(over, over);
    return turn;
  }

  /** Ends the session: an open transaction is rolled back. */
  close(): void {
    this.closed = true;
    this.database.advisoryLocks.releaseAll(this.sequences);
    if (!this.transaction) return;
    this.database.locks.cancel(
      this.transaction,
      new SqlError('57P01', 'terminating connection due to administrator command'),
    );
    this.database.rollback(this.transaction);
    this.transaction = null;
  }

  /** As `ReadyForQuery` tells a client: I idle, T in a transaction, E in a failed one. */
  get transactionStatus(): 'I' | 'T' | 'E' {
    return this.transaction ? (this.failed ? 'E' : 'T') : 'I';
  }

  private async executeNow(
    sql: string,
    params: readonly unknown[],
    results: PgResult[] = [],
  ): Promise<PgResult> {
    if (this.closed) throw connectionClosed();
    if (!parserIsLoaded()) await loadParser();
    try {
      const paged = this.preparePage(sql, params);
      if (paged) return await this.run(paged.prepared, paged.params);
      const prepared = this.prepare(sql);
      if (prepared.length > 1 && params.length > 0) {
        throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
      }
      if (params.length === 0 && prepared.some(expectsParameters)) throw noParameter(sql);
      if (prepared.length > 1 && !this.transaction) await this.runImplicit(prepared, results);
      else for (const one of prepared) results.push(await this.run(one, params));
      return results.at(-1) ?? commandResult('', 0);
    } catch (error) {
      if (this.transaction) this.fail();
      throw error;
    }
  }

  /** @throws SqlError; in a failed transaction PostgreSQL only reads a text, to see whether that ends it */
  private prepare(sql: string): readonly Prepared[] {
    try {
      return this.statements.get(sql, this.database.catalog);
    } catch (error) {
      if (!this.failed) throw error;
      parse(sql);
      throw transactionAborted();
    }
  }

  /** The statement with its page as parameters; null when it has none, or is not one that can run so. */
  private preparePage(
    sql: string,
    params: readonly unknown[],
  ): { readonly prepared: PreparedStatement; readonly params: readonly unknown[] } | null {
    const lifted = liftPage(sql, params.length);
    if (!lifted) return null;
    const all = [...params, ...lifted.values];
    try {
      const [prepared, ...more] = this.statements.get(lifted.sql, this.database.catalog);
      const fits = more.length === 0 && prepared?.kind === 'statement';
      return fits && prepared.parameterTypes.length === all.length ? { prepared, params: all } : null;
    } catch {
      // The text as it was given says what is wrong with it.
      return null;
    }
  }

  private async runWorkNow<T>(work: Work<T>): Promise<T> {
    if (this.closed) throw connectionClosed();
    try {
      if (this.failed) throw transactionAborted();
      return await this.runInTransaction('a change', false, [], work);
    } catch (error) {
      if (this.transaction) this.fail();
      throw error;
    }
  }

  /** Several statements in one text are one transaction, as in PostgreSQL's simple protocol. */
  private async runImplicit(prepared: readonly Prepared[], results: PgResult[]): Promise<void> {
    const opensOwn = prepared.some(
      (one) => one.kind === 'command' && TRANSACTION_COMMANDS.has(one.action.kind),
    );
    if (!opensOwn) this.transaction = this.database.begin(this.settings.isolation);
    try {
      for (const one of prepared) results.push(await this.run(one, []));
      if (!opensOwn) await this.commit();
    } catch (error) {
      if (!opensOwn && this.transaction) {
        this.database.rollback(this.transaction);
        this.transaction = null;
        this.settings.rollback();
        this.failed = false;
      }
      throw error;
    }
  }

  private async run(prepared: Prepared, params: readonly unknown[]): Promise<PgResult> {
    if (this.failed && !endsTransaction(prepared)) throw transactionAborted();
    return prepared.kind === 'command' ? this.perform(prepared) : this.runStatement(prepared, params);
  }

  private async runStatement(prepared: PreparedStatement, params: readonly unknown[]): Promise<PgResult> {
    const { parameterTypes } = prepared;
    if (params.length !== parameterTypes.length) {
      throw new SqlError(
        '08P01',
        `bind message supplies ${params.length} parameters, but prepared statement "" requires ${parameterTypes.length}`,
      );
    }
    const values = bindParameters(parameterTypes, params);
    const { command, columns, readOnly } = prepared;
    return this.runInTransaction(command, readOnly, values, (context) => {
      const { rows, rowCount } = prepared.run(context);
      return rowResult(command, columns, rows, rowCount);
    });
  }

  /** Runs the work in the open transaction, otherwise in one of its own. */
  private async runInTransaction<T>(
    command: string,
    readOnly: boolean,
    params: readonly Datum[],
    work: Work<T>,
  ): Promise<T> {
    const open = this.transaction;
    if (open) return this.runIn(open, command, readOnly, params, work);
    const own = this.database.begin(this.settings.isolation);
    try {
      const result = await this.runIn(own, command, readOnly, params, work);
      await this.checkDeferred(own);
      await this.database.commitDurably(own);
      if (this.settings.changed) this.settings.commit();
      return result;
    } catch (error) {
      if (own.status === 'active') this.database.rollback(own);
      if (this.settings.changed) this.settings.rollback();
      throw error;
    }
  }

  /** Runs the statement, again after every wait for a lock. */
  private async runIn<T>(
    transaction: Transaction,
    command: string,
    readOnly: boolean,
    params: readonly Datum[],
    work: Work<T>,
  ): Promise<T> {
    if (transaction.readOnly && !readOnly) {
      throw new SqlError('25006', `cannot execute ${command} in a read-only transaction`);
    }
    const drawn = new DrawnValues();
    const statement = this.database.statement(transaction);
    const { statementTimeoutMs } = this.settings;
    const timer =
      statementTimeoutMs > 0
        ? setTimeout(() => this.database.locks.cancel(transaction, statementTimeout()), statementTimeoutMs)
        : undefined;
    try {
      for (;;) {
        drawn.rewind();
        const wait = this.attempt(statement, params, drawn, work);
        if (!(wait instanceof LockWait)) return wait;
        await this.waitFor(wait, statement);
      }
    } finally {
      clearTimeout(timer);
      this.database.forgetWait(transaction);
    }
  }

  private async waitFor(wait: LockWait, statement: Statement): Promise<void> {
    if (!(wait instanceof Pause)) return this.database.waitFor(wait, statement, this.settings.lockTimeoutMs);
    try {
      await this.database.waitFor(wait, statement, 0);
    } finally {
      wait.stop();
    }
  }

  private attempt<T>(
    statement: Statement,
    params: readonly Datum[],
    drawn: DrawnValues,
    work: Work<T>,
  ): T | LockWait {
    try {
      const result = work(
        new RunContext(this.database, statement, params, this.settings, this.sequences, drawn),
      );
      statement.finish();
      return result;
    } catch (error) {
      if (error instanceof LockWait) return error;
      statement.undo();
      throw error;
    }
  }

  // Commands of the session itself.

  private async perform({ command, action }: PreparedCommand): Promise<PgResult> {
    switch (action.kind) {
      case 'begin':
        if (!this.transaction) {
          this.transaction = this.database.begin(
            isolationNamed(action.level) ?? this.settings.isolation,
            action.readOnly ?? false,
          );
          this.settings.begin(action.level, action.readOnly);
        }
        return commandResult(command, null);
      case 'commit':
        return this.failed ? this.rollback() : this.commit();
      case 'rollback':
        return this.rollback();
      case 'savepoint':
        this.inTransaction('SAVEPOINT').savepoint(action.name);
        return commandResult(command, null);
      case 'release':
        this.inTransaction('RELEASE SAVEPOINT').release(action.name);
        return commandResult(command, null);
      case 'rollback to':
        this.inTransaction('ROLLBACK TO SAVEPOINT').rollbackTo(action.name);
        this.failed = false;
        return commandResult(command, null);
      case 'set transaction':
        this.setTransaction(action.level, action.readOnly);
        return commandResult(command, null);
      case 'set constraints':
        await this.setConstraints(action.names, action.deferred);
        return commandResult(command, null);
      case 'set':
        this.settings.set(action.name, action.value, {
          local: action.local,
          inTransaction: this.transaction !== null,
        });
        return commandResult(command, null);
      case 'reset all':
        this.settings.resetAll();
        return commandResult(command, null);
      case 'show':
        return this.settings.show(action.name);
    }
  }

  private inTransaction(command: string): Transaction {
    if (!this.transaction) throw new SqlError('25P01', `${command} can only be used in transaction blocks`);
    return this.transaction;
  }

  private async commit(): Promise<PgResult> {
    const { transaction } = this;
    if (!transaction) return commandResult('COMMIT', null);
    try {
      await this.checkDeferred(transaction);
      await this.database.commitDurably(transaction);
    } catch (error) {
      if (transaction.status === 'active') this.database.rollback(transaction);
      this.transaction = null;
      this.settings.rollback();
      throw error;
    }
    this.transaction = null;
    this.settings.commit();
    return commandResult('COMMIT', null);
  }

  private async checkDeferred(
    transaction: Transaction,
    only: ReadonlySet<string> | null = null,
  ): Promise<void> {
    for (;;) {
      try {
        this.database.checkDeferred(transaction, only);
        return;
      } catch (error) {
        if (!(error instanceof LockWait)) throw error;
        await this.database.locks.wait(transaction, error, this.settings.lockTimeoutMs);
      }
    }
  }

  private rollback(): PgResult {
    if (this.transaction) this.database.rollback(this.transaction);
    this.transaction = null;
    this.settings.rollback();
    this.failed = false;
    return commandResult('ROLLBACK', null);
  }

  /** Takes back at once what the error spoilt, so that nobody waits for it any longer. */
  private fail(): void {
    const { transaction } = this;
    if (transaction && !transaction.rollbackToLast()) this.database.rollback(transaction);
    this.failed = true;
  }

  private setTransaction(level: string | null, readOnly: boolean | null): void {
    const { transaction } = this;
    if (!transaction) return;
    const isolation = isolationNamed(level) ?? transaction.isolation;
    if (transaction.hasWorked && isolation !== transaction.isolation) {
      throw new SqlError('25001', 'SET TRANSACTION ISOLATION LEVEL must be called before any query');
    }
    if (transaction.hasWorked && transaction.readOnly && readOnly === false) {
      throw new SqlError('25001', 'transaction read-write mode must be set before any query');
    }
    if (isolation === transaction.isolation) {
      transaction.readOnly = readOnly ?? transaction.readOnly;
    } else {
      this.database.rollback(transaction);
      this.transaction = this.database.begin(isolation, readOnly ?? transaction.readOnly);
    }
    this.settings.begin(level, readOnly);
  }

  private async setConstraints(names: readonly string[], deferred: boolean): Promise<void> {
    const { transaction } = this;
    if (!transaction) return;
    const mode = deferred ? 'deferred' : 'immediate';
    if (names.length === 0) transaction.constraintModes.clear();
    for (const name of names.length === 0 ? ['all'] : names) transaction.constraintModes.set(name, mode);
    // What was put off is due now.
    if (!deferred) await this.checkDeferred(transaction, names.length === 0 ? null : new Set(names));
  }
}

/** What opens or ends a transaction: a text that holds one of them is not one transaction by itself. */
const TRANSACTION_COMMANDS: ReadonlySet<string> = new Set(['begin', 'commit', 'rollback']);

function expectsParameters(prepared: Prepared): boolean {
  return prepared.kind === 'statement' && prepared.parameterTypes.length > 0;
}

/** Without any parameters `pg` sends a text as it is, and PostgreSQL meets a parameter that nobody declared. */
function noParameter(sql: string): SqlError {
  const { index = 0, 0: parameter = '$1' } = /\$\d+/.exec(sql) ?? {};
  return new SqlError('42P02', `there is no parameter ${parameter}`, { position: String(index + 1) });
}

function statementTimeout(): SqlError {
  return new SqlError('57014', 'canceling statement due to statement timeout');
}

function connectionClosed(): SqlError {
  return new SqlError('08003', 'connection is closed');
}

function transactionAborted(): SqlError {
  return new SqlError(
    '25P02',
    'current transaction is aborted, commands ignored until end of transaction block',
  );
}

function endsTransaction(prepared: Prepared): boolean {
  return prepared.kind === 'command' && ['commit', 'rollback', 'rollback to'].includes(prepared.action.kind);
}
