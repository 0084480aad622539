import { isInfiniteTimestamp, MICROS_PER_DAY_BIG } from '../types/calendar';
import { checkTimestamp } from '../types/date-time-types';
import { Interval, intervalOutOfRange } from '../types/interval';
import { SqlError } from '../types/sql-error';
import { instantToWall, LOCAL_ZONE, timeZone, wallToInstant, type TimeZone } from '../types/time-zone';
import { types } from '../types/type-catalog';
import { define } from './define';
import { truncateWall, unitOf } from './extract';

const { text, timestamp, timestamptz, interval } = types;

/** date_trunc and date_bin: points in time cut to a unit. */
export const dateTruncationFunctions = [
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
];

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
  if (isInfiniteTimestamp(origin)) throw new SqlError('22008', 'origin out of range');
  if (stride.months !== 0) {
    throw new SqlError('0A000', 'timestamps cannot be binned into intervals containing months or years');
  }
  const step = int8Checked(BigInt(stride.days) * MICROS_PER_DAY_BIG + stride.micros);
  if (step <= 0n) throw new SqlError('22008', 'stride must be greater than zero');
  const rest = int8Checked(value - origin) % step;
  return rest < 0n ? checkTimestamp(value - rest - step) : value - rest;
}

/** @throws SqlError 22008 */
function int8Checked(micros: bigint): bigint {
  if (BigInt.asIntN(64, micros) !== micros) throw intervalOutOfRange();
  return micros;
}
