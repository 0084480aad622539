import {
  daysFromCivil,
  daysInMonth,
  END_TIMESTAMP,
  joinTimestamp,
  MAX_DATE,
  MIN_DATE,
  MIN_TIMESTAMP,
} from '../types/calendar';
import { infiniteTimestamp } from '../types/date-time-types';
import { checkedInterval, type Interval, intervalOutOfRange } from '../types/interval';
import { SqlError } from '../types/sql-error';
import {
  fixedZone,
  LOCAL_ZONE,
  parseOffset,
  timeZone,
  type TimeZone,
  wallToInstant,
} from '../types/time-zone';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { int4, text, float8, date, time, timestamp, timestamptz, interval } = types;

const MIN_INT4 = -2_147_483_648;
/** Where PostgreSQL's Julian days begin to be counted: 4714-11-01 BC. */
const FIRST_JULIAN_MONTH = MIN_DATE - 23;

/** Dates, times and intervals out of their numbers. */
export const dateTimeConstructors: readonly Signature[] = [
  define('make_date', [int4, int4, int4], date, makeDate),
  define('make_time', [int4, int4, float8], time, makeTime),
  define('make_timestamp', [int4, int4, int4, int4, int4, float8], timestamp, makeTimestamp),
  define('make_timestamptz', [int4, int4, int4, int4, int4, float8], timestamptz, (...parts: Parts) =>
    wallToInstant(LOCAL_ZONE, makeTimestamp(...parts)),
  ),
  define(
    'make_timestamptz',
    [int4, int4, int4, int4, int4, float8, text],
    timestamptz,
    (y: number, m: number, d: number, h: number, min: number, s: number, zone: string) =>
      wallToInstant(zoneNamed(zone), makeTimestamp(y, m, d, h, min, s)),
  ),
  define('make_interval', [int4, int4, int4, int4, int4, int4, float8], interval, makeInterval, {
    argNames: ['years', 'months', 'weeks', 'days', 'hours', 'mins', 'secs'],
    defaults: [0, 0, 0, 0, 0, 0, 0],
  }),
  define('to_timestamp', [float8], timestamptz, fromEpoch),
];

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** @throws SqlError 22008 */
function makeDate(year: number, month: number, day: number): number {
  const counted = year === MIN_INT4 ? year : astronomical(year);
  const shown = dateText(counted, month, day);
  const days = isDay(year, month, day) ? daysFromCivil(counted, month, day) : null;
  if (days === null) throw new SqlError('22008', `date field value out of range: ${shown}`);
  if (days < MIN_DATE || days > MAX_DATE) throw new SqlError('22008', `date out of range: ${shown}`);
  return days;
}

/** Years before 1 AD are negative: -1 is 1 BC. */
function isDay(year: number, month: number, day: number): boolean {
  const named = year !== 0 && year !== MIN_INT4 && month >= 1 && month <= 12;
  return named && day >= 1 && day <= daysInMonth(astronomical(year), month);
}

function astronomical(year: number): number {
  return year < 0 ? year + 1 : year;
}

/** @throws SqlError 22008 */
function makeTime(hour: number, minute: number, second: number): number {
  const micros = (hour * 60 + minute) * 60e6 + Math.round(second * 1e6);
  const fits = hour >= 0 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60 && micros <= 86_400e6;
  if (!fits) throw new SqlError('22008', `time field value out of range: ${timeText(hour, minute, second)}`);
  return micros;
}

/** @throws SqlError 22008 */
function makeTimestamp(...[year, month, day, hour, minute, second]: Parts): bigint {
  const shown = dateText(year, month, day);
  if (!isDay(year, month, day)) throw new SqlError('22008', `date field value out of range: ${shown}`);
  const days = daysFromCivil(astronomical(year), month, day);
  if (days < FIRST_JULIAN_MONTH || days > MAX_DATE) {
    throw new SqlError('22008', `date out of range: ${shown}`);
  }
  const wall = joinTimestamp(days, makeTime(hour, minute, second));
  if (wall < MIN_TIMESTAMP || wall >= END_TIMESTAMP) {
    throw new SqlError('22008', `timestamp out of range: ${shown} ${timeText(hour, minute, second)}`);
  }
  return wall;
}

/** A zone by its name, or by how far it is east of Greenwich with a sign. @throws SqlError 22023 */
function zoneNamed(text: string): TimeZone {
  if (/^\d/.test(text)) {
    throw new SqlError('22023', `invalid input syntax for type numeric time zone: "${text}"`, {
      hint: 'Numeric time zones must have "-" or "+" as first character.',
    });
  }
  const offset = /^[+-]/.test(text) ? parseOffset(text) : null;
  return offset === null ? timeZone(text) : fixedZone(offset);
}

function dateText(year: number, month: number, day: number): string {
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function timeText(hour: number, minute: number, second: number): string {
  return `${hour}:${twoDigits(minute)}:${twoDigits(second)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** @throws SqlError 22008 */
function fromEpoch(seconds: number): bigint {
  if (Number.isNaN(seconds)) throw new SqlError('22008', 'timestamp cannot be NaN');
  if (!Number.isFinite(seconds)) return infiniteTimestamp(seconds);
  const instant = BigInt(Math.round(seconds * 1e6));
  if (instant >= MIN_TIMESTAMP && instant < END_TIMESTAMP) return instant;
  const shown = seconds.toExponential(5).replace(/\.?0+e/, 'e');
  throw new SqlError('22008', `timestamp out of range: "${shown}"`);
}

/** @throws SqlError 22008 */
function makeInterval(
  years: number,
  months: number,
  weeks: number,
  days: number,
  hours: number,
  minutes: number,
  seconds: number,
): Interval {
  const rest = Math.round(seconds * 1e6);
  if (!Number.isFinite(rest)) throw intervalOutOfRange();
  const micros = (BigInt(hours) * 3600n + BigInt(minutes) * 60n) * 1_000_000n + BigInt(rest);
  return checkedInterval(years * 12 + months, weeks * 7 + days, micros);
}
