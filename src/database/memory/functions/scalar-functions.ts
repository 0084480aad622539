import { createHash, randomUUID } from 'node:crypto';
import { castToText } from '../types/coercion';
import {
  civilFromDays,
  daysFromCivil,
  formatTimestamptz,
  localToUtc,
  splitDays,
  utcToLocal,
  utcToZone,
  zoneToUtc,
} from '../types/datetime';
import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import { Interval } from '../types/interval';
import {
  isJsonArray,
  isJsonObject,
  Jsonb,
  jsonObject,
  jsonTypeOf,
  parseJson,
  type JsonValue,
} from '../types/jsonb';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { power, walk } from './operators';
import { posixMatcher } from './patterns';
import type { ArgumentType, Signature } from './signature';
import { toChar } from './to-char';

/** Scalar functions by name. */
export const scalarFunctions = new Map<string, Signature[]>();

type Options = Pick<Signature, 'lenient' | 'variadic' | 'volatile'>;

function define(
  name: string,
  args: readonly ArgumentType[],
  result: Signature['result'],
  call: Signature['call'],
  options: Options = {},
): void {
  const signatures = scalarFunctions.get(name) ?? [];
  signatures.push({ args, result, call, ...options });
  scalarFunctions.set(name, signatures);
}

const {
  text,
  int4,
  int8,
  float8,
  numeric,
  bool,
  jsonb,
  json,
  timestamp,
  timestamptz,
  date,
  interval,
  bytea,
  uuid,
} = types;
const points = (value: Datum | undefined): string[] => [...(value as string)];

// Text.
const onText = (name: string, call: (value: string) => string): void =>
  define(name, [text], text, ([a]) => call(a as string));
onText('lower', (value) => value.toLowerCase());
onText('upper', (value) => value.toUpperCase());
onText('initcap', (value) =>
  value.toLowerCase().replaceAll(/[\p{L}\p{N}]+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1)),
);
onText('reverse', (value) => [...value].toReversed().join(''));
onText('md5', (value) => createHash('md5').update(value).digest('hex'));
onText('quote_ident', (value) =>
  /^[a-z_][a-z0-9_$]*$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`,
);
onText('quote_literal', (value) => `'${value.replaceAll("'", "''")}'`);
for (const name of ['length', 'char_length', 'character_length']) {
  define(name, [text], int4, ([a]) => points(a).length);
  define(name, [types.bpchar], int4, ([a]) => points(castToText(types.bpchar, a as string)).length);
}
define('octet_length', [text], int4, ([a]) => Buffer.byteLength(a as string));
define('octet_length', [bytea], int4, ([a]) => (a as Uint8Array).byteLength);
define('length', [bytea], int4, ([a]) => (a as Uint8Array).byteLength);
define('bit_length', [text], int4, ([a]) => Buffer.byteLength(a as string) * 8);
define('ascii', [text], int4, ([a]) => (a as string).codePointAt(0) ?? 0);
define('chr', [int4], text, ([a]) => String.fromCodePoint(a as number));

function trimmer(name: string, start: boolean, end: boolean): void {
  const trim = (value: string, set: string): string => {
    const characters = new Set(set);
    const list = [...value];
    let from = 0;
    let to = list.length;
    while (start && from < to && characters.has(list[from] ?? '')) from += 1;
    while (end && to > from && characters.has(list[to - 1] ?? '')) to -= 1;
    return list.slice(from, to).join('');
  };
  define(name, [text], text, ([a]) => trim(a as string, ' '));
  define(name, [text, text], text, ([a, b]) => trim(a as string, b as string));
}
trimmer('btrim', true, true);
trimmer('ltrim', true, false);
trimmer('rtrim', false, true);

function substring(value: string, from: number, count?: number): string {
  if (count !== undefined && count < 0) throw new SqlError('22011', 'negative substring length not allowed');
  const end = count === undefined ? Infinity : from + count;
  return [...value].filter((_, i) => i + 1 >= from && i + 1 < end).join('');
}
for (const name of ['substring', 'substr']) {
  define(name, [text, int4], text, ([a, b]) => substring(a as string, b as number));
  define(name, [text, int4, int4], text, ([a, b, c]) => substring(a as string, b as number, c as number));
}
define('substring', [text, text], text, ([a, b]) => {
  const match = posixMatcher(b as string, '').exec(a as string);
  return match ? (match[1] ?? match[0]) : null;
});
const position = (value: string, part: string): number =>
  value.indexOf(part) < 0 ? 0 : [...value.slice(0, value.indexOf(part))].length + 1;
define('position', [text, text], int4, ([a, b]) => position(a as string, b as string));
define('strpos', [text, text], int4, ([a, b]) => position(a as string, b as string));
define('starts_with', [text, text], bool, ([a, b]) => (a as string).startsWith(b as string));
define('overlay', [text, text, int4], text, ([a, b, c]) =>
  overlay(a as string, b as string, c as number, points(b as string).length),
);
define('overlay', [text, text, int4, int4], text, ([a, b, c, d]) =>
  overlay(a as string, b as string, c as number, d as number),
);
function overlay(value: string, part: string, from: number, count: number): string {
  return substring(value, 1, from - 1) + part + substring(value, from + count);
}
define('replace', [text, text, text], text, ([a, b, c]) =>
  b === '' ? (a as string) : (a as string).replaceAll(b as string, () => c as string),
);
define('left', [text, int4], text, ([a, n]) =>
  points(a)
    .slice(0, n as number)
    .join(''),
);
define('right', [text, int4], text, ([a, n]) => {
  const list = points(a);
  return list.slice((n as number) >= 0 ? Math.max(list.length - (n as number), 0) : -(n as number)).join('');
});
for (const [name, start] of [
  ['lpad', true],
  ['rpad', false],
] as const) {
  const pad = (value: string, length: number, fill: string): string => {
    const list = [...value];
    if (list.length >= length) return list.slice(0, Math.max(length, 0)).join('');
    const filler = [...fill];
    if (filler.length === 0) return value;
    const padding = Array.from({ length: length - list.length }, (_, i) => filler[i % filler.length]).join(
      '',
    );
    return start ? padding + value : value + padding;
  };
  define(name, [text, int4], text, ([a, n]) => pad(a as string, n as number, ' '));
  define(name, [text, int4, text], text, ([a, n, fill]) => pad(a as string, n as number, fill as string));
}
define('repeat', [text, int4], text, ([a, n]) => (a as string).repeat(Math.max(n as number, 0)));
define('split_part', [text, text, int4], text, ([a, b, n]) => {
  if (n === 0) throw new SqlError('22023', 'field position must not be zero');
  const parts = b === '' ? [a as string] : (a as string).split(b as string);
  return ((n as number) > 0 ? parts[(n as number) - 1] : parts.at(n as number)) ?? '';
});
define('translate', [text, text, text], text, ([a, from, to]) => {
  const target = points(to as string);
  const source = points(from as string);
  return points(a)
    .flatMap((point) => {
      const at = source.indexOf(point);
      return at < 0 ? [point] : (target[at] ?? []);
    })
    .join('');
});
const plainText = (value: Datum, type: SqlType | undefined): string =>
  value === null || !type
    ? ''
    : castToText(
        type === types.bool ? types.unknown : type,
        type === types.bool ? (value ? 't' : 'f') : value,
      );
define(
  'concat',
  ['any'],
  text,
  (values, _context, given) => values.map((value, i) => plainText(value, given[i])).join(''),
  { lenient: true, variadic: true },
);
define(
  'concat_ws',
  [text, 'any'],
  text,
  ([separator = null, ...values], _context, given) =>
    separator === null
      ? null
      : values
          .flatMap((value, i) => (value === null ? [] : [plainText(value, given[i + 1])]))
          .join(separator as string),
  { lenient: true, variadic: true },
);
define(
  'format',
  [text, 'any'],
  text,
  ([pattern = null, ...values], _context, given) => {
    if (pattern === null) return null;
    let at = 0;
    return (pattern as string).replaceAll(/%([%sIL])/g, (_, kind: string) => {
      if (kind === '%') return '%';
      const value = values[at] ?? null;
      at += 1;
      const shown = plainText(value, given[at]);
      if (kind === 's') return shown;
      if (kind === 'I') return /^[a-z_][a-z0-9_$]*$/.test(shown) ? shown : `"${shown.replaceAll('"', '""')}"`;
      return value === null ? 'NULL' : `'${shown.replaceAll("'", "''")}'`;
    });
  },
  { lenient: true, variadic: true },
);
define('format', [text], text, ([pattern]) => (pattern as string).replaceAll('%%', '%'));
define('regexp_replace', [text, text, text], text, ([a, b, c]) =>
  (a as string).replace(posixMatcher(b as string, ''), jsReplacement(c as string)),
);
define('regexp_replace', [text, text, text, text], text, ([a, b, c, flags]) =>
  (a as string).replace(posixMatcher(b as string, flags as string), jsReplacement(c as string)),
);
const jsReplacement = (replacement: string): string =>
  replacement
    .replaceAll('$', '$$$$')
    .replaceAll(/\\(\d)/g, '$$$1')
    .replaceAll(String.raw`\&`, '$$&');
define('regexp_match', [text, text], arrayOf(text), ([a, b]) => {
  const match = posixMatcher(b as string, '').exec(a as string);
  return match ? (match.length > 1 ? match.slice(1).map((part) => part ?? null) : [match[0]]) : null;
});
define('string_to_array', [text, text], arrayOf(text), ([a, b]) =>
  a === '' ? [] : (a as string).split(b as string),
);
define('to_hex', [int4], text, ([a]) => ((a as number) >>> 0).toString(16));
define('encode', [bytea, text], text, ([a, format]) =>
  Buffer.from(a as Uint8Array).toString(format === 'hex' ? 'hex' : format === 'base64' ? 'base64' : 'latin1'),
);
define('decode', [text, text], bytea, ([a, format]) =>
  Buffer.from(a as string, format === 'hex' ? 'hex' : format === 'base64' ? 'base64' : 'latin1'),
);
define('sha256', [bytea], bytea, ([a]) =>
  createHash('sha256')
    .update(a as Uint8Array)
    .digest(),
);
define('unaccent', [text], text, ([a]) => (a as string).normalize('NFD').replaceAll(/\p{M}/gu, ''));

// Numbers.
const onDouble = (name: string, call: (value: number) => number): void =>
  define(name, [float8], float8, ([a]) => call(a as number));
for (const name of ['sqrt', 'cbrt', 'exp', 'ln', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan'] as const) {
  onDouble(name, (value) => {
    if (name === 'sqrt' && value < 0)
      throw new SqlError('2201F', 'cannot take square root of a negative number');
    if (name === 'ln' && value <= 0)
      throw new SqlError(
        '2201E',
        value === 0 ? 'cannot take logarithm of zero' : 'cannot take logarithm of a negative number',
      );
    return name === 'ln' ? Math.log(value) : Math[name](value);
  });
}
onDouble('log', (value) => Math.log10(value));
onDouble('degrees', (value) => (value * 180) / Math.PI);
onDouble('radians', (value) => (value * Math.PI) / 180);
define('sqrt', [numeric], numeric, ([a]) =>
  Numeric.fromDouble(Math.sqrt((a as Numeric).toNumber())).round(
    Math.max(16 - (a as Numeric).integerDigits, (a as Numeric).scale),
  ),
);
define('pi', [], float8, () => Math.PI);
define('random', [], float8, () => Math.random(), { volatile: true });
for (const name of ['power', 'pow']) {
  define(name, [float8, float8], float8, ([a, b]) => (a as number) ** (b as number));
  define(name, [numeric, numeric], numeric, ([a, b]) => power(a as Numeric, b as Numeric));
}
for (const type of [types.int2, int4]) define('abs', [type], type, ([a]) => Math.abs(a as number));
define('abs', [int8], int8, ([a]) => ((a as bigint) < 0n ? -(a as bigint) : (a as bigint)));
define('abs', [numeric], numeric, ([a]) => (a as Numeric).abs());
define('abs', [float8], float8, ([a]) => Math.abs(a as number));
for (const [name, exact, inexact] of [
  ['floor', (a: Numeric) => a.floor(), Math.floor],
  ['ceil', (a: Numeric) => a.ceil(), Math.ceil],
  ['ceiling', (a: Numeric) => a.ceil(), Math.ceil],
  [
    'round',
    (a: Numeric) => a.round(0),
    (a: number) => (Math.abs(a % 1) === 0.5 ? 2 * Math.round(a / 2) : Math.round(a)),
  ],
  ['trunc', (a: Numeric) => a.truncate(0), Math.trunc],
  ['sign', (a: Numeric) => Numeric.fromBigint(BigInt(a.sign())), Math.sign],
] as const) {
  define(name, [numeric], numeric, ([a]) => exact(a as Numeric));
  define(name, [float8], float8, ([a]) => inexact(a as number));
}
define('round', [numeric, int4], numeric, ([a, n]) => (a as Numeric).round(n as number));
define('trunc', [numeric, int4], numeric, ([a, n]) => (a as Numeric).truncate(n as number));
for (const type of [types.int2, int4, int8]) {
  define('mod', [type, type], type, ([a, b]) => {
    if (Number(b) === 0) throw new SqlError('22012', 'division by zero');
    return type === int8 ? (a as bigint) % (b as bigint) : (a as number) % (b as number);
  });
}
define('mod', [numeric, numeric], numeric, ([a, b]) => (a as Numeric).modulo(b as Numeric));
define('div', [numeric, numeric], numeric, ([a, b]) => (a as Numeric).divideTo(b as Numeric, 20).truncate(0));

// Identifiers and the session.
for (const name of ['gen_random_uuid', 'uuid_generate_v4'])
  define(name, [], uuid, () => randomUUID(), { volatile: true });
const withoutSchema = (value: Datum): string => (value as string).replaceAll('"', '');
define('nextval', [text], int8, ([a], context) => context.nextval(withoutSchema(a ?? '')), {
  volatile: true,
});
define('currval', [text], int8, ([a], context) => context.currval(withoutSchema(a ?? '')), {
  volatile: true,
});
define('lastval', [], int8, (_values, context) => context.lastval(), { volatile: true });
define(
  'setval',
  [text, int8],
  int8,
  ([a, b], context) => context.setval(withoutSchema(a ?? ''), b as bigint, true),
  { volatile: true },
);
define(
  'setval',
  [text, int8, bool],
  int8,
  ([a, b, c], context) => context.setval(withoutSchema(a ?? ''), b as bigint, c as boolean),
  { volatile: true },
);
define('pg_get_serial_sequence', [text, text], text, ([a, b], context) =>
  context.serialSequence(withoutSchema(a ?? ''), b as string),
);
define('version', [], text, () => 'PostgreSQL 15.0 (in-memory store)');
for (const [name, value] of [
  ['current_schema', 'public'],
  ['current_database', 'memory'],
  ['current_user', 'postgres'],
  ['session_user', 'postgres'],
] as const) {
  define(name, [], types.name, () => value);
}
define('current_setting', [text], text, ([a], context) => {
  const value = context.setting(a as string);
  if (value === null) throw new SqlError('42704', `unrecognized configuration parameter "${a as string}"`);
  return value;
});
define('pg_typeof', ['any'], text, (_values, _context, [type]) => type?.displayName ?? 'unknown', {
  lenient: true,
});
define('pg_sleep', [float8], types.void, () => {
  throw new SqlError('0A000', 'pg_sleep is not supported by the in-memory store');
});

// Dates and times.
for (const name of ['now', 'transaction_timestamp']) define(name, [], timestamptz, (_values, { now }) => now);
define('statement_timestamp', [], timestamptz, (_values, { statementNow }) => statementNow);
define('clock_timestamp', [], timestamptz, (_values, context) => context.clockNow(), { volatile: true });
define('timeofday', [], text, (_values, context) => formatTimestamptz(context.clockNow()), {
  volatile: true,
});
define('timezone', [text, timestamptz], timestamp, ([zone, a]) => utcToZone(a as bigint, zone as string));
define('timezone', [text, timestamp], timestamptz, ([zone, a]) => zoneToUtc(a as bigint, zone as string));
const DAY = 86_400_000_000n;
define('date_trunc', [text, timestamp], timestamp, ([unit, a]) => truncateTo(unit as string, a as bigint));
define('date_trunc', [text, timestamptz], timestamptz, ([unit, a]) =>
  localToUtc(truncateTo(unit as string, utcToLocal(a as bigint))),
);
function truncateTo(unitText: string, wall: bigint): bigint {
  const unit = unitText.toLowerCase().replace(/s$/, '');
  const { days, rest } = splitDays(wall);
  const { year, month } = civilFromDays(days);
  const start = (y: number, m: number): bigint => BigInt(daysFromCivil(y, m, 1)) * DAY;
  const step = { microsecond: 1, millisecond: 1e3, second: 1e6, minute: 6e7, hour: 3.6e9 }[unit];
  if (step !== undefined) return BigInt(days) * DAY + BigInt(rest - (rest % step));
  switch (unit) {
    case 'day':
      return BigInt(days) * DAY;
    case 'week':
      return BigInt(days - ((((days + 3) % 7) + 7) % 7)) * DAY;
    case 'month':
      return start(year, month);
    case 'quarter':
      return start(year, month - ((month - 1) % 3));
    case 'year':
      return start(year, 1);
    case 'decade':
      return start(Math.floor(year / 10) * 10, 1);
    case 'century':
      return start(Math.floor((year - 1) / 100) * 100 + 1, 1);
    default:
      throw new SqlError('22023', `unit "${unitText}" not recognized for type timestamp without time zone`);
  }
}
function part(fieldText: string, wall: bigint, instant: bigint): Numeric {
  const field = fieldText.toLowerCase();
  const { days, rest } = splitDays(wall);
  const { year, month, day } = civilFromDays(days);
  const micros = BigInt(rest);
  const whole = (value: number): Numeric => Numeric.fromBigint(BigInt(value));
  switch (field) {
    case 'year':
      return whole(year);
    case 'month':
      return whole(month);
    case 'day':
      return whole(day);
    case 'hour':
      return Numeric.fromBigint(micros / 3_600_000_000n);
    case 'minute':
      return Numeric.fromBigint((micros / 60_000_000n) % 60n);
    case 'second':
      return new Numeric(micros % 60_000_000n, 6);
    case 'milliseconds':
      return new Numeric(micros % 60_000_000n, 3);
    case 'microseconds':
      return Numeric.fromBigint(micros % 60_000_000n);
    case 'dow':
      return whole((((days + 4) % 7) + 7) % 7);
    case 'isodow':
      return whole(((((days + 3) % 7) + 7) % 7) + 1);
    case 'doy':
      return whole(days - daysFromCivil(year, 1, 1) + 1);
    case 'quarter':
      return whole(Math.ceil(month / 3));
    case 'decade':
      return whole(Math.floor(year / 10));
    case 'century':
      return whole(Math.ceil(year / 100));
    case 'week':
      return whole(isoWeek(days));
    case 'epoch':
      return new Numeric(instant, 6);
    default:
      throw new SqlError('22023', `unit "${fieldText}" not recognized for type timestamp without time zone`);
  }
}
function isoWeek(days: number): number {
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3;
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}
function intervalPart(fieldText: string, value: Interval): Numeric {
  const whole = (amount: number): Numeric => Numeric.fromBigint(BigInt(amount));
  switch (fieldText.toLowerCase()) {
    case 'year':
      return whole(Math.trunc(value.months / 12));
    case 'month':
      return whole(value.months % 12);
    case 'day':
      return whole(value.days);
    case 'hour':
      return Numeric.fromBigint(value.micros / 3_600_000_000n);
    case 'minute':
      return Numeric.fromBigint((value.micros / 60_000_000n) % 60n);
    case 'second':
      return new Numeric(value.micros % 60_000_000n, 6);
    case 'epoch':
      return new Numeric(
        BigInt(Math.trunc(value.months / 12)) * 31_557_600_000_000n +
          BigInt(value.months % 12) * 2_592_000_000_000n +
          BigInt(value.days) * DAY +
          value.micros,
        6,
      );
    default:
      throw new SqlError('22023', `unit "${fieldText}" not recognized for type interval`);
  }
}
for (const [name, result, wrap] of [
  ['extract', numeric, (value: Numeric): Datum => value],
  ['date_part', float8, (value: Numeric): Datum => value.toNumber()],
] as const) {
  define(name, [text, timestamp], result, ([field, a]) =>
    wrap(part(field as string, a as bigint, a as bigint)),
  );
  define(name, [text, timestamptz], result, ([field, a]) =>
    wrap(part(field as string, utcToLocal(a as bigint), a as bigint)),
  );
  define(name, [text, date], result, ([field, a]) =>
    wrap(part(field as string, BigInt(a as number) * DAY, BigInt(a as number) * DAY)),
  );
  define(name, [text, interval], result, ([field, a]) => wrap(intervalPart(field as string, a as Interval)));
}
define('age', [timestamp, timestamp], interval, ([a, b]) => age(a as bigint, b as bigint));
define('age', [timestamptz, timestamptz], interval, ([a, b]) =>
  age(utcToLocal(a as bigint), utcToLocal(b as bigint)),
);
define('age', [timestamp], interval, ([a], { now }) => age((utcToLocal(now) / DAY) * DAY, a as bigint));
function age(later: bigint, earlier: bigint): Interval {
  if (later < earlier) return age(earlier, later).negate();
  const a = splitDays(later);
  const b = splitDays(earlier);
  const to = civilFromDays(a.days);
  const from = civilFromDays(b.days);
  let micros = a.rest - b.rest;
  let days = to.day - from.day;
  let months = (to.year - from.year) * 12 + to.month - from.month;
  if (micros < 0) {
    micros += Number(DAY);
    days -= 1;
  }
  if (days < 0) {
    months -= 1;
    days +=
      daysFromCivil(from.month === 12 ? from.year + 1 : from.year, (from.month % 12) + 1, 1) -
      daysFromCivil(from.year, from.month, 1);
  }
  return new Interval(months, days, BigInt(micros));
}
define('make_date', [int4, int4, int4], date, ([y, m, d]) =>
  daysFromCivil(y as number, m as number, d as number),
);
define('make_interval', [int4], interval, ([years]) => new Interval((years as number) * 12, 0, 0n));
define('to_timestamp', [float8], timestamptz, ([a]) => BigInt(Math.round((a as number) * 1e6)));
for (const type of [timestamp, timestamptz, date, interval, numeric, int4, int8, float8]) {
  define('to_char', [type, text], text, ([a, pattern]) => toChar(type, a ?? 0, pattern as string));
}

// JSON.
const source = (value: Datum): JsonValue =>
  value instanceof Jsonb ? value.value : parseJson(value as string, 'json');
/** A SQL value as JSON: what to_jsonb makes of it. */
export function toJsonValue(type: SqlType, value: Datum): JsonValue {
  if (value === null) return null;
  if (type === jsonb || type === json) return source(value);
  if (type === bool) return value as boolean;
  if (type.element)
    return (value as readonly Datum[]).map((entry) =>
      toJsonValue(Array.isArray(entry) ? type : (type.element ?? text), entry),
    );
  if (type === int4 || type === types.int2 || type === float8 || type === types.float4)
    return value as number;
  if (type === int8) return Numeric.fromBigint(value as bigint);
  if (type === numeric) return value as Numeric;
  if (type === timestamp || type === timestamptz)
    return type
      .format(value)
      .replace(' ', 'T')
      .replace(/([+-]\d\d)$/, '$1:00');
  return type.format(value);
}
for (const [kind, result] of [
  ['json', json],
  ['jsonb', jsonb],
] as const) {
  const wrap = (value: JsonValue): Datum =>
    result === jsonb ? new Jsonb(value) : new Jsonb(value).toString();
  define(`to_${kind}`, ['any'], result, ([a = null], _context, [type]) => wrap(toJsonValue(type ?? text, a)));
  define(
    `${kind}_build_object`,
    ['any'],
    result,
    (values, _context, given) => {
      const entries: [string, JsonValue][] = [];
      for (let i = 0; i < values.length; i += 2) {
        entries.push([
          plainText(values[i] ?? null, given[i]),
          toJsonValue(given[i + 1] ?? text, values[i + 1] ?? null),
        ]);
      }
      return wrap(kind === 'jsonb' ? jsonObject(entries) : new Map(entries));
    },
    { lenient: true, variadic: true },
  );
  define(
    `${kind}_build_array`,
    ['any'],
    result,
    (values, _context, given) => wrap(values.map((value, i) => toJsonValue(given[i] ?? text, value))),
    { lenient: true, variadic: true },
  );
  define(`${kind}_array_length`, [result], int4, ([a]) => {
    const value = source(a ?? null);
    if (!isJsonArray(value))
      throw new SqlError(
        '22023',
        `cannot get array length of a ${isJsonObject(value) ? 'non-array' : 'scalar'}`,
      );
    return value.length;
  });
  define(`${kind}_typeof`, [result], text, ([a]) => jsonTypeOf(source(a ?? null)));
  define(
    `${kind}_extract_path_text`,
    [result, text],
    text,
    ([a, ...path]) => {
      const found = walk(source(a ?? null), path as string[]);
      return found === undefined || found === null
        ? null
        : typeof found === 'string'
          ? found
          : new Jsonb(found).toString();
    },
    { variadic: true },
  );
}
for (const create of [true, false]) {
  define(
    'jsonb_set',
    create ? [jsonb, arrayOf(text), jsonb] : [jsonb, arrayOf(text), jsonb, bool],
    jsonb,
    ([a, path, value, flag = true]) =>
      new Jsonb(setAt(source(a ?? null), path as readonly string[], source(value ?? null), flag as boolean)),
  );
}
function setAt(
  target: JsonValue,
  [step, ...rest]: readonly string[],
  value: JsonValue,
  create: boolean,
): JsonValue {
  if (step === undefined) return value;
  if (isJsonObject(target)) {
    const current = target.get(step);
    if (current === undefined && (!create || rest.length > 0)) return target;
    return jsonObject([
      ...target,
      [step, rest.length > 0 ? setAt(current ?? null, rest, value, create) : value],
    ]);
  }
  if (!isJsonArray(target)) return target;
  const at = Number(step) < 0 ? target.length + Number(step) : Number(step);
  if (at >= 0 && at < target.length)
    return target.map((entry, i) => (i === at ? setAt(entry, rest, value, create) : entry));
  return create && rest.length === 0 ? (at < 0 ? [value, ...target] : [...target, value]) : target;
}
define('jsonb_strip_nulls', [jsonb], jsonb, ([a]) => new Jsonb(stripNulls(source(a ?? null))));
function stripNulls(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(stripNulls);
  if (isJsonObject(value))
    return jsonObject(
      [...value]
        .filter(([, inner]) => inner !== null)
        .map(([key, inner]) => [key, stripNulls(inner)] as const),
    );
  return value;
}

// Arrays.
const list = (value: Datum | undefined): readonly Datum[] => (value ?? []) as readonly Datum[];
const flatten = (items: readonly Datum[]): readonly Datum[] =>
  items.flatMap((item) => (Array.isArray(item) ? flatten(item as readonly Datum[]) : [item]));
define('cardinality', ['anyarray'], int4, ([a]) => flatten(list(a)).length);
define('array_length', ['anyarray', int4], int4, ([a, dimension]) => {
  let current: Datum = a ?? null;
  for (let i = 1; i < (dimension as number); i += 1)
    current = Array.isArray(current) ? (current[0] as Datum) : null;
  return Array.isArray(current) && current.length > 0 ? current.length : null;
});
define('array_upper', ['anyarray', int4], int4, ([a]) => list(a).length || null);
define('array_lower', ['anyarray', int4], int4, ([a]) => (list(a).length > 0 ? 1 : null));
define('array_append', ['anyarray', 'anyelement'], 'anyarray', ([a, b = null]) => [...list(a), b], {
  lenient: true,
});
define('array_prepend', ['anyelement', 'anyarray'], 'anyarray', ([a = null, b]) => [a, ...list(b)], {
  lenient: true,
});
define('array_cat', ['anyarray', 'anyarray'], 'anyarray', ([a, b]) => [...list(a), ...list(b)], {
  lenient: true,
});
const sameItem = (type: SqlType | undefined, a: Datum, b: Datum): boolean =>
  a === null || b === null ? a === b : (type?.element ?? text).compare(a, b) === 0;
define(
  'array_remove',
  ['anyarray', 'anyelement'],
  'anyarray',
  ([a, b = null], _context, [type]) => list(a).filter((entry) => !sameItem(type, entry, b)),
  { lenient: true },
);
define(
  'array_replace',
  ['anyarray', 'anyelement', 'anyelement'],
  'anyarray',
  ([a, b = null, c = null], _context, [type]) =>
    list(a).map((entry) => (sameItem(type, entry, b) ? c : entry)),
  { lenient: true },
);
define(
  'array_position',
  ['anyarray', 'anyelement'],
  int4,
  ([a, b = null], _context, [type]) => list(a).findIndex((entry) => sameItem(type, entry, b)) + 1 || null,
  { lenient: true },
);
define('array_to_string', ['anyarray', text], text, ([a, separator], _context, [type]) =>
  flatten(list(a))
    .flatMap((entry) => (entry === null ? [] : [(type?.element ?? text).format(entry as NonNullable<Datum>)]))
    .join(separator as string),
);

// Advisory locks: one process is the whole database, so that they are always free.
for (const name of ['pg_advisory_lock', 'pg_advisory_xact_lock'])
  define(name, [int8], types.void, () => '', { volatile: true });
for (const name of ['pg_try_advisory_lock', 'pg_try_advisory_xact_lock', 'pg_advisory_unlock'])
  define(name, [int8], bool, () => true, { volatile: true });

export type { EvalContext };
