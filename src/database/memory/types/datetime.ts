import { formatTime } from './interval';
import { SqlError } from './sql-error';
import { TimeTz } from './timetz';

export const MICROS_PER_DAY = 86_400_000_000;
const DAY = 86_400_000_000n;

/** timestamp 'infinity' and '-infinity': beyond every finite value. */
export const TIMESTAMP_INFINITY = 9_223_372_036_854_775_807n;
export const TIMESTAMP_MINUS_INFINITY = -9_223_372_036_854_775_808n;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A calendar date and a time of day, as they stand in a text; `offset` is seconds east of UTC, null when none is given. */
interface Fields {
  year: number;
  month: number;
  day: number;
  micros: number;
  offset: number | null;
  zone: string | null;
}

const ISO =
  /^\s*(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?(?::?\d{2})?|[A-Za-z][A-Za-z_/+-]*\d*)?\s*(BC|AD)?\s*$/i;
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})\s*$/;
const US = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*$/;
const NAMED =
  /^\s*(?:([A-Za-z]{3,9})\s+(\d{1,2}),?\s+(\d{4})|(\d{1,2})[\s-]([A-Za-z]{3,9})[\s-](\d{4}))(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*$/;

/** Days since 1970-01-01 of a proleptic Gregorian date. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function civilFromDays(days: number): Civil {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** @throws SqlError 22007, 22008 */
export function parseDate(text: string): number {
  const special = text.trim().toLowerCase();
  if (special === 'infinity') return Infinity;
  if (special === '-infinity') return -Infinity;
  const word = relativeDay(special);
  if (word !== null) return word;
  const fields = parseFields(text, 'date');
  return daysFromCivil(fields.year, fields.month, fields.day);
}

export function formatDate(days: number): string {
  if (days === Infinity) return 'infinity';
  if (days === -Infinity) return '-infinity';
  const { year, month, day } = civilFromDays(days);
  const shown = year > 0 ? year : 1 - year;
  return `${String(shown).padStart(4, '0')}-${two(month)}-${two(day)}${year > 0 ? '' : ' BC'}`;
}

/** @returns microseconds of the wall clock, read as UTC @throws SqlError 22007, 22008 */
export function parseTimestamp(text: string): bigint {
  const special = specialTimestamp(text, 'timestamp');
  if (special !== null) return special;
  const fields = parseFields(text, 'timestamp');
  return BigInt(daysFromCivil(fields.year, fields.month, fields.day)) * DAY + BigInt(fields.micros);
}

/** @returns microseconds since the epoch @throws SqlError 22007, 22008 */
export function parseTimestamptz(text: string): bigint {
  const special = specialTimestamp(text, 'timestamp with time zone');
  if (special !== null) return special;
  const fields = parseFields(text, 'timestamp with time zone');
  const wall = BigInt(daysFromCivil(fields.year, fields.month, fields.day)) * DAY + BigInt(fields.micros);
  if (fields.offset !== null) return wall - BigInt(fields.offset) * 1_000_000n;
  return fields.zone === null ? localToUtc(wall) : zoneToUtc(wall, fields.zone);
}

export function formatTimestamp(micros: bigint): string {
  if (micros === TIMESTAMP_INFINITY) return 'infinity';
  if (micros === TIMESTAMP_MINUS_INFINITY) return '-infinity';
  const { days, rest } = splitDays(micros);
  const date = formatDate(days);
  const time = formatTime(BigInt(rest));
  return date.endsWith(' BC') ? `${date.slice(0, -3)} ${time} BC` : `${date} ${time}`;
}

export function formatTimestamptz(micros: bigint): string {
  if (micros === TIMESTAMP_INFINITY || micros === TIMESTAMP_MINUS_INFINITY) return formatTimestamp(micros);
  const offset = localOffsetSeconds(micros);
  const text = formatTimestamp(micros + BigInt(offset) * 1_000_000n);
  const zone = formatOffset(offset);
  return text.endsWith(' BC') ? `${text.slice(0, -3)}${zone} BC` : text + zone;
}

/** "+02", "-03:30". */
export function formatOffset(seconds: number): string {
  const size = Math.abs(seconds);
  const minutes = Math.floor((size % 3600) / 60);
  const rest = size % 60;
  const tail = rest > 0 ? `:${two(minutes)}:${two(rest)}` : minutes > 0 ? `:${two(minutes)}` : '';
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}${tail}`;
}

export function splitDays(micros: bigint): { readonly days: number; readonly rest: number } {
  const rest = ((micros % DAY) + DAY) % DAY;
  return { days: Number((micros - rest) / DAY), rest: Number(rest) };
}

/** Seconds east of UTC of the process's zone at an instant. */
export function localOffsetSeconds(micros: bigint): number {
  return -new Date(Number(micros / 1000n)).getTimezoneOffset() * 60;
}

/** A wall clock of the process's zone (microseconds read as UTC) as an instant. */
export function localToUtc(wall: bigint): bigint {
  const ms = Number(wall / 1000n);
  const date = new Date(ms);
  const local = new Date(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  );
  local.setFullYear(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return BigInt(local.getTime()) * 1000n + (wall % 1000n);
}

export function utcToLocal(instant: bigint): bigint {
  return instant + BigInt(localOffsetSeconds(instant)) * 1_000_000n;
}

/** The wall clock of a named zone at an instant. @throws SqlError 22023 for an unknown zone */
export function utcToZone(instant: bigint, zone: string): bigint {
  return instant + BigInt(zoneOffsetSeconds(instant, zone)) * 1_000_000n;
}

/** The instant at which a named zone's wall clock shows this. @throws SqlError 22023 for an unknown zone */
export function zoneToUtc(wall: bigint, zone: string): bigint {
  const guess = wall - BigInt(zoneOffsetSeconds(wall, zone)) * 1_000_000n;
  return wall - BigInt(zoneOffsetSeconds(guess, zone)) * 1_000_000n;
}

function zoneOffsetSeconds(instant: bigint, zone: string): number {
  const fixed = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone);
  // POSIX writes offsets west of Greenwich as positive; PostgreSQL follows it for such names.
  if (fixed) return (fixed[1] === '+' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60);
  if (/^(utc|gmt|z|zulu|uct)$/i.test(zone)) return 0;
  const ms = Number(instant / 1000n);
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(ms);
  } catch {
    throw new SqlError('22023', `time zone "${zone}" not recognized`);
  }
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall =
    daysFromCivil(value('year'), value('month'), value('day')) * 86_400 +
    value('hour') * 3600 +
    value('minute') * 60 +
    value('second');
  return wall - Math.floor(ms / 1000);
}

/** @returns microseconds of the day @throws SqlError 22007, 22008 */
export function parseTime(text: string): number {
  return parseClock(text, 'time').micros;
}

/** @throws SqlError 22007, 22008 */
export function parseTimeTz(text: string): TimeTz {
  const { micros, offset } = parseClock(text, 'time with time zone');
  return new TimeTz(micros, offset ?? localOffsetSeconds(BigInt(Date.now()) * 1000n));
}

function parseClock(text: string, type: string): { micros: number; offset: number | null } {
  const match =
    /^\s*(?:\d{4}-\d{2}-\d{2}[T\s])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*(am|pm)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?\s*$/i.exec(
      text,
    );
  if (!match) throw new SqlError('22007', `invalid input syntax for type ${type}: "${text}"`);
  let hours = Number(match[1]);
  const half = match[5]?.toLowerCase();
  if (half === 'pm' && hours < 12) hours += 12;
  if (half === 'am' && hours === 12) hours = 0;
  return { micros: clockMicros(text, hours, match[2], match[3], match[4]), offset: parseOffset(match[6]) };
}

function clockMicros(text: string, hours: number, minutes = '0', seconds = '0', fraction = ''): number {
  const m = Number(minutes);
  const s = Number(seconds);
  const micros = Math.round(Number(`0.${fraction || '0'}`) * 1e6);
  const inRange = hours <= 24 && m < 60 && s <= 60 && (hours < 24 || (m === 0 && s === 0 && micros === 0));
  if (!inRange) throw outOfRange(text);
  return (hours * 3600 + m * 60 + s) * 1e6 + micros;
}

function parseOffset(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (/^z$/i.test(text)) return 0;
  const match = /^([+-])(\d{1,2}):?(\d{2})?:?(\d{2})?$/.exec(text);
  if (!match) return null;
  const size = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' ? -size : size;
}

function parseFields(text: string, type: string): Fields {
  const iso = ISO.exec(text);
  if (iso) {
    const [, year, month, day, hours, minutes, seconds, fraction, zone, era] = iso;
    const stated = Number(year);
    const offset = parseOffset(zone);
    return checked(text, {
      year: era?.toUpperCase() === 'BC' ? 1 - stated : stated,
      month: Number(month),
      day: Number(day),
      micros: hours === undefined ? 0 : clockMicros(text, Number(hours), minutes, seconds, fraction),
      offset,
      zone: offset === null && zone !== undefined && zone !== '' ? zone : null,
    });
  }
  const plain = { offset: null, zone: null };
  const compact = COMPACT.exec(text);
  if (compact) {
    return checked(text, {
      ...plain,
      year: Number(compact[1]),
      month: Number(compact[2]),
      day: Number(compact[3]),
      micros: 0,
    });
  }
  const us = US.exec(text);
  if (us) {
    const micros = us[4] === undefined ? 0 : clockMicros(text, Number(us[4]), us[5], us[6], us[7]);
    return checked(text, { ...plain, year: Number(us[3]), month: Number(us[1]), day: Number(us[2]), micros });
  }
  const named = NAMED.exec(text);
  const month = named ? MONTHS.indexOf((named[1] ?? named[5] ?? '').slice(0, 3).toLowerCase()) + 1 : 0;
  if (named && month > 0) {
    const micros =
      named[7] === undefined ? 0 : clockMicros(text, Number(named[7]), named[8], named[9], named[10]);
    return checked(text, {
      ...plain,
      year: Number(named[3] ?? named[6]),
      month,
      day: Number(named[2] ?? named[4]),
      micros,
    });
  }
  throw new SqlError('22007', `invalid input syntax for type ${type}: "${text}"`);
}

function checked(text: string, fields: Fields): Fields {
  const { year, month, day } = fields;
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > (lengths[month - 1] ?? 0) || year > 294_276)
    throw outOfRange(text);
  return fields;
}

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function outOfRange(text: string): SqlError {
  return new SqlError('22008', `date/time field value out of range: "${text}"`);
}

function relativeDay(word: string): number | null {
  const offset = { today: 0, now: 0, tomorrow: 1, yesterday: -1 }[word];
  if (word === 'epoch') return 0;
  if (offset === undefined) return null;
  return splitDays(utcToLocal(BigInt(Date.now()) * 1000n)).days + offset;
}

function specialTimestamp(text: string, type: 'timestamp' | 'timestamp with time zone'): bigint | null {
  const word = text.trim().toLowerCase();
  if (word === 'infinity') return TIMESTAMP_INFINITY;
  if (word === '-infinity') return TIMESTAMP_MINUS_INFINITY;
  if (word === 'epoch') return 0n;
  if (word === 'now') {
    const instant = BigInt(Date.now()) * 1000n;
    return type === 'timestamp' ? utcToLocal(instant) : instant;
  }
  const day = relativeDay(word);
  if (day === null) return null;
  const wall = BigInt(day) * DAY;
  return type === 'timestamp' ? wall : localToUtc(wall);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Rounds microseconds to a number of fractional digits, half away from zero. */
export function roundMicros(micros: bigint, digits: number): bigint {
  if (micros === TIMESTAMP_INFINITY || micros === TIMESTAMP_MINUS_INFINITY) return micros;
  const unit = 10n ** BigInt(6 - digits);
  const half = unit / 2n;
  return micros >= 0n ? ((micros + half) / unit) * unit : -(((-micros + half) / unit) * unit);
}
