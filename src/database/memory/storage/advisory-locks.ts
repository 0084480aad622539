import type { AdvisoryLockRequest } from '../types/eval-context';
import { LockWait } from './lock-wait';
import type { Transaction } from './transaction';
import type { Writer } from './writer';

/** A session, as far as its locks are concerned. */
export interface AdvisoryLockOwner {
  /** The transaction of the statement that runs or has run last, which has to go on for the session to give up locks. */
  readonly transaction: Transaction | null;
}

/** A session's hold on a key, which others wait for as they wait for a transaction. */
class Hold implements Writer {
  readonly commitSequence = Infinity;
  readonly writeOrder = Infinity;
  status: Writer['status'] = 'active';
  count = 1;
  private readonly waiters = new Set<() => void>();

  constructor(
    readonly owner: AdvisoryLockOwner,
    readonly shared: boolean,
    /** Ends with this transaction; null for one that the session gives up itself. */
    readonly endsWith: Transaction | null,
  ) {}

  get transaction(): Transaction | null {
    return this.owner.transaction;
  }

  onEnd(listener: () => void): () => void {
    this.waiters.add(listener);
    return () => this.waiters.delete(listener);
  }

  end(): void {
    this.status = 'committed';
    for (const wake of this.waiters) wake();
  }
}

/** Locks on numbers that mean something to the application (PostgreSQL, "Advisory Locks"). */
export class AdvisoryLocks {
  private readonly holds = new Map<string, Hold[]>();

  /**
   * @param owner the session: its own locks never stand in its way
   * @returns false when the key is taken and the request does not wait
   * @throws LockWait when it does
   */
  acquire(
    owner: AdvisoryLockOwner,
    transaction: Transaction,
    { key, shared, scope, wait }: AdvisoryLockRequest,
  ): boolean {
    const held = this.holds.get(key) ?? [];
    const others = held.filter((hold) => hold.owner !== owner && !(shared && hold.shared));
    if (others.length > 0) {
      if (!wait) return false;
      throw new LockWait(others.map((hold) => hold.endsWith ?? hold));
    }
    const ending = scope === 'transaction' ? transaction : null;
    const own = held.find(
      (hold) => hold.owner === owner && hold.shared === shared && hold.endsWith === ending,
    );
    if (own) {
      own.count += 1;
      return true;
    }
    const hold = new Hold(owner, shared, ending);
    this.holds.set(key, [...held, hold]);
    ending?.holdUntilEnd(() => this.drop(key, hold));
    return true;
  }

  /** Gives up one hold of the session's; false when there is none. */
  release(owner: AdvisoryLockOwner, key: string, shared: boolean): boolean {
    const own = this.holds
      .get(key)
      ?.find((hold) => hold.owner === owner && hold.shared === shared && hold.endsWith === null);
    if (!own) return false;
    own.count -= 1;
    if (own.count === 0) this.drop(key, own);
    return true;
  }

  /** Gives up everything that the session holds beyond its transaction. */
  releaseAll(owner: AdvisoryLockOwner): void {
    for (const [key, held] of this.holds) {
      for (const hold of held) if (hold.owner === owner && hold.endsWith === null) this.drop(key, hold);
    }
  }

  private drop(key: string, hold: Hold): void {
    const left = this.holds.get(key)?.filter((other) => other !== hold) ?? [];
    if (left.length > 0) this.holds.set(key, left);
    else this.holds.delete(key);
    hold.end();
  }
}
