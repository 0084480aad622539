import {
  END_TIMESTAMP,
  isInfiniteTimestamp,
  MAX_DATE,
  MICROS_PER_DAY,
  MIN_DATE,
  MIN_TIMESTAMP,
  civilFromDays,
  splitTimestamp,
  TIMESTAMP_INFINITY,
  TIMESTAMP_NEGATIVE_INFINITY,
} from './calendar';
import { formatDate, formatTimeOfDay, formatTimestamp, formatTimestampTz } from './date-time-format';
import { parseDateTime, wallOf } from './date-time-parser';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import { formatOffset, LOCAL_ZONE, wallToInstant } from './time-zone';
import { TimeTz } from './timetz';

const MICROS_DIGITS = 6;

export const date = scalarType<number>({
  oid: 1082,
  name: 'date',
  category: 'D',
  parse: (text) => {
    const { days } = parseDateTime(text, 'date');
    if (days === null) throw invalid('date', text);
    if (Number.isFinite(days) && (days < MIN_DATE || days > MAX_DATE)) {
      throw new SqlError('22008', `date out of range: "${text}"`);
    }
    return days;
  },
  format: formatDate,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  key: (value) => value,
  directClientValue: (days) => (Number.isFinite(days) ? localDate(days, 0) : days),
});

export const timestamp = scalarType<bigint>({
  oid: 1114,
  name: 'timestamp',
  displayName: 'timestamp without time zone',
  category: 'D',
  parse: (text, typmod) => {
    const wall = wallOf(parseDateTime(text, 'timestamp'));
    if (wall === null) throw invalid('timestamp', text);
    return roundTimestamp(checkTimestamp(wall, text), typmod);
  },
  format: (value) => formatTimestamp(value),
  compare: compareBigint,
  key: (value) => value,
  directClientValue: (wall) => {
    if (isInfiniteTimestamp(wall)) return wall > 0n ? Infinity : -Infinity;
    const { days, micros } = splitTimestamp(wall);
    return localDate(days, micros);
  },
});

export const timestamptz = scalarType<bigint>({
  oid: 1184,
  name: 'timestamptz',
  displayName: 'timestamp with time zone',
  category: 'D',
  preferred: true,
  parse: (text, typmod) => {
    const parsed = parseDateTime(text, 'timestamp with time zone');
    const wall = wallOf(parsed);
    if (wall === null) throw invalid('timestamp with time zone', text);
    if (isInfiniteTimestamp(wall)) return wall;
    return roundTimestamp(checkTimestamp(wallToInstant(parsed.zone ?? LOCAL_ZONE, wall), text), typmod);
  },
  format: (value) => formatTimestampTz(value),
  compare: compareBigint,
  key: (value) => value,
  directClientValue: (instant) => {
    if (isInfiniteTimestamp(instant)) return instant > 0n ? Infinity : -Infinity;
    return new Date(Math.floor(Number(instant) / 1000));
  },
});

export const time = scalarType<number>({
  oid: 1083,
  name: 'time',
  displayName: 'time without time zone',
  category: 'D',
  parse: (text, typmod) => {
    const { micros } = parseDateTime(text, 'time');
    if (micros === null) throw invalid('time', text);
    return roundTime(micros, typmod);
  },
  format: formatTimeOfDay,
  compare: (a, b) => a - b,
  key: (value) => value,
});

export const timetz = scalarType<TimeTz>({
  oid: 1266,
  name: 'timetz',
  displayName: 'time with time zone',
  category: 'D',
  parse: (text, typmod) => {
    const { micros, zone, days } = parseDateTime(text, 'time with time zone');
    if (micros === null) throw invalid('time with time zone', text);
    const at = days === null ? BigInt(Date.now()) * 1000n : BigInt(days) * BigInt(MICROS_PER_DAY);
    return new TimeTz(roundTime(micros, typmod), (zone ?? LOCAL_ZONE).offsetAt(at));
  },
  format: (value) => formatTimeOfDay(value.micros) + formatOffset(value.offsetSeconds),
  compare: (a, b) => a.utcMicros - b.utcMicros || b.offsetSeconds - a.offsetSeconds,
});

/** @throws SqlError 22008 */
export function checkTimestamp(micros: bigint, text?: string): bigint {
  if (isInfiniteTimestamp(micros) || (micros >= MIN_TIMESTAMP && micros < END_TIMESTAMP)) return micros;
  throw new SqlError(
    '22008',
    text === undefined ? 'timestamp out of range' : `timestamp out of range: "${text}"`,
  );
}

/** timestamp(p): half away from zero, counted from 2000-01-01 as PostgreSQL's own numbers are. */
export function roundTimestamp(micros: bigint, typmod: number): bigint {
  if (typmod < 0 || typmod >= MICROS_DIGITS || isInfiniteTimestamp(micros)) return micros;
  const unit = 10n ** BigInt(MICROS_DIGITS - typmod);
  const since2000 = micros - POSTGRES_EPOCH;
  const size = since2000 < 0n ? -since2000 : since2000;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return POSTGRES_EPOCH + (since2000 < 0n ? -rounded : rounded);
}

const POSTGRES_EPOCH = 946_684_800_000_000n;

export function roundTime(micros: number, typmod: number): number {
  if (typmod < 0 || typmod >= MICROS_DIGITS) return micros;
  const unit = 10 ** (MICROS_DIGITS - typmod);
  return Math.round(micros / unit) * unit;
}

export function infiniteTimestamp(sign: number): bigint {
  return sign > 0 ? TIMESTAMP_INFINITY : TIMESTAMP_NEGATIVE_INFINITY;
}

function compareBigint(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `postgres-date` makes of a wall clock without a zone: the same clock in the process's zone. */
function localDate(days: number, micros: number): Date {
  const { year, month, day } = civilFromDays(days);
  const millis = Math.floor(micros / 1000);
  const result = new Date(year, month - 1, day, 0, 0, 0, 0);
  if (year >= 0 && year <= 99) result.setFullYear(year);
  if (millis !== 0) {
    const seconds = Math.floor(millis / 1000);
    result.setHours(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, millis % 1000);
  }
  return result;
}

function invalid(type: string, text: string): SqlError {
  return new SqlError('22007', `invalid input syntax for type ${type}: "${text}"`);
}
