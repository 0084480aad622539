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

type Moment = number | bigint;

/** OVERLAPS over one type, where each period ends at a moment or after a span. */
function overlapsOver(type: SqlType, add: (start: never, span: Interval) => Moment): Signature[] {
  const endOf = (start: Moment | null, end: Moment | Interval | null): Moment | null => {
    if (!(end instanceof Interval)) return end;
    return start === null ? null : add(start as never, end);
  };
  return [type, interval].flatMap((first) =>
    [type, interval].map((second) =>
      define(
        'overlaps',
        [type, first, type, second],
        bool,
        (a: Moment | null, b: Moment | Interval | null, c: Moment | null, d: Moment | Interval | null) =>
          overlaps(a, endOf(a, b), c, endOf(c, d)),
        { lenient: true },
      ),
    ),
  );
}

export const overlapsFunctions: readonly Signature[] = [
  define(
    'overlaps',
    [date, date, date, date],
    bool,
    (a: Moment | null, b: Moment | null, c: Moment | null, d: Moment | null) => overlaps(a, b, c, d),
    { lenient: true },
  ),
  ...overlapsOver(timestamp, addToWall),
  ...overlapsOver(timestamptz, addToInstant),
  ...overlapsOver(time, (start: number, span) => turnClock(start, span.micros)),
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

/** Half-open periods; a start alone counts as a moment. An end that is not known may leave it unknown. */
function overlaps(
  start: Moment | null,
  end: Moment | null,
  from: Moment | null,
  to: Moment | null,
): boolean | null {
  const one = period(start, end);
  const two = period(from, to);
  if (!one || !two) return null;
  const [[a, b], [c, d]] = [one, two];
  if (a === c) return b === null || d === null ? null : true;
  const [later, laterEnd, earlierEnd] = a > c ? [a, b, d] : [c, d, b];
  if (earlierEnd === null) return null;
  if (later < earlierEnd) return true;
  return laterEnd === null ? null : false;
}

/** Its known start and, if that is known, its end; null when neither is. */
function period(start: Moment | null, end: Moment | null): readonly [Moment, Moment | null] | null {
  if (start === null) return end === null ? null : [end, null];
  return end !== null && end < start ? [end, start] : [start, end];
}
