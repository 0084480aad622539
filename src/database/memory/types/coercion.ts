import { localToUtc, splitDays, utcToLocal } from './datetime';
import type { Datum, NonNullDatum } from './datum';
import { Interval } from './interval';
import { Jsonb } from './jsonb';
import { Numeric } from './numeric';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { arrayOf, fitMicros, fitNumeric, padTo, types } from './type-catalog';

/** Where a cast stands: implicit ones happen anywhere, assignment ones when storing, explicit ones when written. */
export type CastContext = 'implicit' | 'assignment' | 'explicit';
export type Cast = (value: NonNullDatum) => Datum;

const RANK: Record<CastContext, number> = { implicit: 0, assignment: 1, explicit: 2 };

interface CastEntry {
  readonly context: CastContext;
  readonly cast: Cast;
}

const table = new Map<SqlType, Map<SqlType, CastEntry>>();
const identity: Cast = (value) => value;

function add(from: SqlType, to: SqlType, context: CastContext, cast: Cast): void {
  const row = table.get(from) ?? new Map<SqlType, CastEntry>();
  row.set(to, { context, cast });
  table.set(from, row);
}

/**
 * The conversion of a value from one type to another in a context, or null when PostgreSQL has none there.
 * A typmod (length, precision) is applied by {@link fitTypmod} afterwards.
 */
export function findCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  if (from === to) return identity;
  const entry = table.get(from)?.get(to);
  if (entry) return RANK[entry.context] <= RANK[context] ? entry.cast : null;
  if (from === types.unknown) return (value) => to.parse(value as string, -1);
  if (from.element && to.element) return arrayCast(from.element, to.element, context);
  return ioCast(from, to, context);
}

export function canCoerce(from: SqlType, to: SqlType, context: CastContext): boolean {
  return findCast(from, to, context) !== null;
}

/** Anything can be written to a string type, and read from one, through its text. */
function ioCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  if (to.category === 'S' && RANK[context] >= RANK.assignment) return (value) => castToText(from, value);
  if (from.category === 'S' && context === 'explicit') return (value) => to.parse(value as string, -1);
  return null;
}

/** What `::text` gives; it differs from the output function for booleans ("true") and padded characters. */
export function castToText(from: SqlType, value: NonNullDatum): string {
  if (from === types.bool) return value === true ? 'true' : 'false';
  if (from === types.bpchar) return (value as string).replace(/ +$/, '');
  return from.format(value);
}

function arrayCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  const cast = findCast(from, to, context);
  if (!cast) return null;
  const convert = (items: readonly Datum[]): readonly Datum[] =>
    items.map((item) => {
      if (item === null) return null;
      return Array.isArray(item) ? convert(item as readonly Datum[]) : cast(item);
    });
  return (value) => convert(value as readonly Datum[]);
}

/**
 * Makes a value fit a column's or a cast's typmod: rounds numerics and times, pads and cuts strings.
 *
 * @param explicit an explicit cast cuts strings silently, an assignment only cuts spaces
 * @throws SqlError 22001, 22003
 */
export function fitTypmod(type: SqlType, typmod: number, explicit: boolean): Cast | null {
  if (typmod < 0) return null;
  if (type.element) {
    const element = type.element;
    const fit = fitTypmod(element, typmod, explicit);
    return (
      fit &&
      ((value) =>
        (value as readonly Datum[]).map((item) => (item === null || Array.isArray(item) ? item : fit(item))))
    );
  }
  switch (type) {
    case types.varchar:
      return explicit
        ? (value) => cut(value as string, typmod - 4)
        : (value) => type.parse(value as string, typmod);
    case types.bpchar:
      return explicit
        ? (value) => padTo(cut(value as string, typmod - 4), typmod)
        : (value) => type.parse(value as string, typmod);
    case types.numeric:
      return (value) => fitNumeric(value as Numeric, typmod);
    case types.timestamp:
    case types.timestamptz:
      return (value) => fitMicros(value as bigint, typmod);
    case types.time:
      return (value) => Number(fitMicros(BigInt(value as number), typmod));
    default:
      return null;
  }
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = [...text];
  return points.length <= limit ? text : points.slice(0, limit).join('');
}

function outOfRange(type: SqlType): SqlError {
  return new SqlError('22003', `${type.displayName} out of range`);
}

const INTEGER_LIMITS = new Map<SqlType, readonly [bigint, bigint]>([
  [types.int2, [-32768n, 32767n]],
  [types.int4, [-2147483648n, 2147483647n]],
  [types.int8, [-(2n ** 63n), 2n ** 63n - 1n]],
  [types.oid, [0n, 4294967295n]],
]);

/** A whole number in an integer type's own representation. @throws SqlError 22003 */
export function toInteger(value: bigint, type: SqlType): Datum {
  const [min, max] = INTEGER_LIMITS.get(type) ?? [0n, 0n];
  if (value < min || value > max) throw outOfRange(type);
  return type === types.int8 ? value : Number(value);
}

/** Doubles round half to even when they become integers (PostgreSQL uses rint). */
function rint(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function doubleToInteger(value: number, type: SqlType): Datum {
  if (!Number.isFinite(value)) throw outOfRange(type);
  return toInteger(BigInt(rint(value)), type);
}

const integers = [types.int2, types.int4, types.int8];

integers.forEach((from, i) => {
  integers.forEach((to, j) => {
    if (i !== j)
      add(from, to, i < j ? 'implicit' : 'assignment', (value) =>
        toInteger(BigInt(value as number | bigint), to),
      );
  });
  add(from, types.numeric, 'implicit', (value) => Numeric.fromBigint(BigInt(value as number | bigint)));
  add(from, types.float8, 'implicit', (value) => Number(value));
  add(from, types.float4, 'implicit', (value) => Math.fround(Number(value)));
  add(from, types.oid, 'implicit', (value) => toInteger(BigInt(value as number | bigint), types.oid));
  add(types.numeric, from, 'assignment', (value) => {
    const number = value as Numeric;
    if (!number.isFinite)
      throw new SqlError(
        '0A000',
        `cannot convert ${number.special === 'NaN' ? 'NaN' : 'infinity'} to ${from.displayName}`,
      );
    return toInteger(number.toBigint(), from);
  });
  add(types.float8, from, 'assignment', (value) => doubleToInteger(value as number, from));
  add(types.float4, from, 'assignment', (value) => doubleToInteger(value as number, from));
});
add(types.oid, types.int4, 'assignment', identity);
add(types.oid, types.int8, 'implicit', (value) => BigInt(value as number));
add(types.numeric, types.float8, 'implicit', (value) => (value as Numeric).toNumber());
add(types.numeric, types.float4, 'implicit', (value) => Math.fround((value as Numeric).toNumber()));
add(types.float4, types.float8, 'implicit', identity);
add(types.float8, types.float4, 'assignment', (value) => {
  const rounded = Math.fround(value as number);
  if (Number.isFinite(value as number) && !Number.isFinite(rounded))
    throw new SqlError('22003', 'value out of range: overflow');
  return rounded;
});
add(types.float4, types.numeric, 'assignment', (value) =>
  Numeric.parse(String(Number((value as number).toPrecision(6)))),
);
add(types.float8, types.numeric, 'assignment', (value) => Numeric.fromDouble(value as number));
add(types.int4, types.bool, 'explicit', (value) => value !== 0);
add(types.bool, types.int4, 'explicit', (value) => (value === true ? 1 : 0));

const strings = [types.text, types.varchar, types.bpchar, types.name, types.citext];
for (const from of strings) {
  for (const to of strings) {
    if (from === to) continue;
    const implicit = to !== types.name && to !== types.citext;
    const cast: Cast = from === types.bpchar ? (value) => castToText(types.bpchar, value) : identity;
    add(from, to, implicit ? 'implicit' : 'assignment', cast);
  }
}

const DAY_MICROS = 86_400_000_000n;
const dateToTimestamp = (days: number): bigint => {
  if (!Number.isFinite(days)) return types.timestamp.parse(days > 0 ? 'infinity' : '-infinity', -1) as bigint;
  return BigInt(days) * DAY_MICROS;
};
const timestampToDate = (wall: bigint): number => splitDays(wall).days;

add(types.date, types.timestamp, 'implicit', (value) => dateToTimestamp(value as number));
add(types.date, types.timestamptz, 'implicit', (value) =>
  Number.isFinite(value) ? localToUtc(dateToTimestamp(value as number)) : dateToTimestamp(value as number),
);
add(types.timestamp, types.timestamptz, 'implicit', (value) => localToUtc(value as bigint));
add(types.timestamptz, types.timestamp, 'assignment', (value) => utcToLocal(value as bigint));
add(types.timestamp, types.date, 'assignment', (value) => timestampToDate(value as bigint));
add(types.timestamptz, types.date, 'assignment', (value) => timestampToDate(utcToLocal(value as bigint)));
add(types.timestamp, types.time, 'assignment', (value) => splitDays(value as bigint).rest);
add(types.timestamptz, types.time, 'assignment', (value) => splitDays(utcToLocal(value as bigint)).rest);
add(types.time, types.interval, 'implicit', (value) => new Interval(0, 0, BigInt(value as number)));
add(types.interval, types.time, 'assignment', (value) => splitDays((value as Interval).micros).rest);
add(types.json, types.jsonb, 'assignment', (value) => Jsonb.parse(value as string));
add(types.jsonb, types.json, 'assignment', (value) => (value as Jsonb).toString());
add(types.cidr, types.inet, 'implicit', identity);

/** jsonb numbers and booleans become SQL's by an explicit cast only. */
for (const to of [
  types.int2,
  types.int4,
  types.int8,
  types.numeric,
  types.float4,
  types.float8,
  types.bool,
]) {
  add(types.jsonb, to, 'explicit', (value) => {
    const inner = (value as Jsonb).value;
    const fits =
      to === types.bool ? typeof inner === 'boolean' : typeof inner === 'number' || inner instanceof Numeric;
    if (!fits) {
      const kind =
        inner === null
          ? 'null'
          : Array.isArray(inner)
            ? 'array'
            : inner instanceof Map
              ? 'object'
              : typeof inner === 'string'
                ? 'string'
                : typeof inner === 'boolean'
                  ? 'boolean'
                  : 'numeric';
      throw new SqlError('22023', `cannot cast jsonb ${kind} to type ${to.displayName}`);
    }
    if (to === types.bool) return inner as boolean;
    const number = inner instanceof Numeric ? inner : Numeric.parse(String(inner));
    return to === types.numeric ? number : (findCast(types.numeric, to, 'explicit')?.(number) ?? null);
  });
}

/** The type that a set of branches (CASE, COALESCE, UNION, VALUES, IN) has in common, or null (PostgreSQL, "UNION, CASE, and Related Constructs"). */
export function commonType(candidates: readonly SqlType[]): SqlType | null {
  const known = candidates.filter((type) => type !== types.unknown);
  const [first] = known;
  if (!first) return types.text;
  let chosen = first;
  for (const next of known.slice(1)) {
    if (next === chosen || canOnlyBecome(next, chosen)) continue;
    if (next.category !== chosen.category) return null;
    if (!chosen.preferred && canCoerce(chosen, next, 'implicit')) chosen = next;
    else if (!canCoerce(next, chosen, 'implicit')) return null;
  }
  return chosen;
}

function canOnlyBecome(from: SqlType, to: SqlType): boolean {
  return canCoerce(from, to, 'implicit') && !canCoerce(to, from, 'implicit');
}

export { arrayOf };
