import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  isInfiniteTimestamp,
  joinTimestamp,
  splitTimestamp,
} from './calendar';
import { checkTimestamp } from './date-time-types';
import { Interval, intervalOfMicros } from './interval';
import { SqlError } from './sql-error';
import { instantToWall, LOCAL_ZONE, wallToInstant, type TimeZone } from './time-zone';

/**
 * Months first (the day is cut to the month's length), then days, then time, all on the wall clock.
 *
 * @throws SqlError 22008
 */
export function addToWall(wall: bigint, { months, days, micros }: Interval): bigint {
  if (isInfiniteTimestamp(wall)) return wall;
  if (months === 0 && days === 0) return checkTimestamp(wall + micros);
  const start = splitTimestamp(wall);
  return checkTimestamp(joinTimestamp(addMonths(start.days, months) + days, start.micros) + micros);
}

/** Months and days count on the zone's calendar, time on the clock that never jumps. @throws SqlError 22008 */
export function addToInstant(instant: bigint, interval: Interval, zone: TimeZone = LOCAL_ZONE): bigint {
  if (isInfiniteTimestamp(instant)) return instant;
  if (interval.months === 0 && interval.days === 0) return checkTimestamp(instant + interval.micros);
  const calendar = new Interval(interval.months, interval.days, 0n);
  return checkTimestamp(
    wallToInstant(zone, addToWall(instantToWall(zone, instant), calendar)) + interval.micros,
  );
}

export function addMonths(days: number, months: number): number {
  if (months === 0) return days;
  const { year, month, day } = civilFromDays(days);
  const total = year * 12 + month - 1 + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12 + 1;
  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Days and time; no months. @throws SqlError 22008 for infinities */
export function timestampDifference(later: bigint, earlier: bigint): Interval {
  if (isInfiniteTimestamp(later) || isInfiniteTimestamp(earlier)) {
    throw new SqlError('22008', 'cannot subtract infinite timestamps');
  }
  return intervalOfMicros(later - earlier);
}

/** The difference in years, months and days as a person counts them, on wall clocks. @throws SqlError 22008 */
export function age(later: bigint, earlier: bigint): Interval {
  if (isInfiniteTimestamp(later) || isInfiniteTimestamp(earlier))
    throw new SqlError('22008', 'timestamp out of range');
  if (later < earlier) return age(earlier, later).negate();
  const to = splitTimestamp(later);
  const from = splitTimestamp(earlier);
  const end = civilFromDays(to.days);
  const start = civilFromDays(from.days);
  let micros = to.micros - from.micros;
  let days = end.day - start.day;
  let months = (end.year - start.year) * 12 + end.month - start.month;
  if (micros < 0) {
    micros += 86_400e6;
    days -= 1;
  }
  if (days < 0) {
    // The days of the month that the earlier one lies in make up for what is missing.
    days += daysInMonth(start.year, start.month);
    months -= 1;
  }
  return new Interval(months, days, BigInt(micros));
}
