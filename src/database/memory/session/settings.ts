import type { IsolationLevel } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { rowResult, type PgResult } from './result';

const DEFAULTS: Readonly<Record<string, string>> = {
  application_name: '',
  client_encoding: 'UTF8',
  datestyle: 'ISO, MDY',
  default_transaction_isolation: 'read committed',
  intervalstyle: 'postgres',
  lock_timeout: '0',
  search_path: '"$user", public',
  server_encoding: 'UTF8',
  server_version: '15.0',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

const UNIT_MS: Record<string, number> = { '': 1, ms: 1, s: 1000, min: 60_000 };

/** The settings of a session (SET, SHOW). Those that change nothing here are kept all the same. */
export class SessionSettings {
  private readonly values = new Map<string, string>();

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? DEFAULTS[name.toLowerCase()] ?? null;
  }

  /** @param value null goes back to the default */
  set(name: string, value: string | null): void {
    if (value === null) this.values.delete(name.toLowerCase());
    else this.values.set(name.toLowerCase(), value);
  }

  show(name: string): PgResult {
    const value = this.get(name);
    if (value === null) throw new SqlError('42704', `unrecognized configuration parameter "${name}"`);
    return rowResult('SHOW', [{ name, type: types.text, typmod: -1 }], [[value]], 0);
  }

  get lockTimeoutMs(): number {
    const match = /^(\d+)\s*([a-z]*)$/.exec(this.get('lock_timeout') ?? '0');
    return match ? Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 1) : 0;
  }

  get isolation(): IsolationLevel {
    const level = this.get('default_transaction_isolation');
    return level === 'repeatable read' || level === 'serializable' ? level : 'read committed';
  }
}
