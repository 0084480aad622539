import type { Database } from '../storage/database';
import type { Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { isolationNamed, type SessionSettings } from './settings';

/** What BEGIN and SET TRANSACTION say of a transaction; null where they leave it as it is. */
export interface TransactionMode {
  readonly level: string | null;
  readonly readOnly: boolean | null;
  readonly deferrable: boolean | null;
}

/** Changes what an open transaction is. @throws SqlError 25001 */
export function changeMode(
  database: Database,
  settings: SessionSettings,
  transaction: Transaction,
  { level, readOnly, deferrable }: TransactionMode,
): void {
  if (level !== null && level !== settings.get('transaction_isolation')) {
    if (transaction.hasWorked)
      throw new SqlError('25001', 'SET TRANSACTION ISOLATION LEVEL must be called before any query');
    if (transaction.isNested)
      throw new SqlError('25001', 'SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction');
    database.changeIsolation(transaction, isolationNamed(level));
    settings.noteTransaction('transaction_isolation', level);
  }
  if (readOnly === false && transaction.readOnly) {
    if (transaction.isWithinReadOnly)
      throw new SqlError('25001', 'cannot set transaction read-write mode inside a read-only transaction');
    if (transaction.hasWorked)
      throw new SqlError('25001', 'transaction read-write mode must be set before any query');
  }
  if (readOnly !== null) transaction.readOnly = readOnly;
  if (deferrable !== null) settings.noteTransaction('transaction_deferrable', deferrable ? 'on' : 'off');
}
