import type { RowVersion, Snapshot } from './row-version';
import type { Change, Transaction } from './transaction';
import type { Table } from './table';

/** A row event that foreign keys (and deferrable uniques) look at when the statement has done its work. */
export interface RowEvent {
  readonly table: Table;
  readonly old: RowVersion | null;
  readonly current: RowVersion | null;
}

/** Sequence values drawn by one statement, kept over its re-runs after a lock wait, so that none is burnt twice. */
export class DrawnValues {
  private readonly values: bigint[] = [];
  private at = 0;

  rewind(): void {
    this.at = 0;
  }

  next(draw: () => bigint): bigint {
    const known = this.values[this.at];
    const value = known ?? draw();
    if (known === undefined) this.values.push(value);
    this.at += 1;
    return value;
  }
}

/** One run of one statement inside a transaction: its snapshot, and where its changes begin. */
export class Statement {
  readonly snapshot: Snapshot;
  private readonly mark: number;
  private events: RowEvent[] = [];
  /** Checks owed at the end of this statement by deferrable constraints in IMMEDIATE mode. */
  readonly endChecks: (() => void)[] = [];

  constructor(
    readonly transaction: Transaction,
    private readonly settle: (statement: Statement, event: RowEvent) => void,
  ) {
    this.snapshot = transaction.snapshot();
    this.mark = transaction.changes.length;
  }

  record(change: Change): void {
    this.transaction.changes.push(change);
  }

  afterRow(event: RowEvent): void {
    this.events.push(event);
  }

  /**
   * Runs what is due after the rows are in: foreign keys and their actions, deferrable checks.
   *
   * @throws SqlError 23503, 23505 and what cascading changes raise
   */
  finish(): void {
    for (let at = 0; at < this.events.length; at += 1) {
      const event = this.events[at];
      if (event) this.settle(this, event);
    }
    this.events = [];
    for (const check of this.endChecks) check();
    this.endChecks.length = 0;
  }

  /** Takes the statement's changes back. Row locks it took stay until the transaction ends, as in PostgreSQL. */
  undo(): void {
    this.events = [];
    this.endChecks.length = 0;
    this.transaction.undoTo(this.mark);
  }
}
