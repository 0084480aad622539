import { toInteger } from '../types/coercion';
import { civilFromDays, daysFromCivil, localToUtc, splitDays, utcToLocal } from '../types/datetime';
import type { Datum } from '../types/datum';
import { Interval, MICROS_PER_DAY } from '../types/interval';
import {
  compareJson,
  containsJson,
  isJsonArray,
  isJsonObject,
  Jsonb,
  jsonObject,
  parseJson,
  type JsonValue,
} from '../types/jsonb';
import { divisionByZero, Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { likeMatcher, posixMatcher } from './patterns';
import type { ArgumentType, Signature } from './signature';

/** Every operator that is not a comparison, by name. */
export const operators = new Map<string, Signature[]>();

function operator(
  name: string,
  args: readonly ArgumentType[],
  result: Signature['result'],
  call: (a: Datum, b: Datum) => Datum,
  lenient = false,
): void {
  const signatures = operators.get(name) ?? [];
  signatures.push({ args, result, lenient, call: ([a = null, b = null]) => call(a, b) });
  operators.set(name, signatures);
}

const integers = [types.int2, types.int4, types.int8];

integers.forEach((left, i) => {
  integers.forEach((right, j) => {
    const result = integers[Math.max(i, j)] ?? types.int8;
    const arithmetic = (name: string, compute: (a: bigint, b: bigint) => bigint): void =>
      operator(name, [left, right], result, (a, b) =>
        toInteger(compute(BigInt(a as number), BigInt(b as number)), result),
      );
    arithmetic('+', (a, b) => a + b);
    arithmetic('-', (a, b) => a - b);
    arithmetic('*', (a, b) => a * b);
    arithmetic('/', (a, b) => divide(a, b));
    if (left === right) {
      arithmetic('%', (a, b) => remainder(a, b));
      arithmetic('&', (a, b) => a & b);
      arithmetic('|', (a, b) => a | b);
      arithmetic('#', (a, b) => a ^ b);
      operator('<<', [left, types.int4], left, (a, b) =>
        toInteger(
          BigInt.asIntN(left === types.int8 ? 64 : 32, BigInt(a as number) << BigInt(b as number)),
          left,
        ),
      );
      operator('>>', [left, types.int4], left, (a, b) =>
        toInteger(BigInt(a as number) >> BigInt(b as number), left),
      );
    }
  });
  operator('-', [left], left, (a) => toInteger(-BigInt(a as number), left));
  operator('+', [left], left, (a) => a);
  operator('~', [left], left, (a) => toInteger(~BigInt(a as number), left));
  operator('@', [left], left, (a) =>
    toInteger(BigInt(a as number) < 0n ? -BigInt(a as number) : BigInt(a as number), left),
  );
});

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw divisionByZero();
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw divisionByZero();
  return a % b;
}

const decimal = (name: string, compute: (a: Numeric, b: Numeric) => Numeric): void =>
  operator(name, [types.numeric, types.numeric], types.numeric, (a, b) =>
    compute(a as Numeric, b as Numeric),
  );
decimal('+', (a, b) => a.add(b));
decimal('-', (a, b) => a.subtract(b));
decimal('*', (a, b) => a.multiply(b));
decimal('/', (a, b) => a.divide(b));
decimal('%', (a, b) => a.modulo(b));
operator('-', [types.numeric], types.numeric, (a) => (a as Numeric).negate());
operator('+', [types.numeric], types.numeric, (a) => a);
operator('@', [types.numeric], types.numeric, (a) => (a as Numeric).abs());

const double = (name: string, compute: (a: number, b: number) => number): void => {
  const checked = (a: Datum, b: Datum): number => {
    const result = compute(a as number, b as number);
    if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
      throw new SqlError('22003', 'value out of range: overflow');
    return result;
  };
  operator(name, [types.float8, types.float8], types.float8, checked);
  operator(name, [types.float4, types.float4], types.float4, (a, b) => Math.fround(checked(a, b)));
};
double('+', (a, b) => a + b);
double('-', (a, b) => a - b);
double('*', (a, b) => a * b);
double('/', (a, b) => {
  if (b === 0) throw divisionByZero();
  return a / b;
});
operator('-', [types.float8], types.float8, (a) => -(a as number));
operator('-', [types.float4], types.float4, (a) => -(a as number));
operator('@', [types.float8], types.float8, (a) => Math.abs(a as number));
operator('^', [types.float8, types.float8], types.float8, (a, b) => (a as number) ** (b as number));
operator('^', [types.numeric, types.numeric], types.numeric, (a, b) => power(a as Numeric, b as Numeric));
operator('|/', [types.float8], types.float8, (a) => Math.sqrt(a as number));

/** numeric ^ numeric: exact for whole exponents, otherwise by doubles to 16 digits. */
export function power(base: Numeric, exponent: Numeric): Numeric {
  const whole = exponent.scale === 0 || exponent.truncate(0).compare(exponent) === 0;
  if (whole && exponent.sign() >= 0) {
    let result = new Numeric(1n, 0);
    for (let i = exponent.toBigint(); i > 0n; i -= 1n) result = result.multiply(base);
    const digits = Math.max(16 - result.integerDigits, base.scale, 0);
    return result.round(digits);
  }
  return Numeric.fromDouble(base.toNumber() ** exponent.toNumber()).round(16);
}

// Text.
operator('||', [types.text, types.text], types.text, (a, b) => (a as string) + (b as string));
operator('||', [types.text, 'any'], types.text, (a, b) => (a as string) + String(b));
for (const [name, sensitive, wanted] of [
  ['~~', true, true],
  ['!~~', true, false],
  ['~~*', false, true],
  ['!~~*', false, false],
] as const) {
  const match = (a: Datum, b: Datum): boolean =>
    likeMatcher(b as string, '\\', sensitive)(a as string) === wanted;
  operator(name, [types.text, types.text], types.bool, match);
  operator(
    name,
    [types.citext, types.citext],
    types.bool,
    (a, b) => likeMatcher(b as string, '\\', false)(a as string) === wanted,
  );
}
for (const [name, sensitive, wanted] of [
  ['~', true, true],
  ['!~', true, false],
  ['~*', false, true],
  ['!~*', false, false],
] as const) {
  operator(
    name,
    [types.text, types.text],
    types.bool,
    (a, b) => posixMatcher(b as string, sensitive ? '' : 'i').test(a as string) === wanted,
  );
}
operator('^@', [types.text, types.text], types.bool, (a, b) => (a as string).startsWith(b as string));

// Dates and times.
const DAY = 86_400_000_000n;
operator('+', [types.date, types.int4], types.date, (a, b) => (a as number) + (b as number));
operator('+', [types.int4, types.date], types.date, (a, b) => (a as number) + (b as number));
operator('-', [types.date, types.int4], types.date, (a, b) => (a as number) - (b as number));
operator('-', [types.date, types.date], types.int4, (a, b) => (a as number) - (b as number));
operator('+', [types.date, types.interval], types.timestamp, (a, b) =>
  addInterval(BigInt(a as number) * DAY, b as Interval),
);
operator('-', [types.date, types.interval], types.timestamp, (a, b) =>
  addInterval(BigInt(a as number) * DAY, (b as Interval).negate()),
);
operator(
  '+',
  [types.date, types.time],
  types.timestamp,
  (a, b) => BigInt(a as number) * DAY + BigInt(b as number),
);
operator('+', [types.timestamp, types.interval], types.timestamp, (a, b) =>
  addInterval(a as bigint, b as Interval),
);
operator('+', [types.interval, types.timestamp], types.timestamp, (a, b) =>
  addInterval(b as bigint, a as Interval),
);
operator('-', [types.timestamp, types.interval], types.timestamp, (a, b) =>
  addInterval(a as bigint, (b as Interval).negate()),
);
operator('+', [types.timestamptz, types.interval], types.timestamptz, (a, b) =>
  addIntervalTz(a as bigint, b as Interval),
);
operator('+', [types.interval, types.timestamptz], types.timestamptz, (a, b) =>
  addIntervalTz(b as bigint, a as Interval),
);
operator('-', [types.timestamptz, types.interval], types.timestamptz, (a, b) =>
  addIntervalTz(a as bigint, (b as Interval).negate()),
);
operator('-', [types.timestamp, types.timestamp], types.interval, (a, b) =>
  difference(a as bigint, b as bigint),
);
operator('-', [types.timestamptz, types.timestamptz], types.interval, (a, b) =>
  difference(a as bigint, b as bigint),
);
operator('+', [types.time, types.interval], types.time, (a, b) =>
  Number((((BigInt(a as number) + (b as Interval).micros) % DAY) + DAY) % DAY),
);
operator('-', [types.time, types.interval], types.time, (a, b) =>
  Number((((BigInt(a as number) - (b as Interval).micros) % DAY) + DAY) % DAY),
);
operator(
  '-',
  [types.time, types.time],
  types.interval,
  (a, b) => new Interval(0, 0, BigInt((a as number) - (b as number))),
);
operator('+', [types.interval, types.interval], types.interval, (a, b) => (a as Interval).add(b as Interval));
operator('-', [types.interval, types.interval], types.interval, (a, b) =>
  (a as Interval).add((b as Interval).negate()),
);
operator('-', [types.interval], types.interval, (a) => (a as Interval).negate());
operator('*', [types.interval, types.float8], types.interval, (a, b) =>
  (a as Interval).multiply(b as number),
);
operator('*', [types.float8, types.interval], types.interval, (a, b) =>
  (b as Interval).multiply(a as number),
);
operator('/', [types.interval, types.float8], types.interval, (a, b) => {
  if (b === 0) throw divisionByZero();
  return (a as Interval).multiply(1 / (b as number));
});

/** Months first (the day is cut to the month's length), then days, then time. */
export function addInterval(wall: bigint, { months, days, micros }: Interval): bigint {
  const start = splitDays(wall);
  let day = start.days;
  if (months !== 0) {
    const civil = civilFromDays(day);
    const total = civil.year * 12 + civil.month - 1 + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    const lastDay =
      daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) -
      daysFromCivil(year, month, 1);
    day = daysFromCivil(year, month, Math.min(civil.day, lastDay));
  }
  return BigInt(day + days) * DAY + BigInt(start.rest) + micros;
}

export function addIntervalTz(instant: bigint, interval: Interval): bigint {
  if (interval.months === 0 && interval.days === 0) return instant + interval.micros;
  const wall = addInterval(utcToLocal(instant), new Interval(interval.months, interval.days, 0n));
  return localToUtc(wall) + interval.micros;
}

function difference(a: bigint, b: bigint): Interval {
  const micros = a - b;
  return new Interval(0, Number(micros / MICROS_PER_DAY), micros % MICROS_PER_DAY);
}

// JSON.
const jsonSource = (value: Datum): JsonValue =>
  value instanceof Jsonb ? value.value : parseJson(value as string, 'json');
for (const type of [types.json, types.jsonb]) {
  const wrap = (value: JsonValue | undefined): Datum => {
    if (value === undefined) return null;
    const made = new Jsonb(value);
    return type === types.jsonb ? made : JSON.stringify(made.toJs());
  };
  operator('->', [type, types.text], type, (a, b) => wrap(member(jsonSource(a), b as string)));
  operator('->', [type, types.int4], type, (a, b) => wrap(item(jsonSource(a), b as number)));
  operator('->>', [type, types.text], types.text, (a, b) => jsonText(member(jsonSource(a), b as string)));
  operator('->>', [type, types.int4], types.text, (a, b) => jsonText(item(jsonSource(a), b as number)));
  operator('#>', [type, arrayOf(types.text)], type, (a, b) =>
    wrap(walk(jsonSource(a), b as readonly string[])),
  );
  operator('#>>', [type, arrayOf(types.text)], types.text, (a, b) =>
    jsonText(walk(jsonSource(a), b as readonly string[])),
  );
}
operator('@>', [types.jsonb, types.jsonb], types.bool, (a, b) => containsJson(jsonSource(a), jsonSource(b)));
operator('<@', [types.jsonb, types.jsonb], types.bool, (a, b) => containsJson(jsonSource(b), jsonSource(a)));
operator('?', [types.jsonb, types.text], types.bool, (a, b) => hasKey(jsonSource(a), b as string));
operator('?|', [types.jsonb, arrayOf(types.text)], types.bool, (a, b) =>
  (b as readonly string[]).some((key) => hasKey(jsonSource(a), key)),
);
operator('?&', [types.jsonb, arrayOf(types.text)], types.bool, (a, b) =>
  (b as readonly string[]).every((key) => hasKey(jsonSource(a), key)),
);
operator(
  '||',
  [types.jsonb, types.jsonb],
  types.jsonb,
  (a, b) => new Jsonb(mergeJson(jsonSource(a), jsonSource(b))),
);
operator(
  '-',
  [types.jsonb, types.text],
  types.jsonb,
  (a, b) => new Jsonb(without(jsonSource(a), [b as string])),
);
operator(
  '-',
  [types.jsonb, arrayOf(types.text)],
  types.jsonb,
  (a, b) => new Jsonb(without(jsonSource(a), b as readonly string[])),
);
operator('-', [types.jsonb, types.int4], types.jsonb, (a, b) => {
  const source = jsonSource(a);
  if (!isJsonArray(source)) throw new SqlError('22023', 'cannot delete from object using integer index');
  const at = (b as number) < 0 ? source.length + (b as number) : (b as number);
  return new Jsonb(source.filter((_, i) => i !== at));
});

function member(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value.get(key) : undefined;
}

function item(value: JsonValue, index: number): JsonValue | undefined {
  return isJsonArray(value) ? value.at(index) : undefined;
}

export function walk(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const step of path) {
    if (current === undefined) return undefined;
    if (isJsonArray(current)) current = /^-?\d+$/.test(step) ? current.at(Number(step)) : undefined;
    else current = member(current, step);
  }
  return current;
}

export function jsonText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : new Jsonb(value).toString();
}

function hasKey(value: JsonValue, key: string): boolean {
  if (isJsonObject(value)) return value.has(key);
  return isJsonArray(value) ? value.includes(key) : value === key;
}

function mergeJson(a: JsonValue, b: JsonValue): JsonValue {
  if (isJsonObject(a) && isJsonObject(b)) return jsonObject([...a, ...b]);
  return [...(isJsonArray(a) ? a : [a]), ...(isJsonArray(b) ? b : [b])];
}

function without(value: JsonValue, keys: readonly string[]): JsonValue {
  if (isJsonObject(value)) return jsonObject([...value].filter(([key]) => !keys.includes(key)));
  if (isJsonArray(value)) return value.filter((entry) => typeof entry !== 'string' || !keys.includes(entry));
  throw new SqlError('22023', 'cannot delete from scalar');
}

// Arrays. NULL elements never match, as '=' never holds for them.
const has = (type: SqlType, items: readonly Datum[], wanted: Datum): boolean =>
  wanted !== null && items.some((candidate) => candidate !== null && type.compare(candidate, wanted) === 0);
function arrayOperator(
  name: string,
  test: (type: SqlType, a: readonly Datum[], b: readonly Datum[]) => boolean,
): void {
  const signatures = operators.get(name) ?? [];
  signatures.push({
    args: ['anyarray', 'anyarray'],
    result: types.bool,
    call: ([a, b], _context, [type]) =>
      test(type?.element ?? types.text, a as readonly Datum[], b as readonly Datum[]),
  });
  operators.set(name, signatures);
}
arrayOperator('@>', (type, a, b) => b.flat().every((wanted) => has(type, a.flat(), wanted)));
arrayOperator('<@', (type, a, b) => a.flat().every((wanted) => has(type, b.flat(), wanted)));
arrayOperator('&&', (type, a, b) => a.flat().some((wanted) => has(type, b.flat(), wanted)));
operator(
  '||',
  ['anyarray', 'anyarray'],
  'anyarray',
  (a, b) => [...((a as readonly Datum[]) ?? []), ...((b as readonly Datum[]) ?? [])],
  true,
);
operator(
  '||',
  ['anyarray', 'anyelement'],
  'anyarray',
  (a, b) => [...((a as readonly Datum[]) ?? []), b],
  true,
);
operator(
  '||',
  ['anyelement', 'anyarray'],
  'anyarray',
  (a, b) => [a, ...((b as readonly Datum[]) ?? [])],
  true,
);

export { compareJson };
