import { civilFromDays, splitTimestamp, TIMESTAMP_INFINITY, TIMESTAMP_NEGATIVE_INFINITY } from './calendar';
import { formatOffset, instantToWall, LOCAL_ZONE, type TimeZone } from './time-zone';

/** DateStyle ISO. */
export function formatDate(days: number): string {
  if (days === Infinity) return 'infinity';
  if (days === -Infinity) return '-infinity';
  const { year, month, day } = civilFromDays(days);
  const shown = year > 0 ? year : 1 - year;
  return `${String(shown).padStart(4, '0')}-${two(month)}-${two(day)}${year > 0 ? '' : ' BC'}`;
}

/** "HH:MM:SS[.ffffff]" of the microseconds of a day. */
export function formatTimeOfDay(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const rest = micros - seconds * 1e6;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
}

/** A wall clock, as `timestamp` is printed. `separator` is "T" in JSON. */
export function formatTimestamp(wall: bigint, separator = ' '): string {
  return infinityText(wall) ?? formatWall(wall, separator, '');
}

/** A point in time on a zone's wall clock with the zone's offset, as `timestamptz` is printed. */
export function formatTimestampTz(instant: bigint, zone: TimeZone = LOCAL_ZONE, separator = ' '): string {
  const infinity = infinityText(instant);
  if (infinity) return infinity;
  const offset = formatOffset(zone.offsetAt(instant));
  return formatWall(instantToWall(zone, instant), separator, offset);
}

function formatWall(wall: bigint, separator: string, offset: string): string {
  const { days, micros } = splitTimestamp(wall);
  const date = formatDate(days);
  const time = formatTimeOfDay(micros) + offset;
  return date.endsWith(' BC') ? `${date.slice(0, -3)}${separator}${time} BC` : `${date}${separator}${time}`;
}

function infinityText(micros: bigint): string | null {
  if (micros === TIMESTAMP_INFINITY) return 'infinity';
  return micros === TIMESTAMP_NEGATIVE_INFINITY ? '-infinity' : null;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
