import type { Change } from './change';
import type { Snapshot } from './row-version';
import type { Transaction } from './transaction';

/** One statement inside a transaction, run as often as locks make it wait: its snapshot, and where its changes begin. */
export class Statement {
  snapshot: Snapshot;
  private readonly initialSnapshot: Snapshot;
  private readonly mark: number;
  private readonly deferredMark: number;
  /** What is due after the rows are in, in the order of the rows: foreign keys and their actions. */
  private afterRows: (() => void)[] = [];
  /** The commits that each look-up of a foreign key could see when it was made first. */
  private readonly lookups: number[] = [];
  private nextLookup = 0;
  private isActing = false;

  constructor(readonly transaction: Transaction) {
    this.initialSnapshot = transaction.snapshot();
    this.snapshot = this.initialSnapshot;
    this.mark = transaction.changes.length;
    this.deferredMark = transaction.deferredChecks.length;
  }

  /**
   * From here on the statement does not see what it does itself: the parts of one with data-modifying
   * WITH queries all look at the rows as they were before it.
   */
  hideOwnChanges(): void {
    this.snapshot = { ...this.snapshot, hidden: { inserted: new Set(), deleted: new Set() } };
  }

  record(change: Change): void {
    this.transaction.writes();
    this.transaction.changes.push(this.isActing ? { ...change, byAction: true } : change);
    const { hidden } = this.snapshot;
    if (!hidden) return;
    if (change.kind !== 'delete') hidden.inserted.add(change.version);
    if (change.kind !== 'insert') hidden.deleted.add(change.old);
  }

  /** Does what a foreign key's action asks for. */
  act(work: () => void): void {
    this.isActing = true;
    try {
      work();
    } finally {
      this.isActing = false;
    }
  }

  /**
   * Up to which commit a look-up of a foreign key sees: the latest when it was made first. What has changed while the
   * statement waited is looked at row by row.
   */
  lookupSequence(latest: number): number {
    const at = this.nextLookup;
    this.nextLookup += 1;
    return (this.lookups[at] ??= latest);
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
  }

  /**
   * Takes the statement's changes back, so that it can run again, on the same snapshot. Row locks it took stay
   * until the transaction ends, as in PostgreSQL.
   */
  undo(): void {
    this.afterRows = [];
    this.transaction.undoTo(this.mark);
    this.transaction.deferredChecks.length = this.deferredMark;
    this.snapshot = this.initialSnapshot;
    this.nextLookup = 0;
  }
}
