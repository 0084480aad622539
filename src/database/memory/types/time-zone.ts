import { MICROS_PER_DAY_BIG } from './calendar';
import { SqlError } from './sql-error';

/** Answers how far a zone is from UTC. Offsets are in seconds, positive east of Greenwich. */
export interface TimeZone {
  readonly name: string;
  /** @param micros a point in time, microseconds since the epoch */
  offsetAt(micros: bigint): number;
}

export const UTC: TimeZone = { name: 'UTC', offsetAt: () => 0 };

/** The zone that the running code is in; null for the process's. Statements run without a pause, one at a time. */
let entered: TimeZone | null = null;

/** The session's zone, by default the process's: what `pg` assumes when it reads timestamps without a zone. */
export const LOCAL_ZONE: TimeZone = {
  get name(): string {
    return entered?.name ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  },
  offsetAt: (micros) =>
    entered ? entered.offsetAt(micros) : -new Date(toMillis(micros)).getTimezoneOffset() * 60,
};

/** Does work for which this is the local zone. */
export function inZone<T>(zone: TimeZone | null, work: () => T): T {
  const before = entered;
  entered = zone;
  try {
    return work();
  } finally {
    entered = before;
  }
}

const DAY_SECONDS = 86_400;
const BY_NAME = new Map<string, TimeZone>();

/** Abbreviations of PostgreSQL's default list that people write most, in hours east of Greenwich. */
const ABBREVIATIONS: Record<string, number> = {
  utc: 0,
  gmt: 0,
  z: 0,
  zulu: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  cest: 2,
  met: 1,
  mest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
};

/**
 * A zone by an IANA name, an abbreviation, or a POSIX offset ("+03" lies west of Greenwich there).
 *
 * @throws SqlError 22023
 */
export function timeZone(name: string): TimeZone {
  const found = findTimeZone(name) ?? posixZone(name);
  if (!found) throw new SqlError('22023', `time zone "${name}" not recognized`);
  return found;
}

export function findTimeZone(name: string): TimeZone | null {
  const key = name.toLowerCase();
  const known = BY_NAME.get(key);
  if (known) return known;
  const zone = abbreviatedZone(name, key) ?? ianaZone(name);
  if (zone) BY_NAME.set(key, zone);
  return zone;
}

/** A zone as a session may be in: what abbreviations mean is left out. */
export function findRegion(name: string): TimeZone | null {
  return ianaZone(name) ?? posixZone(name);
}

export function fixedZone(offsetSeconds: number): TimeZone {
  return { name: formatOffset(offsetSeconds), offsetAt: () => offsetSeconds };
}

/** Wall-clock microseconds of a zone to a point in time. In a gap the offset before it holds, in an overlap the one after. */
export function wallToInstant(zone: TimeZone, wall: bigint): bigint {
  const before = zone.offsetAt(wall - MICROS_PER_DAY_BIG);
  const after = zone.offsetAt(wall + MICROS_PER_DAY_BIG);
  const early = wall - BigInt(before) * 1_000_000n;
  if (before === after) return early;
  const late = wall - BigInt(after) * 1_000_000n;
  if (zone.offsetAt(late) === after) return late;
  return early;
}

export function instantToWall(zone: TimeZone, instant: bigint): bigint {
  return instant + BigInt(zone.offsetAt(instant)) * 1_000_000n;
}

/** "+02", "-03:30": hours, and minutes and seconds only where they are not zero. */
export function formatOffset(offsetSeconds: number): string {
  const size = Math.abs(offsetSeconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  let text = (offsetSeconds < 0 ? '-' : '+') + two(Math.floor(size / 3600));
  if (size % 3600 !== 0) text += `:${two(Math.floor((size % 3600) / 60))}`;
  if (size % 60 !== 0) text += `:${two(size % 60)}`;
  return text;
}

/**
 * "+2", "-0330", "+05:30:15" to seconds, or null.
 *
 * @param whole what the error quotes
 * @throws SqlError 22009 when it is beyond 16 hours
 */
export function parseOffset(text: string, whole = text): number | null {
  const match = /^([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text);
  if (!match) return null;
  const size = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  if (size >= 16 * 3600) throw new SqlError('22009', `time zone displacement out of range: "${whole}"`);
  return match[1] === '-' ? -size : size;
}

/** The zone's letters at a point in time ("CEST"), or null where JavaScript only knows an offset. */
export function zoneAbbreviation(zone: TimeZone, micros: bigint): string | null {
  if (/^[+-]/.test(zone.name)) return null;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone.name, timeZoneName: 'short' });
  const name = format.formatToParts(toMillis(micros)).find((part) => part.type === 'timeZoneName')?.value;
  return name !== undefined && /^[A-Z]{3,5}$/.test(name) ? name : null;
}

function abbreviatedZone(name: string, key: string): TimeZone | null {
  const hours = ABBREVIATIONS[key];
  return hours === undefined ? null : { name: name.toUpperCase(), offsetAt: () => hours * 3600 };
}

function posixZone(name: string): TimeZone | null {
  const match = /^([A-Za-z]{3,}|<[^>]+>)?([+-]?\d{1,2}(?::?\d{2})?)$/.exec(name.trim());
  if (!match?.[2]) return null;
  const digits = /^[+-]/.test(match[2]) ? match[2] : `+${match[2]}`;
  const west = parseOffset(digits);
  return west === null ? null : fixedZone(west === 0 ? 0 : -west);
}

function ianaZone(name: string): TimeZone | null {
  if (/^[+-]?\d/.test(name)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    return null;
  }
  return { name: format.resolvedOptions().timeZone, offsetAt: (micros) => intlOffset(format, micros) };
}

function intlOffset(format: Intl.DateTimeFormat, micros: bigint): number {
  const millis = toMillis(micros);
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(millis)) parts[part.type] = part.value;
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  wall.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return Math.round((wall.getTime() - Math.floor(millis / 1000) * 1000) / 1000) % DAY_SECONDS;
}

/** JavaScript's dates end 275,760 years from the epoch; zones are constant out there. */
function toMillis(micros: bigint): number {
  return Math.min(Math.max(Math.floor(Number(micros) / 1000), -8.64e15), 8.64e15);
}
