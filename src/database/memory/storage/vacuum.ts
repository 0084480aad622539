import type { Change } from './change';
import { FROZEN } from './row-version';
import type { Transaction } from './transaction';

/** Drops row versions when no snapshot can see them any more, as PostgreSQL's VACUUM does. */
export class Vacuum {
  /** Transactions whose snapshots keep old versions alive. */
  private readonly pinning = new Set<Transaction>();
  /** Committed work whose old versions somebody may still see, oldest first. */
  private pending: { readonly sequence: number; readonly changes: readonly Change[] }[] = [];

  /** From here on what the transaction may look behind is kept. */
  pin(transaction: Transaction): void {
    this.pinning.add(transaction);
  }

  unpin(transaction: Transaction): void {
    this.pinning.delete(transaction);
  }

  /** Takes what a commit has left behind. */
  add(sequence: number, changes: readonly Change[]): void {
    if (this.pinning.size > 0 || this.pending.length > 0) this.pending.push({ sequence, changes });
    else prune(changes);
  }

  run(): void {
    if (this.pending.length === 0) return;
    let horizon = Infinity;
    for (const { pinnedSequence } of this.pinning) horizon = Math.min(horizon, pinnedSequence);
    let done = 0;
    for (const { sequence, changes } of this.pending) {
      if (sequence > horizon) break;
      prune(changes);
      done += 1;
    }
    this.pending.splice(0, done);
  }

  /** Forgets what there was to do: the tables are gone. */
  clear(): void {
    this.pending = [];
  }
}

/** What a commit replaced or deleted goes; what it wrote is as old as everything else from now on. */
function prune(changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind !== 'insert') change.table.unlink(change.old);
    if (change.kind !== 'delete') change.version.creator = FROZEN;
  }
}
