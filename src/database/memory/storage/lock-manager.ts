import { SqlError } from '../types/sql-error';
import type { LockWait } from './lock-wait';
import type { Writer } from './writer';

interface Waiter {
  /** Whom it waits for: the edges of the deadlock graph. */
  readonly blockers: readonly Writer[];
  readonly order: number;
  readonly fail: (error: SqlError) => void;
}

/**
 * Who waits for whom. A cycle is found the moment that it closes, and the transaction that has waited
 * longest in it fails with 40P01, as in PostgreSQL, where its deadlock time-out is the first to expire.
 */
export class LockManager {
  private readonly waiting = new Map<Writer, Waiter>();
  private order = 0;

  /**
   * Resolves when every blocker has ended, or one has given up locks before.
   *
   * @param timeoutMs lock_timeout, at most 2^31 - 1; 0 waits without limit
   * @throws SqlError 40P01 for the victim of a deadlock, 55P03 at the time-out
   */
  wait(transaction: Writer, { blockers }: LockWait, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const subscriptions: (() => void)[] = [];
      const settle = (act: () => void): void => {
        if (this.waiting.get(transaction) !== waiter) return;
        this.waiting.delete(transaction);
        clearTimeout(timer);
        for (const end of subscriptions) end();
        act();
      };
      const waiter: Waiter = {
        blockers,
        order: this.order++,
        fail: (error) => settle(() => reject(error)),
      };
      this.waiting.set(transaction, waiter);
      const check = (): void => {
        if (blockers.every((blocker) => blocker.status !== 'active')) settle(resolve);
      };
      for (const blocker of blockers) {
        subscriptions.push(blocker.onEnd(check));
        // Whether that was what stood in the way shows when the statement runs again.
        const end = blocker.onRelease?.(() => settle(resolve));
        if (end) subscriptions.push(end);
      }
      check();
      if (timeoutMs > 0) {
        timer = setTimeout(
          () => waiter.fail(new SqlError('55P03', 'canceling statement due to lock timeout')),
          timeoutMs,
        );
      }
      this.breakDeadlock(transaction);
    });
  }

  /** Ends the wait of a transaction whose session was closed or cancelled. */
  cancel(transaction: Writer, error: SqlError): void {
    this.waiting.get(transaction)?.fail(error);
  }

  /** One wait may close several cycles: each has a victim of its own. */
  private breakDeadlock(start: Writer): void {
    for (let cycle = this.cycleFrom(start); cycle; cycle = this.cycleFrom(start)) {
      const waiters = cycle.flatMap((transaction) => this.waiting.get(transaction) ?? []);
      const victim = waiters.toSorted((a, b) => a.order - b.order)[0];
      if (!victim) return;
      victim.fail(new SqlError('40P01', 'deadlock detected', { hint: 'See server log for query details.' }));
    }
  }

  /** The transactions that wait for each other in a circle through this one. */
  private cycleFrom(start: Writer): Writer[] | null {
    const path: Writer[] = [];
    const seen = new Set<Writer>();
    const visit = (transaction: Writer): boolean => {
      if (seen.has(transaction)) return false;
      seen.add(transaction);
      path.push(transaction);
      for (const blocker of this.waiting.get(transaction)?.blockers ?? []) {
        if (blocker.status !== 'active' || !blocker.transaction) continue;
        if (blocker.transaction === start || visit(blocker.transaction)) return true;
      }
      path.pop();
      return false;
    };
    return visit(start) ? path : null;
  }
}
