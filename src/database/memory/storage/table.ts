import type { EvalContext } from '../types/eval-context';
import type { Change, ChangedTable } from './change';
import { Heap } from './heap';
import { keepsColumns, keyColumnsOf } from './key-columns';
import type { LockStrength } from './lock-strength';
import { claimRow, holdRow, supersedeRow, type WaitPolicy } from './row-claim';
import { isAlive } from './row-liveness';
import { FROZEN, isVisible, type RowVersion, type Snapshot } from './row-version';
import type { Statement } from './statement';
import { estimateBytes, type StorageMeter } from './storage-meter';
import { TableConstraints } from './table-constraints';
import type { ExclusionDef, ForeignKeyDef, TableDef, Tuple } from './table-def';
import { TableIndexes } from './table-indexes';
import type { Transaction } from './transaction';
import { findConflict } from './unique-checks';
import type { UniqueIndex } from './unique-index';

export interface TableUsage {
  readonly versions: number;
  readonly bytes: number;
  /** How often every row was looked at, for want of an index. */
  readonly scans: number;
}

export interface TableStatistics extends TableUsage {
  readonly rows: number;
  readonly indexes: readonly { readonly name: string; readonly entries: number; readonly hits: number }[];
}

/** What is due after a row was written: foreign keys, in both directions. `old` is null for an insert, `current` for a delete. */
export type RowSettlement = (
  statement: Statement,
  table: Table,
  old: RowVersion | null,
  current: RowVersion | null,
) => void;

/** A foreign key seen from the table it points to. */
export interface Reference {
  readonly child: Table;
  readonly key: ForeignKeyDef;
}

/**
 * One table: its versions in heap order, its indexes, and what becomes of them when rows are written and locked.
 * Methods are synchronous; a conflict with another transaction leaves them as a {@link LockWait}.
 */
export class Table implements ChangedTable {
  readonly indexes: TableIndexes;
  /** Filled by the catalog as tables that point here are created. */
  readonly references: Reference[] = [];
  private readonly heap = new Heap();
  private readonly constraints: TableConstraints;
  private readonly keyColumns: readonly number[];
  private bytes = 0;
  private scans = 0;

  constructor(
    readonly def: TableDef,
    context: EvalContext,
    private readonly meter: StorageMeter,
    private readonly settle: RowSettlement,
  ) {
    this.indexes = new TableIndexes(def, this.heap, context);
    this.constraints = new TableConstraints(def, this.heap, this.indexes, context);
    this.keyColumns = keyColumnsOf(def);
  }

  /** Visits every row that the snapshot sees, in heap order, until `visit` returns false. */
  scan(snapshot: Snapshot, visit: (version: RowVersion) => boolean | void): void {
    this.scans += 1;
    this.heap.visit((version) => !isVisible(version, snapshot) || visit(version));
  }

  /** The rows that the snapshot sees, in heap order; others may write between two of them. */
  *rows(snapshot: Snapshot): Generator<RowVersion> {
    for (const version of this.heap.versions()) if (isVisible(version, snapshot)) yield version;
  }

  /** Puts a row back that was committed before: no constraint and no ceiling is asked again. */
  restore(values: Tuple): RowVersion {
    const bytes = estimateBytes(values);
    this.meter.restore(bytes);
    this.bytes += bytes;
    const version = this.heap.append(values, FROZEN);
    this.indexes.add(version);
    return version;
  }

  /** What every row has to be by itself. @throws SqlError 23502, 23514 */
  checkRow(values: Tuple): void {
    this.constraints.checkRow(values);
  }

  /** How strongly an UPDATE of these columns locks a row before it knows their values. */
  updateStrength(columns: readonly number[]): LockStrength {
    return columns.some((column) => this.keyColumns.includes(column)) ? 'update' : 'no key update';
  }

  /**
   * Stores a row. Foreign keys are checked when the statement finishes.
   *
   * @throws SqlError 23502, 23514, 23505, 23P01, 53200
   * @throws LockWait when another transaction is writing the same unique key
   */
  insert(statement: Statement, values: Tuple): RowVersion {
    this.checkRow(values);
    const version = this.append(statement.transaction, values);
    statement.record({ kind: 'insert', table: this, version });
    this.constraints.checkWritten(statement.transaction, null, version);
    this.indexes.add(version);
    if (this.def.foreignKeys.length > 0)
      statement.afterRow(() => this.settle(statement, this, null, version));
    this.constraints.checkLater(statement, null, version);
    return version;
  }

  /**
   * Replaces a visible row by a new version at the end of the heap.
   *
   * @returns null when the row was skipped because this very statement has already changed it
   */
  update(statement: Statement, old: RowVersion, values: Tuple): RowVersion | null {
    const keepsKey = keepsColumns(this.def, this.keyColumns, old.values, values);
    const strength = keepsKey ? 'no key update' : 'update';
    this.checkRow(values);
    if (!claimRow(statement, this.def, old, strength)) return null;
    const version = this.append(statement.transaction, values);
    supersedeRow(statement, old, strength, version);
    statement.record({ kind: 'update', table: this, old, version });
    this.constraints.checkWritten(statement.transaction, old, version);
    this.indexes.add(version);
    if (this.def.foreignKeys.length > 0 || this.references.length > 0)
      statement.afterRow(() => this.settle(statement, this, old, version));
    this.constraints.checkLater(statement, old, version);
    return version;
  }

  /** @returns false when this very statement has already changed the row */
  delete(statement: Statement, old: RowVersion): boolean {
    if (!this.remove(statement, old)) return false;
    if (this.references.length > 0) statement.afterRow(() => this.settle(statement, this, old, null));
    return true;
  }

  /**
   * Deletes every row without asking foreign keys, as TRUNCATE does, whatever the snapshot; a rollback brings them back.
   *
   * @throws LockWait while another transaction is writing to the table
   */
  truncate(statement: Statement): void {
    this.heap.visit((version) => {
      if (isAlive(statement.transaction, version)) this.remove(statement, version);
    });
  }

  /**
   * Locks a visible row until the transaction ends.
   *
   * @returns false when the row is to be skipped
   * @throws LockWait, or SqlError 55P03 under NOWAIT, 40001 when it changed after a fixed snapshot
   */
  lock(
    statement: Statement,
    version: RowVersion,
    strength: LockStrength,
    policy: WaitPolicy = 'block',
  ): boolean {
    if (!claimRow(statement, this.def, version, strength, policy, true)) return false;
    holdRow(statement, version, strength);
    return true;
  }

  /** A row that conflicts with `values` under the unique index, committed or our own; waits for one in the making. */
  conflicting(statement: Statement, unique: UniqueIndex, values: Tuple): RowVersion | null {
    return findConflict(statement.transaction, unique.index, values, null);
  }

  /** A row beside which the constraint does not allow `values`, committed or our own; waits for one in the making. */
  excluding(statement: Statement, exclusion: ExclusionDef, values: Tuple): RowVersion | null {
    return this.constraints.findExcluding(statement.transaction, exclusion, values);
  }

  /** Takes one change back. */
  undo(change: Change): void {
    if (change.kind !== 'insert') {
      change.old.deleter = null;
      change.old.successor = null;
    }
    if (change.kind !== 'delete') this.unlink(change.version);
  }

  /** Drops a version that nobody can see any more. */
  unlink(version: RowVersion): void {
    this.indexes.remove(version);
    this.heap.remove(version);
    const bytes = estimateBytes(version.values);
    this.bytes -= bytes;
    this.meter.remove(bytes);
  }

  /** What it takes, without counting: versions that nobody sees any more are among them until they are cleared away. */
  get usage(): TableUsage {
    return { versions: this.heap.size, bytes: this.bytes, scans: this.scans };
  }

  statistics(snapshot: Snapshot): TableStatistics {
    let rows = 0;
    this.heap.visit((version) => {
      if (isVisible(version, snapshot)) rows += 1;
    });
    return {
      rows,
      ...this.usage,
      indexes: [...this.indexes.hash, ...this.indexes.ordered, ...this.indexes.elements].map(
        ({ name, size, hits }) => ({
          name,
          entries: size,
          hits,
        }),
      ),
    };
  }

  private append(creator: Transaction, values: Tuple): RowVersion {
    const bytes = estimateBytes(values);
    this.meter.add(bytes);
    this.bytes += bytes;
    return this.heap.append(values, creator);
  }

  private remove(statement: Statement, old: RowVersion): boolean {
    if (!claimRow(statement, this.def, old, 'update')) return false;
    supersedeRow(statement, old, 'update', null);
    statement.record({ kind: 'delete', table: this, old });
    return true;
  }
}
