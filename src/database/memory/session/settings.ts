import type { IsolationLevel, Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { findRegion, type TimeZone } from '../types/time-zone';
import { schemasOf } from './search-path';
import { PROCESS_ZONE_NAME } from './session-zone';
import { findSetting } from './known-settings';
import type { NumberSetting } from './setting-definition';
import { unknownSetting } from './setting-error';
import { numberOf, readSetting } from './setting-value';

/** What is set, by the names of settings in lower case. */
interface Values {
  /** Of the session. */
  readonly session: ReadonlyMap<string, string>;
  /** Until the transaction ends (SET LOCAL). */
  readonly local: ReadonlyMap<string, string>;
}

const NOTHING: Values = { session: new Map(), local: new Map() };

/** What the settings of a transaction fall back to. */
const DEFAULTS_OF_TRANSACTIONS: ReadonlyMap<string, string> = new Map([
  ['transaction_isolation', 'default_transaction_isolation'],
  ['transaction_read_only', 'default_transaction_read_only'],
  ['transaction_deferrable', 'default_transaction_deferrable'],
]);

const CUSTOM_NAME = /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*(\.[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)+$/i;

/** What statements obey. */
export interface ObeyedSettings {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly isolation: IsolationLevel;
  readonly readOnly: boolean;
  /** Null for the default. */
  readonly schemas: readonly string[] | null;
  /** Null for the process's. */
  readonly zone: TimeZone | null;
  /** What the meaning of a text depends on; empty by default. */
  readonly meaning: string;
}

/** How transactions of this level see rows: READ UNCOMMITTED sees no more than READ COMMITTED does. */
export function isolationNamed(level: string): IsolationLevel {
  return level === 'read uncommitted' ? 'read committed' : (level as IsolationLevel);
}

/** The settings of a session (SET, SHOW). Those that change nothing here are kept all the same. */
export class SessionSettings {
  private values = NOTHING;
  /** Custom settings are known, and empty, once they were ever set. */
  private readonly custom = new Set<string>();
  private read: ObeyedSettings | null = null;

  /** @returns null when there is no such setting */
  get(name: string): string | null {
    const key = name.toLowerCase();
    const set = this.values.local.get(key) ?? this.values.session.get(key);
    if (set !== undefined) return set;
    const fallback = DEFAULTS_OF_TRANSACTIONS.get(key);
    if (fallback !== undefined) return this.get(fallback);
    return findSetting(key)?.initial ?? (this.custom.has(key) ? '' : null);
  }

  /**
   * @param value null goes back to the default
   * @param transaction takes the change back when it is rolled back
   * @throws SqlError 42704, 42602, 55P02, 22023, 0A000
   */
  set(name: string, value: string | null, local: boolean, transaction: Transaction | null): void {
    const key = name.toLowerCase();
    const definition = findSetting(name);
    if (definition?.fixed !== undefined)
      throw new SqlError('55P02', `parameter "${definition.name}" ${definition.fixed}`);
    if (!definition) this.addCustom(name);
    const shown = value === null || !definition ? value : readSetting(definition, value);
    // Without a transaction there is nothing that it could hold until the end of.
    if (local && !transaction) return;
    const { session } = this.values;
    if (local) {
      const kept = shown ?? definition?.initial ?? '';
      this.change({ session, local: new Map(this.values.local).set(key, kept) }, transaction);
      return;
    }
    const values = { session: new Map(session), local: new Map(this.values.local) };
    values.local.delete(key);
    if (shown === null) values.session.delete(key);
    else values.session.set(key, shown);
    this.change(values, transaction);
  }

  /** What a transaction is stays. */
  resetAll(transaction: Transaction | null): void {
    const ofTransaction = [...this.values.local].filter(([key]) => DEFAULTS_OF_TRANSACTIONS.has(key));
    this.change({ session: new Map(), local: new Map(ofTransaction) }, transaction);
  }

  /** Says what the transaction is; nothing takes it back before its end. */
  noteTransaction(name: 'transaction_isolation' | 'transaction_deferrable', value: string): void {
    const { session, local } = this.values;
    this.values = { session, local: new Map(local).set(name, value) };
  }

  /** The transaction has ended, one way or the other. */
  endTransaction(): void {
    if (this.values.local.size === 0) return;
    this.values = { ...this.values, local: NOTHING.local };
    this.read = null;
  }

  get obeyed(): ObeyedSettings {
    this.read ??= this.readObeyed();
    return this.read;
  }

  private change(values: Values, transaction: Transaction | null): void {
    const before = this.values;
    transaction?.whenTakenBack(() => {
      this.values = before;
      this.read = null;
    });
    this.values = values;
    this.read = null;
  }

  private addCustom(name: string): void {
    if (!name.includes('.')) throw unknownSetting(name);
    if (!CUSTOM_NAME.test(name)) {
      throw new SqlError('42602', `invalid configuration parameter name "${name}"`, {
        detail: 'Custom parameter names must be two or more simple identifiers separated by dots.',
      });
    }
    this.custom.add(name.toLowerCase());
  }

  private readObeyed(): ObeyedSettings {
    const text = (name: string): string => this.get(name) ?? '';
    const searchPath = text('search_path');
    const hasPath = searchPath !== findSetting('search_path')?.initial;
    const zoneName = text('TimeZone');
    const hasZone = zoneName !== PROCESS_ZONE_NAME;
    return {
      lockTimeoutMs: this.millisecondsOf('lock_timeout'),
      statementTimeoutMs: this.millisecondsOf('statement_timeout'),
      isolation: isolationNamed(text('default_transaction_isolation')),
      readOnly: text('default_transaction_read_only') === 'on',
      schemas: hasPath ? schemasOf(searchPath) : null,
      zone: hasZone ? findRegion(zoneName) : null,
      meaning: hasPath || hasZone ? JSON.stringify([searchPath, zoneName]) : '',
    };
  }

  private millisecondsOf(name: string): number {
    const definition = findSetting(name) as NumberSetting;
    return numberOf(definition, this.get(name) ?? '0');
  }
}
