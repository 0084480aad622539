import type { Writer } from './writer';

/**
 * Thrown, not returned, when a statement meets a lock of another transaction. The session waits until `blockers` have
 * ended, while the statement's changes stand; then they are taken back, and it runs again. It never reaches a caller
 * of the store.
 */
export class LockWait {
  constructor(readonly blockers: readonly Writer[]) {}
}
