import {
  civilFromDays,
  dayOfWeek,
  daysFromCivil,
  isInfiniteTimestamp,
  isoWeek,
  joinTimestamp,
  splitTimestamp,
} from '../types/calendar';
import type { Interval } from '../types/interval';
import { unitNamed } from '../types/interval-parser';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { TimeTz } from '../types/timetz';

const SECONDS_SCALE = 6;
const MILLISECONDS_SCALE = 3;

/** The wall clock that a field is read from, and the zone that it stands in. */
export interface Moment {
  readonly wall: bigint;
  /** Microseconds since the epoch: what `epoch` gives. */
  readonly instant: bigint;
  /** Seconds east of UTC; null where the type has no zone. */
  readonly offsetSeconds: number | null;
}

/** The unit of a field or of date_trunc in PostgreSQL's singular ("hours" is "hour"). */
export function unitOf(field: string): string {
  const word = field.toLowerCase();
  return unitNamed(word) ?? (word === 'qtr' ? 'quarter' : word);
}

/** EXTRACT from a date or timestamp; null where an infinite one has no answer. @throws SqlError 22023, 0A000 */
export function extractFromMoment(field: string, moment: Moment, type: SqlType): Numeric | null {
  const unit = unitOf(field);
  if (isInfiniteTimestamp(moment.wall)) return extractFromInfinity(unit, moment.wall > 0n);
  const { days, micros } = splitTimestamp(moment.wall);
  const calendar = calendarField(unit, days);
  if (calendar !== null) return whole(calendar);
  const clock = type.name === 'date' ? null : clockField(unit, BigInt(micros));
  if (clock) return clock;
  const zone = moment.offsetSeconds === null ? null : zoneField(unit, moment.offsetSeconds);
  if (zone !== null) return whole(zone);
  if (unit === 'epoch') {
    return type.name === 'date'
      ? Numeric.fromBigint(moment.instant / 1_000_000n)
      : new Numeric(moment.instant, SECONDS_SCALE);
  }
  if (unit === 'julian') {
    const julian = Numeric.fromBigint(BigInt(days + 2_440_588));
    if (type.name === 'date') return julian;
    return julian.add(new Numeric(BigInt(micros), 6).divide(Numeric.fromBigint(86_400n)));
  }
  throw unknownUnit(field, unit, type);
}

export function extractFromInterval(field: string, value: Interval, type: SqlType): Numeric {
  const unit = unitOf(field);
  const years = Math.trunc(value.months / 12);
  switch (unit) {
    case 'year':
      return whole(years);
    case 'month':
      return whole(value.months % 12);
    case 'quarter':
      return whole(Math.trunc((value.months % 12) / 3) + 1);
    case 'day':
      return whole(value.days);
    case 'decade':
      return whole(Math.trunc(years / 10));
    case 'century':
      return whole(Math.trunc(years / 100));
    case 'millennium':
      return whole(Math.trunc(years / 1000));
    case 'hour':
      return Numeric.fromBigint(value.micros / 3_600_000_000n);
    case 'epoch':
      return new Numeric(epochOf(value), SECONDS_SCALE);
    default: {
      const clock = clockField(unit, value.micros);
      if (clock) return clock;
      throw unknownUnit(field, unit, type);
    }
  }
}

export function extractFromTime(field: string, value: number | TimeTz, type: SqlType): Numeric {
  const unit = unitOf(field);
  const micros = value instanceof TimeTz ? value.micros : value;
  const clock = clockField(unit, BigInt(micros));
  if (clock) return clock;
  if (unit === 'epoch')
    return new Numeric(BigInt(value instanceof TimeTz ? value.utcMicros : value), SECONDS_SCALE);
  const zone = value instanceof TimeTz ? zoneField(unit, value.offsetSeconds) : null;
  if (zone !== null) return whole(zone);
  throw unknownUnit(field, unit, type);
}

/** date_trunc of a wall clock. @throws SqlError 22023 */
export function truncateWall(field: string, wall: bigint, type: SqlType): bigint {
  if (isInfiniteTimestamp(wall)) return wall;
  const unit = unitOf(field);
  const { days, micros } = splitTimestamp(wall);
  const step = { microsecond: 1, millisecond: 1e3, second: 1e6, minute: 60e6, hour: 3600e6 }[unit];
  if (step !== undefined) return joinTimestamp(days, micros - (micros % step));
  const first = firstDay(unit, days);
  if (first === null) throw unknownUnit(field, unit, type);
  return joinTimestamp(first, 0);
}

function firstDay(unit: string, days: number): number | null {
  const { year, month } = civilFromDays(days);
  switch (unit) {
    case 'day':
      return days;
    case 'week':
      return days - ((dayOfWeek(days) + 6) % 7);
    case 'month':
      return daysFromCivil(year, month, 1);
    case 'quarter':
      return daysFromCivil(year, month - ((month - 1) % 3), 1);
    case 'year':
      return daysFromCivil(year, 1, 1);
    case 'decade':
      return daysFromCivil(Math.floor(year / 10) * 10, 1, 1);
    case 'century':
      return daysFromCivil(Math.floor((year - 1) / 100) * 100 + 1, 1, 1);
    case 'millennium':
      return daysFromCivil(Math.floor((year - 1) / 1000) * 1000 + 1, 1, 1);
    default:
      return null;
  }
}

function calendarField(unit: string, days: number): number | null {
  const { year, month, day } = civilFromDays(days);
  switch (unit) {
    case 'year':
      return year > 0 ? year : year - 1;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'week':
      return isoWeek(days).week;
    case 'isoyear':
      return isoWeek(days).year;
    case 'dow':
      return dayOfWeek(days);
    case 'isodow':
      return ((dayOfWeek(days) + 6) % 7) + 1;
    case 'doy':
      return days - daysFromCivil(year, 1, 1) + 1;
    case 'decade':
      return Math.floor(year / 10);
    case 'century':
      return year > 0 ? Math.ceil(year / 100) : Math.floor((year - 100) / 100);
    case 'millennium':
      return year > 0 ? Math.ceil(year / 1000) : Math.floor((year - 1000) / 1000);
    default:
      return null;
  }
}

function clockField(unit: string, micros: bigint): Numeric | null {
  switch (unit) {
    case 'hour':
      return Numeric.fromBigint(micros / 3_600_000_000n);
    case 'minute':
      return Numeric.fromBigint((micros / 60_000_000n) % 60n);
    case 'second':
      return new Numeric(micros % 60_000_000n, SECONDS_SCALE);
    case 'millisecond':
      return new Numeric(micros % 60_000_000n, MILLISECONDS_SCALE);
    case 'microsecond':
      return Numeric.fromBigint(micros % 60_000_000n);
    default:
      return null;
  }
}

function zoneField(unit: string, offsetSeconds: number): number | null {
  switch (unit) {
    case 'timezone':
      return offsetSeconds;
    case 'timezone_hour':
      return Math.trunc(offsetSeconds / 3600);
    case 'timezone_minute':
      return Math.trunc(offsetSeconds / 60) % 60;
    default:
      return null;
  }
}

/** What grows without end is infinite; what goes round has no value. */
function extractFromInfinity(unit: string, positive: boolean): Numeric | null {
  const growing = ['year', 'isoyear', 'decade', 'century', 'millennium', 'julian', 'epoch'];
  if (!growing.includes(unit)) return null;
  return positive ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
}

/** A year counts 365.25 days, a month 30. */
function epochOf(value: Interval): bigint {
  const years = BigInt(Math.trunc(value.months / 12));
  return (
    years * 31_557_600_000_000n +
    BigInt(value.months % 12) * 2_592_000_000_000n +
    BigInt(value.days) * 86_400_000_000n +
    value.micros
  );
}

function whole(value: number): Numeric {
  return Numeric.fromBigint(BigInt(value));
}

const KNOWN_UNITS = new Set(
  `year month day hour minute second millisecond microsecond quarter week isoyear dow isodow doy decade century
   millennium timezone timezone_hour timezone_minute epoch julian`.split(/\s+/),
);

function unknownUnit(field: string, unit: string, type: SqlType): SqlError {
  if (KNOWN_UNITS.has(unit)) {
    return new SqlError('0A000', `unit "${field.toLowerCase()}" not supported for type ${type.displayName}`);
  }
  return new SqlError('22023', `unit "${field.toLowerCase()}" not recognized for type ${type.displayName}`);
}
