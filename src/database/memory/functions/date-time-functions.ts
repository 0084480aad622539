import { isInfiniteTimestamp, joinTimestamp, MICROS_PER_DAY_BIG, splitTimestamp } from '../types/calendar';
import { formatTimestampTz } from '../types/date-time-format';
import { checkTimestamp, infiniteTimestamp } from '../types/date-time-types';
import type { EvalContext } from '../types/eval-context';
import { checkedInterval, Interval } from '../types/interval';
import type { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import {
  fixedZone,
  instantToWall,
  LOCAL_ZONE,
  timeZone,
  wallToInstant,
  type TimeZone,
} from '../types/time-zone';
import { addToInstant, age } from '../types/timestamp-arithmetic';
import { TimeTz } from '../types/timetz';
import { types } from '../types/type-catalog';
import { define, defineInContext } from './define';
import { extractFromInterval, extractFromMoment, extractFromTime, type Moment } from './extract';
import type { Signature } from './signature';

const { text, float8, numeric, bool, date, time, timetz, timestamp, timestamptz, interval } = types;

export const dateTimeFunctions: readonly Signature[] = [
  defineInContext('now', [], timestamptz, ({ now }) => now),
  defineInContext('transaction_timestamp', [], timestamptz, ({ now }) => now),
  defineInContext('statement_timestamp', [], timestamptz, ({ statementNow }) => statementNow),
  defineInContext('clock_timestamp', [], timestamptz, (context) => context.clockNow(), { volatile: true }),
  defineInContext('timeofday', [], text, (context) => formatTimestampTz(context.clockNow()), {
    volatile: true,
  }),

  ...extractFunctions('extract', numeric, (value) => value),
  ...extractFunctions('date_part', float8, (value) => value.toNumber()),

  define('timezone', [text, timestamptz], timestamp, (zone: string, instant: bigint) =>
    wallIn(timeZone(zone), instant),
  ),
  define('timezone', [text, timestamp], timestamptz, (zone: string, wall: bigint) =>
    instantIn(timeZone(zone), wall),
  ),
  define('timezone', [text, timetz], timetz, (zone: string, value: TimeTz) =>
    moveTime(timeZone(zone), value),
  ),
  define('timezone', [interval, timestamptz], timestamp, (zone: Interval, instant: bigint) =>
    wallIn(intervalZone(zone), instant),
  ),
  define('timezone', [interval, timestamp], timestamptz, (zone: Interval, wall: bigint) =>
    instantIn(intervalZone(zone), wall),
  ),
  define('timezone', [interval, timetz], timetz, (zone: Interval, value: TimeTz) =>
    moveTime(intervalZone(zone), value),
  ),
  define('timezone', [timetz], timetz, (value: TimeTz) => moveTime(LOCAL_ZONE, value)),
  define('timestamp', [date, time], timestamp, (days: number, micros: number) => momentOf(days, micros)),
  define('timestamptz', [date, time], timestamptz, (days: number, micros: number) =>
    instantIn(LOCAL_ZONE, momentOf(days, micros)),
  ),
  define('timestamptz', [date, timetz], timestamptz, (days: number, value: TimeTz) =>
    momentOf(days, value.utcMicros),
  ),
  define('timezone', [timestamptz], timestamp, (instant: bigint) => wallIn(LOCAL_ZONE, instant)),
  define('timezone', [timestamp], timestamptz, (wall: bigint) => instantIn(LOCAL_ZONE, wall)),

  ...calendarFunctions('date_add', (span) => span),
  ...calendarFunctions('date_subtract', (span) => span.negate()),

  define('age', [timestamp, timestamp], interval, age),
  define('age', [timestamptz, timestamptz], interval, (later: bigint, earlier: bigint) =>
    age(wallIn(LOCAL_ZONE, later), wallIn(LOCAL_ZONE, earlier)),
  ),
  defineInContext('age', [timestamp], interval, (context, wall: bigint) => age(today(context), wall)),
  defineInContext('age', [timestamptz], interval, (context, instant: bigint) =>
    age(today(context), wallIn(LOCAL_ZONE, instant)),
  ),

  define('justify_days', [interval], interval, justifyDays),
  define('justify_hours', [interval], interval, justifyHours),
  define('justify_interval', [interval], interval, justifyInterval),
  define('isfinite', [date], bool, (value: number) => Number.isFinite(value)),
  define('isfinite', [timestamp], bool, (value: bigint) => !isInfiniteTimestamp(value)),
  define('isfinite', [timestamptz], bool, (value: bigint) => !isInfiniteTimestamp(value)),
  define('isfinite', [interval], bool, () => true),
];

/** Arithmetic on the calendar of a zone. */
function calendarFunctions(name: string, spanOf: (span: Interval) => Interval): Signature[] {
  return [
    define(name, [timestamptz, interval], timestamptz, (instant: bigint, span: Interval) =>
      addToInstant(instant, spanOf(span)),
    ),
    define(
      name,
      [timestamptz, interval, text],
      timestamptz,
      (instant: bigint, span: Interval, zone: string) => addToInstant(instant, spanOf(span), timeZone(zone)),
    ),
  ];
}

function extractFunctions(
  name: string,
  result: SqlType,
  wrap: (value: Numeric) => Numeric | number,
): Signature[] {
  const answer = (value: Numeric | null): Numeric | number | null => value && wrap(value);
  return [
    define(name, [text, timestamp], result, (field: string, wall: bigint) =>
      answer(extractFromMoment(field, { wall, instant: wall, offsetSeconds: null }, timestamp)),
    ),
    define(name, [text, timestamptz], result, (field: string, instant: bigint) =>
      answer(extractFromMoment(field, localMoment(instant), timestamptz)),
    ),
    define(name, [text, date], result, (field: string, days: number) => {
      const wall = Number.isFinite(days) ? joinTimestamp(days, 0) : infiniteTimestamp(days);
      // date_part has no variant for dates and goes through timestamp.
      const type = name === 'extract' ? date : timestamp;
      return answer(extractFromMoment(field, { wall, instant: wall, offsetSeconds: null }, type));
    }),
    define(name, [text, interval], result, (field: string, value: Interval) =>
      answer(extractFromInterval(field, value, interval)),
    ),
    define(name, [text, time], result, (field: string, value: number) =>
      answer(extractFromTime(field, value, time)),
    ),
    define(name, [text, timetz], result, (field: string, value: TimeTz) =>
      answer(extractFromTime(field, value, timetz)),
    ),
  ];
}

function localMoment(instant: bigint): Moment {
  if (isInfiniteTimestamp(instant)) return { wall: instant, instant, offsetSeconds: 0 };
  const offsetSeconds = LOCAL_ZONE.offsetAt(instant);
  return { wall: instantToWall(LOCAL_ZONE, instant), instant, offsetSeconds };
}

/** A clock's time on a day. @throws SqlError 22008 */
function momentOf(days: number, micros: number): bigint {
  return Number.isFinite(days)
    ? checkTimestamp(joinTimestamp(days, 0) + BigInt(micros))
    : infiniteTimestamp(days);
}

function wallIn(zone: TimeZone, instant: bigint): bigint {
  return isInfiniteTimestamp(instant) ? instant : instantToWall(zone, instant);
}

function instantIn(zone: TimeZone, wall: bigint): bigint {
  return isInfiniteTimestamp(wall) ? wall : wallToInstant(zone, wall);
}

/** AT TIME ZONE INTERVAL '2 hours': east of Greenwich. @throws SqlError 22023 */
function intervalZone(value: Interval): TimeZone {
  if (value.months !== 0 || value.days !== 0) {
    throw new SqlError('22023', `interval time zone "${value.toString()}" must not include months or days`);
  }
  return fixedZone(Number(value.micros / 1_000_000n));
}

function moveTime(zone: TimeZone, value: TimeTz): TimeTz {
  const offset = zone.offsetAt(BigInt(Date.now()) * 1000n);
  const day = 86_400e6;
  const moved = value.utcMicros + offset * 1e6;
  return new TimeTz(((moved % day) + day) % day, offset);
}

function today({ now }: EvalContext): bigint {
  return joinTimestamp(splitTimestamp(instantToWall(LOCAL_ZONE, now)).days, 0);
}

/** 30 days become a month. */
function justifyDays(value: Interval): Interval {
  let months = value.months + Math.trunc(value.days / 30);
  let days = value.days % 30;
  if (months > 0 && days < 0) {
    days += 30;
    months -= 1;
  } else if (months < 0 && days > 0) {
    days -= 30;
    months += 1;
  }
  return checkedInterval(months, days, value.micros);
}

/** 24 hours become a day. */
function justifyHours(value: Interval): Interval {
  let days = value.days + Number(value.micros / MICROS_PER_DAY_BIG);
  let micros = value.micros % MICROS_PER_DAY_BIG;
  if (days > 0 && micros < 0n) {
    micros += MICROS_PER_DAY_BIG;
    days -= 1;
  } else if (days < 0 && micros > 0n) {
    micros -= MICROS_PER_DAY_BIG;
    days += 1;
  }
  return checkedInterval(value.months, days, micros);
}

function justifyInterval(value: Interval): Interval {
  const justified = justifyDays(justifyHours(value));
  const { months, days, micros } = justified;
  if ((months > 0 || (months === 0 && days > 0)) && micros < 0n) {
    return justifyDays(new Interval(months, days - 1, micros + MICROS_PER_DAY_BIG));
  }
  if ((months < 0 || (months === 0 && days < 0)) && micros > 0n) {
    return justifyDays(new Interval(months, days + 1, micros - MICROS_PER_DAY_BIG));
  }
  return justified;
}
