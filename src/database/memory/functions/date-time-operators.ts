import { MAX_DATE, MICROS_PER_DAY, MIN_DATE, joinTimestamp } from '../types/calendar';
import { infiniteTimestamp } from '../types/date-time-types';
import { Interval } from '../types/interval';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { addToInstant, addToWall, timestampDifference } from '../types/timestamp-arithmetic';
import { TimeTz } from '../types/timetz';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { date, int4, interval, timestamp, timestamptz, time, timetz, float8, bool } = types;

export const dateTimeOperators: readonly Signature[] = [
  ...commutative('+', date, int4, date, (a: number, b: number) => checkDate(a + b)),
  define('-', [date, int4], date, (a: number, b: number) => checkDate(a - b)),
  define('-', [date, date], int4, (a: number, b: number) => {
    if (!Number.isFinite(a) || !Number.isFinite(b))
      throw new SqlError('22008', 'cannot subtract infinite dates');
    return a - b;
  }),
  ...commutative('+', date, interval, timestamp, (a: number, b: Interval) => addToWall(startOf(a), b)),
  define('-', [date, interval], timestamp, (a: number, b: Interval) => addToWall(startOf(a), b.negate())),
  ...commutative('+', date, time, timestamp, (a: number, b: number) =>
    Number.isFinite(a) ? startOf(a) + BigInt(b) : startOf(a),
  ),
  ...commutative('+', date, timetz, timestamptz, (a: number, b: TimeTz) =>
    Number.isFinite(a) ? startOf(a) + BigInt(b.utcMicros) : startOf(a),
  ),
  ...commutative('+', timestamp, interval, timestamp, addToWall),
  define('-', [timestamp, interval], timestamp, (a: bigint, b: Interval) => addToWall(a, b.negate())),
  define('-', [timestamp, timestamp], interval, timestampDifference),
  ...commutative('+', timestamptz, interval, timestamptz, (a: bigint, b: Interval) => addToInstant(a, b)),
  define('-', [timestamptz, interval], timestamptz, (a: bigint, b: Interval) => addToInstant(a, b.negate())),
  define('-', [timestamptz, timestamptz], interval, timestampDifference),

  ...commutative('+', time, interval, time, (a: number, b: Interval) => turnClock(a, b.micros)),
  define('-', [time, interval], time, (a: number, b: Interval) => turnClock(a, -b.micros)),
  define('-', [time, time], interval, (a: number, b: number) => new Interval(0, 0, BigInt(a - b))),
  ...commutative(
    '+',
    timetz,
    interval,
    timetz,
    (a: TimeTz, b: Interval) => new TimeTz(turnClock(a.micros, b.micros), a.offsetSeconds),
  ),
  define(
    '-',
    [timetz, interval],
    timetz,
    (a: TimeTz, b: Interval) => new TimeTz(turnClock(a.micros, -b.micros), a.offsetSeconds),
  ),

  define('+', [interval, interval], interval, (a: Interval, b: Interval) => a.add(b)),
  define('-', [interval, interval], interval, (a: Interval, b: Interval) => a.subtract(b)),
  define('-', [interval], interval, (a: Interval) => a.negate()),
  ...commutative('*', interval, float8, interval, (a: Interval, b: number) => a.multiply(b)),
  define('/', [interval, float8], interval, (a: Interval, b: number) => a.divide(b)),
];

export const overlapsFunctions: readonly Signature[] = [
  ...[date, timestamp, timestamptz, time].map((type) =>
    define('overlaps', [type, type, type, type], bool, (a: number, b: number, c: number, d: number) =>
      overlaps(a, b, c, d),
    ),
  ),
  define(
    'overlaps',
    [timestamp, interval, timestamp, interval],
    bool,
    (a: bigint, b: Interval, c: bigint, d: Interval) => overlaps(a, addToWall(a, b), c, addToWall(c, d)),
  ),
  define(
    'overlaps',
    [timestamptz, interval, timestamptz, interval],
    bool,
    (a: bigint, b: Interval, c: bigint, d: Interval) =>
      overlaps(a, addToInstant(a, b), c, addToInstant(c, d)),
  ),
];

function commutative(
  name: string,
  left: SqlType,
  right: SqlType,
  result: SqlType,
  body: (a: never, b: never) => bigint | number | Interval | TimeTz,
): Signature[] {
  return [
    define(name, [left, right], result, body),
    define(name, [right, left], result, (a: never, b: never) => body(b, a)),
  ];
}

function startOf(days: number): bigint {
  return Number.isFinite(days) ? joinTimestamp(days, 0) : infiniteTimestamp(days);
}

/** @throws SqlError 22008 */
function checkDate(days: number): number {
  if (Number.isFinite(days) && (days < MIN_DATE || days > MAX_DATE)) {
    throw new SqlError('22008', 'date out of range');
  }
  return days;
}

/** Time of day after a span; whole days do not show. */
function turnClock(micros: number, by: bigint): number {
  const day = BigInt(MICROS_PER_DAY);
  const turned = (BigInt(micros) + by) % day;
  return Number(turned < 0n ? turned + day : turned);
}

/** Half-open periods; a start alone counts as a moment. */
function overlaps(
  start: number | bigint,
  end: number | bigint,
  from: number | bigint,
  to: number | bigint,
): boolean {
  const [a, b] = start <= end ? [start, end] : [end, start];
  const [c, d] = from <= to ? [from, to] : [to, from];
  if (a === c) return true;
  return a > c ? a < d : c < b;
}
