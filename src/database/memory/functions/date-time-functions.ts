import {
  daysFromCivil,
  daysInMonth,
  isInfiniteTimestamp,
  joinTimestamp,
  MICROS_PER_DAY_BIG,
  splitTimestamp,
} from '../types/calendar';
import { formatTimestampTz } from '../types/date-time-format';
import { checkTimestamp, infiniteTimestamp } from '../types/date-time-types';
import type { EvalContext } from '../types/eval-context';
import { Interval } from '../types/interval';
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
import { age } from '../types/timestamp-arithmetic';
import { TimeTz } from '../types/timetz';
import { types } from '../types/type-catalog';
import { define, defineInContext } from './define';
import {
  extractFromInterval,
  extractFromMoment,
  extractFromTime,
  truncateWall,
  unitOf,
  type Moment,
} from './extract';
import type { Signature } from './signature';

const { text, int4, float8, numeric, bool, date, time, timetz, timestamp, timestamptz, interval } = types;

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

  define('date_trunc', [text, timestamp], timestamp, (unit: string, wall: bigint) =>
    truncateWall(unit, wall, timestamp),
  ),
  define('date_trunc', [text, timestamptz], timestamptz, (unit: string, instant: bigint) =>
    truncateInstant(unit, instant, LOCAL_ZONE),
  ),
  define(
    'date_trunc',
    [text, timestamptz, text],
    timestamptz,
    (unit: string, instant: bigint, zone: string) => truncateInstant(unit, instant, timeZone(zone)),
  ),
  define('date_trunc', [text, interval], interval, truncateInterval),
  define('date_bin', [interval, timestamp, timestamp], timestamp, bin),
  define('date_bin', [interval, timestamptz, timestamptz], timestamptz, bin),

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
  define('timezone', [timestamptz], timestamp, (instant: bigint) => wallIn(LOCAL_ZONE, instant)),
  define('timezone', [timestamp], timestamptz, (wall: bigint) => instantIn(LOCAL_ZONE, wall)),

  define('age', [timestamp, timestamp], interval, age),
  define('age', [timestamptz, timestamptz], interval, (later: bigint, earlier: bigint) =>
    age(wallIn(LOCAL_ZONE, later), wallIn(LOCAL_ZONE, earlier)),
  ),
  defineInContext('age', [timestamp], interval, (context, wall: bigint) => age(today(context), wall)),
  defineInContext('age', [timestamptz], interval, (context, instant: bigint) =>
    age(today(context), wallIn(LOCAL_ZONE, instant)),
  ),

  define('make_date', [int4, int4, int4], date, makeDate),
  define('make_time', [int4, int4, float8], time, makeTime),
  define('make_timestamp', [int4, int4, int4, int4, int4, float8], timestamp, makeTimestamp),
  define('make_timestamptz', [int4, int4, int4, int4, int4, float8], timestamptz, (...parts: Parts) =>
    instantIn(LOCAL_ZONE, makeTimestamp(...parts)),
  ),
  define(
    'make_timestamptz',
    [int4, int4, int4, int4, int4, float8, text],
    timestamptz,
    (y: number, m: number, d: number, h: number, min: number, s: number, zone: string) =>
      instantIn(timeZone(zone), makeTimestamp(y, m, d, h, min, s)),
  ),
  define('make_interval', [int4, int4, int4, int4, int4, int4, float8], interval, makeInterval, {
    argNames: ['years', 'months', 'weeks', 'days', 'hours', 'mins', 'secs'],
    defaults: [0, 0, 0, 0, 0, 0, 0],
  }),
  define('to_timestamp', [float8], timestamptz, (seconds: number) => {
    if (Number.isNaN(seconds)) throw new SqlError('22008', 'timestamp cannot be NaN');
    if (!Number.isFinite(seconds)) return infiniteTimestamp(seconds);
    return checkTimestamp(BigInt(Math.round(seconds * 1e6)));
  }),

  define('justify_days', [interval], interval, justifyDays),
  define('justify_hours', [interval], interval, justifyHours),
  define('justify_interval', [interval], interval, justifyInterval),
  define('isfinite', [date], bool, (value: number) => Number.isFinite(value)),
  define('isfinite', [timestamp], bool, (value: bigint) => !isInfiniteTimestamp(value)),
  define('isfinite', [timestamptz], bool, (value: bigint) => !isInfiniteTimestamp(value)),
  define('isfinite', [interval], bool, () => true),
];

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

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

function truncateInstant(unit: string, instant: bigint, zone: TimeZone): bigint {
  if (isInfiniteTimestamp(instant)) return instant;
  const wall = truncateWall(unit, instantToWall(zone, instant), timestamptz);
  // Below a day the clock's own offset stays, so that an hour that comes twice is not moved.
  const fine = ['hour', 'minute', 'second', 'millisecond', 'microsecond'].includes(unitOf(unit));
  return fine ? wall - BigInt(zone.offsetAt(instant)) * 1_000_000n : wallToInstant(zone, wall);
}

/** @throws SqlError 22023, 0A000 */
function truncateInterval(field: string, value: Interval): Interval {
  const unit = unitOf(field);
  const months = { quarter: 3, month: 1, year: 12, decade: 120, century: 1200, millennium: 12_000 }[unit];
  if (months !== undefined) return new Interval(value.months - (value.months % months), 0, 0n);
  if (unit === 'day') return new Interval(value.months, value.days, 0n);
  const step = {
    microsecond: 1n,
    millisecond: 1000n,
    second: 1_000_000n,
    minute: 60_000_000n,
    hour: 3_600_000_000n,
  }[unit];
  if (step !== undefined) return new Interval(value.months, value.days, value.micros - (value.micros % step));
  throw new SqlError(
    unit === 'week' ? '0A000' : '22023',
    `unit "${field.toLowerCase()}" not ${unit === 'week' ? 'supported' : 'recognized'} for type interval`,
    unit === 'week' ? { detail: 'Months usually have fractional weeks.' } : {},
  );
}

/** @throws SqlError 0A000, 22008 */
function bin(stride: Interval, value: bigint, origin: bigint): bigint {
  if (isInfiniteTimestamp(value)) return value;
  if (stride.months !== 0) {
    throw new SqlError('0A000', 'timestamps cannot be binned into intervals containing months or years');
  }
  const step = BigInt(stride.days) * MICROS_PER_DAY_BIG + stride.micros;
  if (step <= 0n) throw new SqlError('22008', 'stride must be greater than zero');
  const distance = value - origin;
  const rest = distance % step;
  return value - (rest < 0n ? rest + step : rest);
}

/** @throws SqlError 22008 */
function makeDate(year: number, month: number, day: number): number {
  const shown = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const astronomical = year < 0 ? year + 1 : year;
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(astronomical, month)) {
    throw new SqlError('22008', `date field value out of range: ${shown}`);
  }
  return daysFromCivil(astronomical, month, day);
}

/** @throws SqlError 22008 */
function makeTime(hour: number, minute: number, second: number): number {
  const micros = (hour * 60 + minute) * 60e6 + Math.round(second * 1e6);
  if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 60 || micros > 86_400e6) {
    throw new SqlError(
      '22008',
      `time field value out of range: ${hour}:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}`,
    );
  }
  return micros;
}

function makeTimestamp(...[year, month, day, hour, minute, second]: Parts): bigint {
  return joinTimestamp(makeDate(year, month, day), makeTime(hour, minute, second));
}

function makeInterval(
  years: number,
  months: number,
  weeks: number,
  days: number,
  hours: number,
  minutes: number,
  seconds: number,
): Interval {
  const micros =
    (BigInt(hours) * 3600n + BigInt(minutes) * 60n) * 1_000_000n + BigInt(Math.round(seconds * 1e6));
  return new Interval(years * 12 + months, weeks * 7 + days, micros);
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
  return new Interval(months, days, value.micros);
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
  return new Interval(value.months, days, micros);
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
