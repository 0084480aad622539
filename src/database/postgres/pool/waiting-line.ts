import type { Client } from 'pg';
import type { ConnectionAcquired } from '../../channels';
import { onceRead } from './once-read';

/** Gives a connection back; with an error or true it is destroyed. A second call does nothing. */
export type Release = (cause?: Error | boolean) => void;
export type Acquired = (error: Error | null, client: Client | null, release: Release) => void;

/** Somebody who wants a connection. */
export interface Waiter {
  readonly acquired: Acquired;
  readonly takenBy: Error | null;
  readonly since: number;
  deadline: NodeJS.Timeout | null;
  /** What those were told who listen. */
  readonly wanted: ConnectionInHand | null;
}

export interface ConnectionInHand extends ConnectionAcquired {
  seconds: number;
}

/** Those who wait for a connection: who has waited longest is the first. */
export class WaitingLine implements Iterable<Waiter> {
  private readonly waiters = new Set<Waiter>();

  /** @param timeoutMs how long each waits at most */
  constructor(
    private readonly timeoutMs: number,
    private readonly timedOut: (waiter: Waiter) => void,
  ) {}

  get size(): number {
    return this.waiters.size;
  }

  get first(): Waiter | undefined {
    const [first] = this.waiters;
    return first;
  }

  [Symbol.iterator](): IterableIterator<Waiter> {
    return this.waiters.values();
  }

  add(waiter: Waiter): void {
    const giveUp = (): void => {
      if (this.waiters.delete(waiter)) this.timedOut(waiter);
    };
    waiter.deadline = setTimeout(() => onceRead(giveUp), this.timeoutMs);
    this.waiters.add(waiter);
  }

  remove(waiter: Waiter): void {
    if (waiter.deadline) clearTimeout(waiter.deadline);
    this.waiters.delete(waiter);
  }

  /** Takes all of them out. */
  clear(): Waiter[] {
    const all = [...this.waiters];
    for (const waiter of all) this.remove(waiter);
    return all;
  }
}
