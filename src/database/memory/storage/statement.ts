import type { Change } from './change';
import type { Snapshot } from './row-version';
import type { Transaction } from './transaction';

/** One run of one statement inside a transaction: its snapshot, and where its changes begin. */
export class Statement {
  readonly snapshot: Snapshot;
  private readonly mark: number;
  /** What is due after the rows are in, in the order of the rows: foreign keys and their actions. */
  private afterRows: (() => void)[] = [];
  /** Checks owed at the end of this statement by deferrable constraints in IMMEDIATE mode. */
  readonly endChecks: (() => void)[] = [];

  constructor(readonly transaction: Transaction) {
    this.snapshot = transaction.snapshot();
    this.mark = transaction.changes.length;
  }

  record(change: Change): void {
    this.transaction.changes.push(change);
  }

  afterRow(work: () => void): void {
    this.afterRows.push(work);
  }

  /**
   * Runs what is due after the rows are in. Cascades add to it while it runs.
   *
   * @throws SqlError 23503, 23505 and what cascading changes raise
   */
  finish(): void {
    for (let at = 0; at < this.afterRows.length; at += 1) this.afterRows[at]?.();
    this.afterRows = [];
    for (const check of this.endChecks) check();
    this.endChecks.length = 0;
  }

  /** Takes the statement's changes back. Row locks it took stay until the transaction ends, as in PostgreSQL. */
  undo(): void {
    this.afterRows = [];
    this.endChecks.length = 0;
    this.transaction.undoTo(this.mark);
  }
}
