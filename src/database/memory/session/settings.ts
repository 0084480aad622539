import type { IsolationLevel } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { rowResult, type PgResult } from './result';

const DEFAULTS: Readonly<Record<string, string>> = {
  application_name: '',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  client_min_messages: 'notice',
  DateStyle: 'ISO, MDY',
  default_transaction_deferrable: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  extra_float_digits: '1',
  idle_in_transaction_session_timeout: '0',
  integer_datetimes: 'on',
  IntervalStyle: 'postgres',
  lock_timeout: '0',
  max_connections: '100',
  row_security: 'on',
  search_path: '"$user", public',
  server_encoding: 'UTF8',
  server_version: '15.0',
  server_version_num: '150000',
  session_replication_role: 'origin',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  TimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  transaction_deferrable: 'off',
  work_mem: '4MB',
};

/** Settings by their names in lower case, as they are looked for, with the spelling in which they are shown. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.keys(DEFAULTS).map((name) => [name.toLowerCase(), name]),
);

/** What a setting of a transaction falls back to. */
const OF_TRANSACTIONS: Readonly<Record<string, string>> = {
  transaction_isolation: 'default_transaction_isolation',
  transaction_read_only: 'default_transaction_read_only',
};

const LEVELS: Readonly<Record<string, IsolationLevel>> = {
  'read uncommitted': 'read committed',
  'read committed': 'read committed',
  'repeatable read': 'repeatable read',
  serializable: 'serializable',
};

const UNITS_MS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** How transactions of this level see rows: READ UNCOMMITTED sees no more than READ COMMITTED does. */
export function isolationNamed(level: string | null): IsolationLevel | null {
  return level === null ? null : (LEVELS[level] ?? null);
}

/** The settings of a session (SET, SHOW). Those that change nothing here are kept all the same. */
export class SessionSettings {
  private values: ReadonlyMap<string, string> = new Map();
  /** What holds until the transaction ends (SET LOCAL). */
  private readonly local = new Map<string, string>();
  /** What a rollback goes back to; null while nothing was set in the transaction. */
  private before: ReadonlyMap<string, string> | null = null;

  get(name: string): string | null {
    const key = name.toLowerCase();
    const fallback = OF_TRANSACTIONS[key];
    return (
      this.local.get(key) ??
      this.values.get(key) ??
      (fallback === undefined ? DEFAULTS[NAMES.get(key) ?? key] : this.get(fallback)) ??
      null
    );
  }

  /** @param value null goes back to the default */
  set(name: string, value: string | null, scope: { local: boolean; inTransaction: boolean }): void {
    const key = name.toLowerCase();
    // Without a transaction there is nothing that it could hold until the end of.
    if (scope.local && !scope.inTransaction) return;
    const shown = value === null ? (DEFAULTS[NAMES.get(key) ?? key] ?? '') : shownValue(key, value);
    if (scope.local) {
      this.local.set(key, shown);
      return;
    }
    if (scope.inTransaction) this.before ??= this.values;
    this.local.delete(key);
    const values = new Map(this.values);
    if (value === null) values.delete(key);
    else values.set(key, shown);
    this.values = values;
  }

  resetAll(): void {
    this.values = new Map();
  }

  /** A transaction has begun, or was told what it is. */
  begin(level: string | null, readOnly: boolean | null): void {
    if (level !== null) this.local.set('transaction_isolation', level);
    if (readOnly !== null) this.local.set('transaction_read_only', readOnly ? 'on' : 'off');
  }

  /** Whether the end of the transaction ends something here. */
  get changed(): boolean {
    return this.local.size > 0 || this.before !== null;
  }

  commit(): void {
    this.local.clear();
    this.before = null;
  }

  rollback(): void {
    if (this.before) this.values = this.before;
    this.commit();
  }

  show(name: string): PgResult {
    const value = this.get(name);
    if (value === null) throw new SqlError('42704', `unrecognized configuration parameter "${name}"`);
    const shown = NAMES.get(name.toLowerCase()) ?? name.toLowerCase();
    return rowResult('SHOW', [{ name: shown, type: types.text, typmod: -1 }], [[value]], 0);
  }

  get lockTimeoutMs(): number {
    return millisecondsOf(this.get('lock_timeout') ?? '0') ?? 0;
  }

  get statementTimeoutMs(): number {
    return millisecondsOf(this.get('statement_timeout') ?? '0') ?? 0;
  }

  get isolation(): IsolationLevel {
    return isolationNamed(this.get('default_transaction_isolation')) ?? 'read committed';
  }
}

/** A value as SHOW gives it back: a time in the greatest unit that says it whole. */
function shownValue(key: string, value: string): string {
  const ms = key.endsWith('_timeout') ? millisecondsOf(value) : null;
  if (ms === null) return value;
  const [unit, length] = UNITS_MS.find((known) => ms % known[1] === 0) ?? UNITS_MS[4];
  return ms === 0 ? '0' : `${ms / length}${unit}`;
}

function millisecondsOf(value: string): number | null {
  const [, digits, unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/.exec(value) ?? [];
  const length = unit === '' ? 1 : UNITS_MS.find(([known]) => known === unit)?.[1];
  return digits === undefined || length === undefined ? null : Number(digits) * length;
}
