import type { AdvisoryLockRequest } from '../types/eval-context';
import { LockWait } from './lock-wait';
import type { Transaction } from './transaction';
import type { Writer } from './writer';

/** A session's hold on a key, which others wait for as they wait for a transaction. */
class Hold implements Writer {
  readonly commitSequence = Infinity;
  readonly waitingFor = null;
  status: Writer['status'] = 'active';
  count = 1;
  private waiters: (() => void)[] = [];

  constructor(
    readonly owner: object,
    readonly shared: boolean,
    /** Ends with this transaction; null for one that the session gives up itself. */
    readonly transaction: Transaction | null,
  ) {}

  onEnd(listener: () => void): void {
    this.waiters.push(listener);
  }

  end(): void {
    this.status = 'committed';
    const { waiters } = this;
    this.waiters = [];
    for (const wake of waiters) wake();
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
    owner: object,
    transaction: Transaction,
    { key, shared, scope, wait }: AdvisoryLockRequest,
  ): boolean {
    const held = this.holds.get(key) ?? [];
    const others = held.filter((hold) => hold.owner !== owner && !(shared && hold.shared));
    if (others.length > 0) {
      if (!wait) return false;
      throw new LockWait(others.map((hold) => hold.transaction ?? hold));
    }
    const ending = scope === 'transaction' ? transaction : null;
    const own = held.find(
      (hold) => hold.owner === owner && hold.shared === shared && hold.transaction === ending,
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
  release(owner: object, key: string, shared: boolean): boolean {
    const own = this.holds
      .get(key)
      ?.find((hold) => hold.owner === owner && hold.shared === shared && hold.transaction === null);
    if (!own) return false;
    own.count -= 1;
    if (own.count === 0) this.drop(key, own);
    return true;
  }

  /** Gives up everything that the session holds beyond its transaction. */
  releaseAll(owner: object): void {
    for (const [key, held] of this.holds) {
      for (const hold of held) if (hold.owner === owner && hold.transaction === null) this.drop(key, hold);
    }
  }

  private drop(key: string, hold: Hold): void {
    const left = this.holds.get(key)?.filter((other) => other !== hold) ?? [];
    if (left.length > 0) this.holds.set(key, left);
    else this.holds.delete(key);
    hold.end();
  }
}
