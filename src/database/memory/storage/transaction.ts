import { SqlError } from '../types/sql-error';
import type { Change } from './change';
import { ReadSet } from './read-set';
import type { RowLock, RowVersion, Snapshot } from './row-version';
import type { Sequence } from './sequence';
import type { RevocableWriter } from './writer';

export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable';

interface Savepoint {
  readonly name: string;
  readonly mark: number;
  /** The checks that were owed, and how constraints were set: a check that has passed since then is owed again. */
  readonly deferredChecks: readonly DeferredCheck[];
  readonly modes: ReadonlyMap<string, 'deferred' | 'immediate'> | null;
  readonly lockMark: number;
  readonly holdMark: number;
  readonly undoMark: number;
  readonly readOnly: boolean;
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
export class Transaction implements RevocableWriter {
  private static writers = 0;

  commitSequence = Infinity;
  writeOrder = Infinity;
  /** A statement has run: it is too late for another isolation level. */
  hasWorked = false;
  status: 'active' | 'committed' | 'rolled back' = 'active';
  /** It is being kept: whether it ends committed is not for others to decide any more. */
  isCommitting = false;
  readonly changes: Change[] = [];
  /** Sequences that it has drawn from or set; noted only where commits are kept. */
  sequences: Set<Sequence> | null = null;
  /** Rows that carry a lock of this transaction. */
  readonly lockedRows: { readonly version: RowVersion; readonly lock: RowLock }[] = [];
  /** Gives up, one by one, what else it holds until it ends. */
  private readonly holds: (() => void)[] = [];
  deferredChecks: DeferredCheck[] = [];
  private modes: Map<string, 'deferred' | 'immediate'> | null = null;
  /** Called once when the transaction has ended, in the order in which they asked. */
  private waiters: Set<() => void> | null = null;
  /** Called when locks are given up before the end. */
  private releaseListeners: Set<() => void> | null = null;
  /** What it has looked at, under SERIALIZABLE. */
  reads: ReadSet | null = null;
  private savepoints: Savepoint[] = [];
  /** Takes back, one by one, what else was done that a rollback undoes. */
  private readonly undos: (() => void)[] = [];
  private fixedSnapshot: Snapshot | null = null;
  /** What the statement sees that waits for a lock; it goes on with it. */
  waitingSnapshot: Snapshot | null = null;

  constructor(
    public isolation: IsolationLevel,
    public readOnly: boolean,
    /** Microseconds since the epoch: what now() answers. */
    readonly startMicros: bigint,
    private readonly currentSequence: () => number,
  ) {
    this.become(isolation);
  }

  get transaction(): this {
    return this;
  }

  /** Names of deferrable constraints that SET CONSTRAINTS moved, or 'all'. */
  get constraintModes(): Map<string, 'deferred' | 'immediate'> {
    this.modes ??= new Map();
    return this.modes;
  }

  /** It writes or locks a row: it has its place among the writers from the first time on. */
  writes(): void {
    if (this.writeOrder === Infinity) this.writeOrder = Transaction.writers++;
  }

  /** READ COMMITTED sees what is committed now; the higher levels what was when their first statement ran. */
  snapshot(): Snapshot {
    this.hasWorked = true;
    if (this.isolation === 'read committed') return { sequence: this.currentSequence(), transaction: this };
    this.fixedSnapshot ??= { sequence: this.currentSequence(), transaction: this };
    return this.fixedSnapshot;
  }

  /** The oldest commit that this transaction has to be able to look behind; Infinity when it pins none. */
  get pinnedSequence(): number {
    return (this.fixedSnapshot ?? this.waitingSnapshot)?.sequence ?? Infinity;
  }

  savepoint(name: string): void {
    this.savepoints.push({
      name,
      mark: this.changes.length,
      deferredChecks: [...this.deferredChecks],
      modes: this.modes && new Map(this.modes),
      lockMark: this.lockedRows.length,
      holdMark: this.holds.length,
      undoMark: this.undos.length,
      readOnly: this.readOnly,
    });
  }

  /** @throws SqlError 3B001 when there is no such savepoint */
  release(name: string): void {
    const index = this.indexOf(name);
    // Whether it writes is for the part in which it was said.
    this.readOnly = (this.savepoints[index] as Savepoint).readOnly;
    this.savepoints.length = index;
  }

  /** Takes back everything since the savepoint, locks included; the savepoint stays. */
  rollbackTo(name: string): void {
    const index = this.indexOf(name);
    this.takeBack(this.savepoints[index] as Savepoint);
    this.savepoints.length = index + 1;
  }

  /** Takes back what an error spoilt: everything since the last savepoint. @returns false when there is none */
  rollbackToLast(): boolean {
    const last = this.savepoints.at(-1);
    if (last) this.takeBack(last);
    return last !== undefined;
  }

  private takeBack(savepoint: Savepoint): void {
    this.undoTo(savepoint.mark);
    this.takeBackTo(savepoint.undoMark);
    this.readOnly = savepoint.readOnly;
    this.deferredChecks = [...savepoint.deferredChecks];
    this.modes = savepoint.modes && new Map(savepoint.modes);
    this.releaseLocks(savepoint.lockMark, savepoint.holdMark);
    const listeners = this.releaseListeners ?? [];
    this.releaseListeners = null;
    for (const wake of listeners) wake();
  }

  undoTo(mark: number): void {
    while (this.changes.length > mark) {
      const change = this.changes.pop();
      if (change) change.table.undo(change);
    }
  }

  onEnd(listener: () => void): () => void {
    this.waiters ??= new Set();
    this.waiters.add(listener);
    return () => this.waiters?.delete(listener);
  }

  onRelease(listener: () => void): () => void {
    this.releaseListeners ??= new Set();
    this.releaseListeners.add(listener);
    return () => this.releaseListeners?.delete(listener);
  }

  /** Holds something until the end, or until a savepoint before this is rolled back to. */
  holdUntilEnd(giveUp: () => void): void {
    this.holds.push(giveUp);
  }

  /** Calls back when this is rolled back, or a savepoint before it; newest first. */
  whenTakenBack(undo: () => void): void {
    this.undos.push(undo);
  }

  private takeBackTo(mark: number): void {
    while (this.undos.length > mark) this.undos.pop()?.();
  }

  /** Whether a part of it runs that can be rolled back by itself. */
  get isNested(): boolean {
    return this.savepoints.length > 0;
  }

  /** Whether the part around the one that runs only reads. */
  get isWithinReadOnly(): boolean {
    return this.savepoints.at(-1)?.readOnly ?? false;
  }

  /** Takes another level, before it has looked at anything. */
  become(isolation: IsolationLevel): void {
    this.isolation = isolation;
    this.reads = isolation === 'serializable' ? new ReadSet() : null;
  }

  /** Releases row locks and wakes, in order, whoever waited. */
  end(status: 'committed' | 'rolled back'): void {
    this.status = status;
    this.savepoints = [];
    if (status === 'rolled back') this.takeBackTo(0);
    this.releaseLocks(0, 0);
    this.releaseListeners = null;
    const waiters = this.waiters ?? [];
    this.waiters = null;
    for (const wake of waiters) wake();
  }

  private releaseLocks(lockMark: number, holdMark: number): void {
    for (let at = lockMark; at < this.lockedRows.length; at += 1) {
      const { version, lock } = this.lockedRows[at] as (typeof this.lockedRows)[number];
      // An update by another has taken the lock along.
      for (let held: RowVersion | null = version; held; held = held.successor) {
        const left = held.locks?.filter((other) => other !== lock) ?? [];
        held.locks = left.length > 0 ? left : null;
      }
    }
    this.lockedRows.length = lockMark;
    for (const giveUp of this.holds.splice(holdMark)) giveUp();
  }

  private indexOf(name: string): number {
    const index = this.savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (index < 0) throw new SqlError('3B001', `savepoint "${name}" does not exist`);
    return index;
  }
}
