import type { Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { runDeferredChecks } from './run-deferred-checks';
import type { SessionState } from './session-state';
import { isolationNamed } from './settings';
import { changeMode, type TransactionMode } from './transaction-mode';

/** The transaction that a session has open, if any, and whether an error has spoilt it. */
export class TransactionBlock {
  private open: Transaction | null = null;
  /** An error has spoilt the open transaction: it accepts nothing but its end (25P02). */
  private failed = false;
  /** Nobody asked for the open transaction: it holds the statements of one text together. */
  private implicit = false;

  constructor(private readonly session: SessionState) {}

  get transaction(): Transaction | null {
    return this.open;
  }

  get hasFailed(): boolean {
    return this.failed;
  }

  /** Whether the end of its text ends the open transaction. */
  get isImplicit(): boolean {
    return this.implicit;
  }

  /** Opens a transaction; one that is open takes on the mode, and stays open beyond its text. @throws SqlError 25001 */
  begin(mode: TransactionMode): void {
    const { database, settings } = this.session;
    changeMode(database, settings, this.open ?? this.start(), mode);
    this.implicit = false;
  }

  /** Opens a transaction that ends with its text; none where one is open. */
  beginImplicit(): void {
    if (this.open) return;
    this.start();
    this.implicit = true;
  }

  private start(): Transaction {
    const { database, settings } = this.session;
    const level = settings.get('default_transaction_isolation') ?? '';
    this.open = database.begin(isolationNamed(level), settings.obeyed.readOnly);
    settings.noteTransaction('transaction_isolation', level);
    return this.open;
  }

  /** How the transaction is that a chain lets begin after this one. @throws SqlError 25P01 */
  modeOfNext(command: string): TransactionMode {
    const { readOnly } = this.within(command);
    const { settings } = this.session;
    return {
      level: settings.get('transaction_isolation'),
      readOnly,
      deferrable: settings.get('transaction_deferrable') === 'on',
    };
  }

  /** @throws SqlError 25P01 */
  within(command: string): Transaction {
    if (!this.open || this.implicit)
      throw new SqlError('25P01', `${command} can only be used in transaction blocks`);
    return this.open;
  }

  /** @returns false when there was nothing left to commit, and it was rolled back */
  async commit(): Promise<boolean> {
    const { session, open } = this;
    if (this.failed) {
      this.rollback();
      return false;
    }
    if (!open) return true;
    try {
      await runDeferredChecks(session, open);
      await session.database.commitDurably(open);
    } catch (error) {
      this.rollback();
      throw error;
    }
    this.end();
    return true;
  }

  rollback(): void {
    if (this.open) this.session.database.rollback(this.open);
    this.end();
  }

  private end(): void {
    this.open = null;
    this.failed = false;
    this.implicit = false;
    this.session.settings.endTransaction();
  }

  rollbackTo(savepoint: string): void {
    this.within('ROLLBACK TO SAVEPOINT').rollbackTo(savepoint);
    this.failed = false;
  }

  /** Takes back at once what an error spoilt, so that nobody waits for it any longer. */
  fail(): void {
    const { open } = this;
    if (!open) return;
    if (!open.rollbackToLast()) this.session.database.rollback(open);
    this.failed = true;
  }

  /** @throws SqlError 25001 */
  setMode(mode: TransactionMode): void {
    const { database, settings } = this.session;
    if (this.open) changeMode(database, settings, this.open, mode);
  }

  async setConstraints(names: readonly string[], deferred: boolean): Promise<void> {
    const { open } = this;
    if (!open) return;
    const mode = deferred ? 'deferred' : 'immediate';
    if (names.length === 0) open.constraintModes.clear();
    for (const name of names.length === 0 ? ['all'] : names) open.constraintModes.set(name, mode);
    // What was put off is due now.
    if (!deferred) await runDeferredChecks(this.session, open, names.length === 0 ? null : new Set(names));
  }
}
