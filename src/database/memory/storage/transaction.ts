import { SqlError } from '../types/sql-error';
import type { Change } from './change';
import { ReadSet } from './read-set';
import type { RowLock, RowVersion, Snapshot } from './row-version';
import type { Writer } from './writer';

export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable';

interface Savepoint {
  readonly name: string;
  readonly mark: number;
  readonly deferredMark: number;
}

/** A check that a deferrable constraint owes at COMMIT. */
export interface DeferredCheck {
  readonly constraint: string;
  readonly run: () => void;
}

/**
 * A transaction: what it wrote (so that it can be taken back), what it locked, what it may see.
 * Until it commits its sequence is Infinity, so that no snapshot sees its work.
 */
export class Transaction implements Writer {
  commitSequence = Infinity;
  status: 'active' | 'committed' | 'rolled back' = 'active';
  readonly changes: Change[] = [];
  /** Rows that carry a lock of this transaction. */
  readonly lockedRows: { version: RowVersion; lock: RowLock }[] = [];
  deferredChecks: DeferredCheck[] = [];
  private modes: Map<string, 'deferred' | 'immediate'> | null = null;
  /** Called once when the transaction has ended, in the order in which they asked. */
  private waiters: (() => void)[] = [];
  /** What it waits for now; the edges of the deadlock graph. */
  waitingFor: readonly Writer[] | null = null;
  /** What it has looked at, under SERIALIZABLE. */
  readonly reads: ReadSet | null;
  private savepoints: Savepoint[] = [];
  private fixedSnapshot: Snapshot | null = null;

  constructor(
    readonly isolation: IsolationLevel,
    readonly readOnly: boolean,
    /** Microseconds since the epoch: what now() answers. */
    readonly startMicros: bigint,
    private readonly currentSequence: () => number,
  ) {
    this.reads = isolation === 'serializable' ? new ReadSet() : null;
  }

  /** Names of deferrable constraints that SET CONSTRAINTS moved, or 'all'. */
  get constraintModes(): Map<string, 'deferred' | 'immediate'> {
    this.modes ??= new Map();
    return this.modes;
  }

  /** READ COMMITTED sees what is committed now; the higher levels what was when their first statement ran. */
  snapshot(): Snapshot {
    if (this.isolation === 'read committed') return { sequence: this.currentSequence(), transaction: this };
    this.fixedSnapshot ??= { sequence: this.currentSequence(), transaction: this };
    return this.fixedSnapshot;
  }

  /** Whether a statement has run or a row has changed: it is too late for SET TRANSACTION. */
  get hasWorked(): boolean {
    return this.fixedSnapshot !== null || this.changes.length > 0;
  }

  /** The oldest commit that this transaction has to be able to look behind; Infinity when it pins none. */
  get pinnedSequence(): number {
    return this.fixedSnapshot?.sequence ?? Infinity;
  }

  savepoint(name: string): void {
    this.savepoints.push({ name, mark: this.changes.length, deferredMark: this.deferredChecks.length });
  }

  /** @throws SqlError 3B001 when there is no such savepoint */
  release(name: string): void {
    this.savepoints.length = this.indexOf(name);
  }

  /** Takes back everything since the savepoint, which stays. */
  rollbackTo(name: string): void {
    const index = this.indexOf(name);
    const savepoint = this.savepoints[index];
    if (!savepoint) return;
    this.undoTo(savepoint.mark);
    this.deferredChecks.length = Math.min(this.deferredChecks.length, savepoint.deferredMark);
    this.savepoints.length = index + 1;
  }

  undoTo(mark: number): void {
    while (this.changes.length > mark) {
      const change = this.changes.pop();
      if (change) change.table.undo(change);
    }
  }

  onEnd(listener: () => void): void {
    this.waiters.push(listener);
  }

  /** Releases row locks and wakes, in order, whoever waited. */
  end(status: 'committed' | 'rolled back'): void {
    this.status = status;
    this.savepoints = [];
    for (const { version, lock } of this.lockedRows) {
      const left = version.locks?.filter((held) => held !== lock) ?? [];
      version.locks = left.length > 0 ? left : null;
    }
    this.lockedRows.length = 0;
    const waiters = this.waiters;
    this.waiters = [];
    for (const wake of waiters) wake();
  }

  private indexOf(name: string): number {
    const index = this.savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (index < 0) throw new SqlError('3B001', `savepoint "${name}" does not exist`);
    return index;
  }
}
