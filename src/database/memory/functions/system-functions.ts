import { randomUUID, createHash, randomBytes } from 'node:crypto';
import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { Interval } from '../types/interval';
import { SqlError, unsupported } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import { formatUuid } from '../types/uuid-type';
import { define, defineInContext, defineOver } from './define';
import type { Signature } from './signature';

const {
  text,
  int4,
  int8,
  float8,
  bool,
  uuid,
  name,
  oid,
  any,
  regclass,
  regtype,
  timestamptz,
  interval,
  voidType,
} = {
  ...types,
  voidType: types.void,
};

/** What `version()` says; tools parse the number. */
const VERSION = 'PostgreSQL 15.0 (in-memory store)';

export const systemFunctions: readonly Signature[] = [
  ...['gen_random_uuid', 'uuid_generate_v4', 'uuidv4'].map((functionName) =>
    define(functionName, [], uuid, () => randomUUID(), { volatile: true }),
  ),
  ...['uuid_generate_v1', 'uuid_generate_v1mc'].map((functionName) =>
    define(functionName, [], uuid, timeUuid, { volatile: true }),
  ),
  define('uuidv7', [], uuid, timeOrderedUuid, { volatile: true }),
  define('uuid_generate_v5', [uuid, text], uuid, (space: string, value: string) =>
    namedUuid('sha1', 5, space, value),
  ),
  define('uuid_generate_v3', [uuid, text], uuid, (space: string, value: string) =>
    namedUuid('md5', 3, space, value),
  ),
  define('uuid_nil', [], uuid, () => '00000000-0000-0000-0000-000000000000'),
  define('uuid_ns_dns', [], uuid, () => '6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
  define('uuid_ns_url', [], uuid, () => '6ba7b811-9dad-11d1-80b4-00c04fd430c8'),

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

  defineOver('pg_typeof', [any], regtype, ([type]) => type?.displayName ?? 'unknown', { lenient: true }),
  define('format_type', [oid, int4], text, () => {
    throw unsupported('format_type()');
  }),
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

/** RFC 9562, section 5.3 and 5.5. */
function namedUuid(algorithm: 'md5' | 'sha1', version: number, space: string, value: string): string {
  const bytes = createHash(algorithm)
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(value)
    .digest()
    .subarray(0, 16);
  return stamped(bytes, version);
}

/** RFC 9562, section 5.7. */
function timeOrderedUuid(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return stamped(bytes, 7);
}

/** RFC 9562, section 5.1, with a random node. */
function timeUuid(): string {
  const bytes = randomBytes(16);
  const ticks = BigInt(Date.now()) * 10_000n + 0x01b2_1dd2_1381_4000n;
  bytes.writeUInt32BE(Number(ticks & 0xffff_ffffn), 0);
  bytes.writeUInt16BE(Number((ticks >> 32n) & 0xffffn), 4);
  bytes.writeUInt16BE(Number((ticks >> 48n) & 0x0fffn), 6);
  return stamped(bytes, 1);
}

function stamped(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(bytes.toString('hex'));
}
