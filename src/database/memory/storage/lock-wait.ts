import type { Writer } from './writer';

/**
 * Thrown, not returned, when a statement meets a lock of another transaction: the statement's changes
 * are taken back (its row locks stay), the session waits until `blockers` have ended, and runs it again.
 * It never reaches a caller of the store.
 */
export class LockWait {
  constructor(
    readonly blockers: readonly Writer[],
    /** What the wait is for, in the words of PostgreSQL's lock messages. */
    readonly target: { readonly kind: 'tuple' | 'transaction'; readonly table: string },
  ) {}
}
