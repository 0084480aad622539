import { LockWait } from '../storage/lock-wait';
import type { Transaction } from '../storage/transaction';
import type { SessionState } from './session-state';

/**
 * Runs the checks that were deferred, however often they have to wait for others.
 *
 * @param only the names of the constraints that are due; null for all
 * @throws SqlError of the first violation
 */
export async function runDeferredChecks(
  { database, settings }: SessionState,
  transaction: Transaction,
  only: ReadonlySet<string> | null = null,
): Promise<void> {
  for (;;) {
    try {
      database.checkDeferred(transaction, only);
      return;
    } catch (error) {
      if (!(error instanceof LockWait)) throw error;
      await database.locks.wait(transaction, error, settings.obeyed.lockTimeoutMs);
    }
  }
}
