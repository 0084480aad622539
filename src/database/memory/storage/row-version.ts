import type { LockStrength } from './lock-strength';
import type { Tuple } from './table-def';
import type { Creator, Writer } from './writer';

/** The creator of versions older than every snapshot. */
export const FROZEN: Creator = Object.freeze({ commitSequence: 0 });

export interface RowLock {
  readonly owner: Writer;
  readonly strength: LockStrength;
}

/** One version of a row. */
export class RowVersion {
  creator: Creator;
  /** The transaction that deleted or replaced this version, if any. */
  deleter: Writer | null = null;
  /** How strongly the deleter holds the row: an update that leaves the keys alone lets KEY SHARE pass. */
  deleterStrength: LockStrength = 'update';
  /** Explicit row locks (SELECT FOR ..., foreign key checks). */
  locks: RowLock[] | null = null;
  /** The version that its deleter put in its place; null when the row was deleted. */
  successor: RowVersion | null = null;

  constructor(
    readonly values: Tuple,
    creator: Creator,
    /** Heap order: larger than that of every version written before. */
    public position: number,
  ) {
    this.creator = creator;
  }
}

/** What a statement can see: commits up to a sequence number, and its own transaction's work. */
export interface Snapshot {
  readonly sequence: number;
  readonly transaction: Writer | null;
  /** What the running statement did itself, where it must not see it. */
  readonly hidden?: OwnChanges;
}

export interface OwnChanges {
  readonly inserted: Set<RowVersion>;
  readonly deleted: Set<RowVersion>;
}

export function isVisible(version: RowVersion, snapshot: Snapshot): boolean {
  const { creator, deleter } = version;
  if (creator.commitSequence > snapshot.sequence) {
    if (creator !== snapshot.transaction || snapshot.hidden?.inserted.has(version)) return false;
  }
  if (deleter === null) return true;
  if (deleter === snapshot.transaction) return snapshot.hidden?.deleted.has(version) ?? false;
  return deleter.commitSequence > snapshot.sequence;
}
