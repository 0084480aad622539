import { SqlError } from '../types/sql-error';
import { INTEGERS, REALS, SWITCHED_OFF, SWITCHED_ON, WORDS } from './postgres-settings';
import { schemasOf } from './search-path';
import { PROCESS_ZONE_NAME, readTimeZone } from './session-zone';
import type { NumberSetting, SettingDefinition } from './setting-definition';
import { shownNumber } from './setting-value';

const ALWAYS = 'cannot be changed';

const DEFINITIONS: readonly SettingDefinition[] = [
  ...SWITCHED_ON.map((name) => ({ kind: 'boolean', name, initial: 'on' }) as const),
  ...SWITCHED_OFF.map((name) => ({ kind: 'boolean', name, initial: 'off' }) as const),
  ...numbers(INTEGERS, true),
  ...numbers(REALS, false),
  ...Object.entries(WORDS).map(
    ([name, [initial, words]]) => ({ kind: 'word', name, initial, words }) as const,
  ),

  // What the store does in one way only.
  { kind: 'boolean', name: 'array_nulls', initial: 'on', only: ['on'] },
  { kind: 'boolean', name: 'standard_conforming_strings', initial: 'on', only: ['on'] },
  { kind: 'boolean', name: 'transform_null_equals', initial: 'off', only: ['off'] },
  { kind: 'word', name: 'bytea_output', initial: 'hex', words: ['escape', 'hex'], only: ['hex'] },
  {
    kind: 'word',
    name: 'IntervalStyle',
    initial: 'postgres',
    words: ['postgres', 'postgres_verbose', 'sql_standard', 'iso_8601'],
    only: ['postgres'],
  },
  {
    kind: 'word',
    name: 'session_replication_role',
    initial: 'origin',
    words: ['origin', 'replica', 'local'],
    only: ['origin', 'local'],
  },
  {
    kind: 'text',
    name: 'DateStyle',
    initial: 'ISO, MDY',
    list: 'words',
    read: (text) =>
      /^\s*(iso|mdy|us|noneuropean)(\s*,\s*(iso|mdy|us|noneuropean))*\s*$/i.test(text) ? 'ISO, MDY' : text,
    only: ['ISO, MDY'],
  },
  {
    kind: 'text',
    name: 'client_encoding',
    initial: 'UTF8',
    read: (text) => (/^(utf-?8|unicode)$/i.test(text) ? 'UTF8' : text),
    only: ['UTF8'],
  },

  // What the store obeys.
  { kind: 'text', name: 'search_path', initial: '"$user", public', list: 'names', read: readSearchPath },
  { kind: 'text', name: 'TimeZone', initial: PROCESS_ZONE_NAME, read: readTimeZone },
  { kind: 'boolean', name: 'transaction_read_only', initial: 'off' },
  { kind: 'boolean', name: 'transaction_deferrable', initial: 'off' },
  { kind: 'text', name: 'role', initial: 'none', read: readRole },
  { kind: 'text', name: 'session_authorization', initial: 'postgres', read: readRole },

  { kind: 'text', name: 'application_name', initial: '' },
  { kind: 'text', name: 'default_table_access_method', initial: 'heap' },
  { kind: 'text', name: 'default_tablespace', initial: '' },
  { kind: 'text', name: 'default_text_search_config', initial: 'pg_catalog.english' },
  { kind: 'text', name: 'lc_messages', initial: 'C' },
  { kind: 'text', name: 'lc_monetary', initial: 'C' },
  { kind: 'text', name: 'lc_numeric', initial: 'C' },
  { kind: 'text', name: 'lc_time', initial: 'C' },
  { kind: 'text', name: 'temp_tablespaces', initial: '', list: 'names' },
  { kind: 'text', name: 'timezone_abbreviations', initial: 'Default' },

  { kind: 'boolean', name: 'integer_datetimes', initial: 'on', fixed: ALWAYS },
  { kind: 'boolean', name: 'is_superuser', initial: 'on', fixed: ALWAYS },
  { kind: 'text', name: 'max_identifier_length', initial: '63', fixed: ALWAYS },
  { kind: 'text', name: 'server_encoding', initial: 'UTF8', fixed: ALWAYS },
  { kind: 'text', name: 'server_version', initial: '15.0', fixed: ALWAYS },
  { kind: 'text', name: 'server_version_num', initial: '150000', fixed: ALWAYS },
  {
    kind: 'text',
    name: 'max_connections',
    initial: '100',
    fixed: 'cannot be changed without restarting the server',
  },
];

const BY_NAME: ReadonlyMap<string, SettingDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name.toLowerCase(), definition]),
);

/** The setting of this name, in any case; null when PostgreSQL has none, or none that a session may set. */
export function findSetting(name: string): SettingDefinition | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

function numbers(rows: typeof INTEGERS, isWhole: boolean): NumberSetting[] {
  return Object.entries(rows).map(([name, [initial, min, max, unit = null]]) => {
    const setting: NumberSetting = { kind: 'number', name, initial: '', isWhole, min, max, unit };
    return { ...setting, initial: shownNumber(setting, initial) };
  });
}

function readSearchPath(text: string): string {
  schemasOf(text);
  return text;
}

/** There is one role. @throws SqlError 22023 */
function readRole(text: string): string {
  if (text === 'none' || text === 'postgres') return text;
  throw new SqlError('22023', `role "${text}" does not exist`);
}
