import type { AdvisoryLockOwner } from '../storage/advisory-locks';
import type { Catalog } from '../storage/catalog';
import type { Database } from '../storage/database';
import type { Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { SequenceMemory } from './sequence-memory';
import { findSetting } from './known-settings';
import type { SettingDefinition } from './setting-definition';
import { readSetting } from './setting-value';
import { SessionSettings } from './settings';
import { changeMode, type TransactionMode } from './transaction-mode';

/** What a session keeps from one statement to the next. */
export class SessionState implements AdvisoryLockOwner {
  readonly settings = new SessionSettings();
  readonly sequences = new SequenceMemory();
  /** The transaction of the statement that runs or has run last. */
  transaction: Transaction | null = null;
  private closed = false;

  constructor(readonly database: Database) {}

  /** What there is, under the names that the session sees it by. */
  get catalog(): Catalog {
    const { catalog } = this.database;
    const { schemas } = this.settings.obeyed;
    return schemas ? catalog.seenThrough(schemas) : catalog;
  }

  /** A setting as SHOW gives it, null when there is none. @param transaction the one that is open */
  setting(name: string, transaction: Transaction | null): string | null {
    if (transaction && name.toLowerCase() === 'transaction_read_only')
      return transaction.readOnly ? 'on' : 'off';
    return this.settings.get(name);
  }

  /**
   * Changes a setting; what a transaction is, in that transaction alone.
   *
   * @param value null for the default
   * @throws SqlError 42704, 42602, 55P02, 22023, 25001, 0A000
   */
  set(name: string, value: string | null, local: boolean, transaction: Transaction | null): void {
    const definition = findSetting(name);
    if (!definition?.name.startsWith('transaction_'))
      return this.settings.set(name, value, local, transaction);
    if (value === null) throw new SqlError('0A000', `parameter "${definition.name}" cannot be reset`);
    const mode = modeOf(definition, value);
    if (transaction) changeMode(this.database, this.settings, transaction, mode);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Ends the session: a statement that waits fails, and its locks on numbers are given up. */
  close(): void {
    const { database, transaction } = this;
    this.closed = true;
    if (transaction) database.locks.cancel(transaction, terminated());
    database.advisoryLocks.releaseAll(this);
  }

  /** @throws SqlError 57P01 when the session was closed while a statement waited */
  goOn(): void {
    if (this.closed) throw terminated();
  }
}

/** @throws SqlError 22023 */
function modeOf(definition: SettingDefinition, text: string): TransactionMode {
  const value = readSetting(definition, text);
  const ifNamed = <T>(name: string, said: T): T | null => (definition.name === name ? said : null);
  return {
    level: ifNamed('transaction_isolation', value),
    readOnly: ifNamed('transaction_read_only', value === 'on'),
    deferrable: ifNamed('transaction_deferrable', value === 'on'),
  };
}

function terminated(): SqlError {
  return new SqlError('57P01', 'terminating connection due to administrator command');
}
