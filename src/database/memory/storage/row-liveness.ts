import { LockWait } from './lock-wait';
import type { RowVersion } from './row-version';
import type { Transaction } from './transaction';
import type { Writer } from './writer';

/** Whether a version counts for the constraints of a row in the making. @throws LockWait while that is open */
export function isAlive(transaction: Transaction, { creator, deleter }: RowVersion): boolean {
  if (deleter === transaction || (deleter !== null && deleter.status === 'committed')) return false;
  const writer =
    creator.commitSequence === Infinity && creator !== transaction ? (creator as Writer) : deleter;
  if (writer) throw new LockWait([writer]);
  return true;
}
