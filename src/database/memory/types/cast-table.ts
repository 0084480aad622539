import { isInfiniteTimestamp, joinTimestamp, MICROS_PER_DAY_BIG, splitTimestamp } from './calendar';
import { checkTimestamp, infiniteTimestamp } from './date-time-types';
import type { Datum, NonNullDatum } from './datum';
import { floatToInteger, numericToInteger, toInteger } from './integer-conversion';
import { xid } from './integer-types';
import { Interval } from './interval';
import { readHstore } from './hstore-type';
import { Jsonb, jsonNumber, jsonObject, jsonTypeOf, parseJson } from './jsonb';
import { centsOf } from './money-type';
import { asInet, formatCidr, maskBytes, parseNetwork } from './network-types';
import { Numeric } from './numeric';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { cutName, trimPadding } from './text-types';
import { instantToWall, LOCAL_ZONE, wallToInstant } from './time-zone';
import { TimeTz } from './timetz';
import { typeByName, typeByOid, types } from './type-catalog';

/** Where a cast stands: implicit ones happen anywhere, assignment ones when storing, explicit ones when written. */
export type CastContext = 'implicit' | 'assignment' | 'explicit';
/** @param typmod of the target, for the few casts whose result depends on it; the others leave it to `fitTypmod` */
export type Cast = (value: NonNullDatum, typmod?: number) => Datum;

export interface CastEntry {
  /** The weakest context in which the cast applies. */
  readonly context: CastContext;
  readonly cast: Cast;
}

const table = new Map<SqlType, Map<SqlType, CastEntry>>();

/** The entry of `pg_cast` for two types, or null. */
export function castEntry(from: SqlType, to: SqlType): CastEntry | null {
  return table.get(from)?.get(to) ?? null;
}

/** What a bool or a padded string is as text differs from their output functions. */
export function castToText(from: SqlType, value: NonNullDatum): string {
  if (from === types.bool) return value === true ? 'true' : 'false';
  if (from === types.bpchar) return trimPadding(value as string);
  return from.format(value);
}

// An implementation only ever meets values of its source type: the one place where that is asserted.
function add(
  from: SqlType,
  to: SqlType,
  context: CastContext,
  cast: (value: never, typmod?: number) => Datum,
): void {
  const row = table.get(from) ?? new Map<SqlType, CastEntry>();
  row.set(to, { context, cast: cast as Cast });
  table.set(from, row);
}

const {
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  money,
  bool,
  oid,
  text,
  varchar,
  bpchar,
  name,
  citext,
  char,
  date,
  time,
  timetz,
  timestamp,
  timestamptz,
  interval,
  json,
  jsonb,
  inet,
  cidr,
  bit,
  varbit,
  regclass,
  regtype,
  xml,
} = types;
const same = (value: NonNullDatum): Datum => value;

const integers = [int2, int4, int8];
for (const [i, from] of integers.entries()) {
  for (const [j, to] of integers.entries()) {
    if (i !== j) {
      add(from, to, i < j ? 'implicit' : 'assignment', (value: number | bigint) =>
        toInteger(BigInt(value), to),
      );
    }
  }
  add(from, numeric, 'implicit', (value: number | bigint) => Numeric.fromBigint(BigInt(value)));
  add(from, float8, 'implicit', (value: number | bigint) => Number(value));
  add(from, float4, 'implicit', (value: number | bigint) => Math.fround(Number(value)));
  add(from, oid, 'implicit', (value: number | bigint) => toInteger(BigInt(value), oid));
  add(numeric, from, 'assignment', (value: Numeric) => numericToInteger(value, from));
  add(float8, from, 'assignment', (value: number) => floatToInteger(value, from));
  add(float4, from, 'assignment', (value: number) => floatToInteger(value, from));
  if (from !== int2) add(from, money, 'assignment', (value: number | bigint) => BigInt(value) * 100n);
}
// PostgreSQL compares the two without a cast.
add(int4, xid, 'implicit', (value: number) => BigInt(value));
add(oid, int4, 'assignment', (value: number) => value | 0);
add(oid, int8, 'assignment', (value: number) => BigInt(value));
add(numeric, float8, 'implicit', (value: Numeric) => checkedDouble(value, Infinity));
add(numeric, float4, 'implicit', (value: Numeric) =>
  Math.fround(checkedDouble(value, 3.4028235677973366e38)),
);
add(float4, float8, 'implicit', same);
add(float8, float4, 'assignment', toFloat4);
add(float4, numeric, 'assignment', (value: number) => Numeric.fromFloat(value, 6));
add(float8, numeric, 'assignment', (value: number) => Numeric.fromFloat(value, 15));
add(numeric, money, 'assignment', (value: Numeric) => centsOf(value));
add(money, numeric, 'assignment', (value: bigint) => new Numeric(value, 2));
add(int4, bool, 'explicit', (value: number) => value !== 0);
add(bool, int4, 'explicit', (value: boolean) => (value ? 1 : 0));

for (const from of [text, varchar, bpchar]) {
  const plain = from === bpchar ? (value: string): string => trimPadding(value) : same;
  for (const to of [text, varchar, bpchar]) {
    if (from !== to) add(from, to, 'implicit', to === bpchar ? same : plain);
  }
  add(from, name, 'implicit', (value: string) => cutName(value));
  add(from, citext, 'assignment', plain);
  add(from, char, 'assignment', (value: string) => value.slice(0, 1));
  add(from, regclass, 'implicit', same);
  add(from, xml, 'explicit', (value: string) => xml.parse(value, -1));
  add(name, from, from === text ? 'implicit' : 'assignment', same);
  add(char, from, from === text ? 'implicit' : 'assignment', same);
}
add(citext, text, 'implicit', same);
add(citext, varchar, 'implicit', same);
add(citext, bpchar, 'assignment', same);
add(char, int4, 'explicit', (value: string) => value.charCodeAt(0) || 0);
add(int4, char, 'explicit', (value: number) => String.fromCharCode(value));
add(xml, text, 'assignment', same);
add(xml, varchar, 'assignment', same);
add(regclass, text, 'assignment', same);
add(regtype, text, 'assignment', same);
add(regtype, oid, 'implicit', (value: string) => typeByName(value)?.oid ?? 0);
for (const from of [oid, int4])
  add(from, regtype, 'implicit', (value: number) => typeByOid(value)?.displayName ?? String(value));

add(date, timestamp, 'implicit', dateToWall);
add(date, timestamptz, 'implicit', (days: number) => toInstant(dateToWall(days)));
add(timestamp, timestamptz, 'implicit', toInstant);
add(timestamptz, timestamp, 'assignment', toWall);
add(timestamp, date, 'assignment', wallToDate);
add(timestamptz, date, 'assignment', (value: bigint) => wallToDate(toWall(value)));
add(timestamp, time, 'assignment', wallToTime);
add(timestamptz, time, 'assignment', (value: bigint) => wallToTime(toWall(value)));
add(timestamptz, timetz, 'assignment', (value: bigint) =>
  isInfiniteTimestamp(value)
    ? null
    : new TimeTz(splitTimestamp(toWall(value)).micros, LOCAL_ZONE.offsetAt(value)),
);
add(time, interval, 'implicit', (value: number) => new Interval(0, 0, BigInt(value)));
add(
  time,
  timetz,
  'implicit',
  (value: number) => new TimeTz(value, LOCAL_ZONE.offsetAt(BigInt(Date.now()) * 1000n)),
);
add(timetz, time, 'assignment', (value: TimeTz) => value.micros);
add(interval, time, 'assignment', (value: Interval) => {
  const rest = value.micros % MICROS_PER_DAY_BIG;
  return Number(rest < 0n ? rest + MICROS_PER_DAY_BIG : rest);
});

add(json, jsonb, 'assignment', (value: string) => new Jsonb(parseJson(value, 'jsonb')));
add(jsonb, json, 'assignment', (value: Jsonb) => value.toString());
for (const to of [int2, int4, int8, numeric, float4, float8]) {
  add(jsonb, to, 'explicit', (value: Jsonb) => {
    const inner = value.value;
    if (jsonTypeOf(inner) !== 'number') throw jsonCastError(value, to);
    const number = jsonNumber(inner);
    return to === numeric ? number : (castEntry(numeric, to)?.cast(number) ?? null);
  });
}
add(jsonb, bool, 'explicit', (value: Jsonb) => {
  if (typeof value.value !== 'boolean') throw jsonCastError(value, bool);
  return value.value;
});

add(types.hstore, json, 'assignment', (value: string) => hstoreJson(value).toString());
add(types.hstore, jsonb, 'assignment', (value: string) => hstoreJson(value));

add(cidr, inet, 'implicit', asInet);
add(inet, cidr, 'assignment', (value: string) => {
  const { bytes, bits } = parseNetwork(value);
  return formatCidr({ bytes: maskBytes(bytes, bits), bits });
});
for (const to of [text, varchar, bpchar]) {
  add(inet, to, 'assignment', (value: string) =>
    value.includes('/') ? value : `${value}/${hostBits(value)}`,
  );
  add(cidr, to, 'assignment', same);
}

for (const to of [
  types.int4multirange,
  types.int8multirange,
  types.nummultirange,
  types.tsmultirange,
  types.tstzmultirange,
  types.datemultirange,
]) {
  add(to.range, to, 'explicit', (value: string) => to.writeAll([to.range.read(value)]));
}

add(bit, varbit, 'implicit', same);
add(varbit, bit, 'implicit', same);
for (const [type, width] of [
  [int4, 32],
  [int8, 64],
] as const) {
  add(type, bit, 'explicit', (value: number | bigint, length = 1) => {
    const bits = Math.max(length, 1);
    const sign = value < 0 ? '1' : '0';
    const all = BigInt.asUintN(width, BigInt(value)).toString(2).padStart(width, '0').padStart(bits, sign);
    return all.slice(-bits);
  });
  add(bit, type, 'explicit', (value: string) => {
    if (value.length > width) throw new SqlError('22003', `${type.displayName} out of range`);
    const signed = BigInt.asIntN(width, BigInt(`0b${value || '0'}`));
    return type === int8 ? signed : Number(signed);
  });
}

function hstoreJson(value: string): Jsonb {
  return new Jsonb(jsonObject(readHstore(value)));
}

function hostBits(address: string): number {
  return address.includes(':') ? 128 : 32;
}

/** @throws SqlError 22003 */
function checkedDouble(value: Numeric, limit: number): number {
  const result = value.toNumber();
  if (value.isFinite && Math.abs(result) >= limit) {
    const type = limit === Infinity ? float8 : float4;
    throw new SqlError('22003', `"${value.toString()}" is out of range for type ${type.displayName}`);
  }
  return result;
}

/** @throws SqlError 22003 */
function toFloat4(value: number): number {
  const rounded = Math.fround(value);
  if (Number.isFinite(value) && !Number.isFinite(rounded)) {
    throw new SqlError('22003', 'value out of range: overflow');
  }
  if (rounded === 0 && value !== 0) throw new SqlError('22003', 'value out of range: underflow');
  return rounded;
}

function dateToWall(days: number): bigint {
  if (!Number.isFinite(days)) return infiniteTimestamp(days);
  const wall = joinTimestamp(days, 0);
  try {
    return checkTimestamp(wall);
  } catch {
    throw new SqlError('22008', 'date out of range for timestamp');
  }
}

function toInstant(wall: bigint): bigint {
  return isInfiniteTimestamp(wall) ? wall : checkTimestamp(wallToInstant(LOCAL_ZONE, wall));
}

function toWall(instant: bigint): bigint {
  return isInfiniteTimestamp(instant) ? instant : instantToWall(LOCAL_ZONE, instant);
}

function wallToDate(wall: bigint): number {
  if (isInfiniteTimestamp(wall)) return wall > 0n ? Infinity : -Infinity;
  return splitTimestamp(wall).days;
}

function wallToTime(wall: bigint): number | null {
  return isInfiniteTimestamp(wall) ? null : splitTimestamp(wall).micros;
}

function jsonCastError(value: Jsonb, to: SqlType): SqlError {
  const kind = jsonTypeOf(value.value);
  return new SqlError(
    '22023',
    `cannot cast jsonb ${kind === 'number' ? 'numeric' : kind} to type ${to.displayName}`,
  );
}
