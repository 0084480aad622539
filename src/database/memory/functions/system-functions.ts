import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { Interval } from '../types/interval';
import { quoteIdentifier } from '../types/identifier';
import { SqlError } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import { define, defineInContext, defineOver } from './define';
import { parseIdentifier } from './identifier-functions';
import type { Signature } from './signature';

const { text, int4, int8, float8, bool, name, any, regclass, timestamptz, interval, voidType } = {
  ...types,
  voidType: types.void,
};

/** What `version()` says; tools parse the number. */
const VERSION = 'PostgreSQL 15.0 (in-memory store)';
const ENCODING = 'UTF8';

export const systemFunctions: readonly Signature[] = [
  defineInContext(
    'nextval',
    [regclass],
    int8,
    (context, sequence: string) => context.nextval(relationName(sequence)),
    {
      volatile: true,
    },
  ),
  defineInContext(
    'currval',
    [regclass],
    int8,
    (context, sequence: string) => context.currval(relationName(sequence)),
    {
      volatile: true,
    },
  ),
  defineInContext('lastval', [], int8, (context) => context.lastval(), { volatile: true }),
  defineInContext(
    'setval',
    [regclass, int8],
    int8,
    (context, sequence: string, value: bigint) => context.setval(relationName(sequence), value, true),
    { volatile: true },
  ),
  defineInContext(
    'setval',
    [regclass, int8, bool],
    int8,
    (context, sequence: string, value: bigint, called: boolean) =>
      context.setval(relationName(sequence), value, called),
    { volatile: true },
  ),
  defineInContext('pg_get_serial_sequence', [text, text], text, (context, table: string, column: string) =>
    context.serialSequence(relationName(table), column),
  ),

  define('version', [], text, () => VERSION),
  defineInContext('current_schema', [], name, ({ schemas = [] }) => schemas[0] ?? null),
  defineInContext('current_schemas', [bool], arrayOf(name), ({ schemas = [] }, implicit: boolean) =>
    implicit ? ['pg_catalog', ...schemas] : [...schemas],
  ),
  define('current_database', [], name, () => 'memory'),
  define('current_catalog', [], name, () => 'memory'),
  ...['current_user', 'session_user', 'current_role', 'user'].map((functionName) =>
    define(functionName, [], name, () => 'postgres'),
  ),
  defineInContext('current_setting', [text], text, setting),
  defineInContext('current_setting', [text, bool], text, (context, key: string, missingOk: boolean) =>
    missingOk ? context.setting(key) : setting(context, key),
  ),
  defineInContext(
    'set_config',
    [text, text, bool],
    text,
    (context, key: string | null, value: string | null, local: boolean | null) => {
      if (key === null) throw new SqlError('22004', 'SET requires parameter name');
      context.changeSetting?.(key, value, local ?? false);
      return setting(context, key);
    },
    { volatile: true, lenient: true },
  ),
  define('pg_backend_pid', [], int4, () => process.pid),
  define('pg_client_encoding', [], name, () => ENCODING),
  define('getdatabaseencoding', [], name, () => ENCODING),
  define('pg_trigger_depth', [], int4, () => 0),
  defineInContext('to_regclass', [text], regclass, relationNamed),
  define('pg_is_in_recovery', [], bool, () => false),
  defineInContext('pg_postmaster_start_time', [], timestamptz, ({ now }) => now),
  defineInContext('txid_current', [], int8, ({ now }) => now, { volatile: true }),
  defineInContext(
    'pg_sleep',
    [float8],
    voidType,
    (context, seconds: number) => sleep(context, seconds * 1000),
    {
      volatile: true,
    },
  ),
  defineInContext(
    'pg_sleep_for',
    [interval],
    voidType,
    (context, time: Interval) => sleep(context, Number(time.length) / 1000),
    { volatile: true },
  ),

  defineOver(
    'num_nonnulls',
    [any],
    int4,
    (_types, ...values: Datum[]) => values.filter((value) => value !== null).length,
    { lenient: true, variadic: true },
  ),
  defineOver(
    'num_nulls',
    [any],
    int4,
    (_types, ...values: Datum[]) => values.filter((value) => value === null).length,
    {
      lenient: true,
      variadic: true,
    },
  ),
];

/**
 * A relation's name as its catalog knows it, from SQL text: quotes come off, bare words become lower case.
 */
function relationName(written: string): string {
  return written.replace(
    /"((?:[^"]|"")*)"|([^".]+)/g,
    (_, quoted: string | undefined, bare: string | undefined) =>
      quoted === undefined ? (bare ?? '').trim().toLowerCase() : quoted.replaceAll('""', '"'),
  );
}

/** A table, view or sequence as regclass prints it: with its schema where names do not find it without; or null. */
function relationNamed(context: EvalContext, written: string): string | null {
  const parts = parseIdentifier(written, true);
  const [first = '', second] = parts;
  const schema = second === undefined ? null : first;
  const relation = second ?? first;
  if (parts.length > 2 || !context.hasRelation?.(schema, relation)) return null;
  const visible = schema === null || (context.schemas ?? []).includes(schema);
  return visible ? quoteIdentifier(relation) : `${quoteIdentifier(schema)}.${quoteIdentifier(relation)}`;
}

function sleep(context: EvalContext, ms: number): string {
  context.pause?.(ms);
  return '';
}

/** @throws SqlError 42704 */
function setting(context: EvalContext, key: string): string {
  const value = context.setting(key);
  if (value === null) throw new SqlError('42704', `unrecognized configuration parameter "${key}"`);
  return value;
}
