import { civilFromDays, dayOfWeek, daysFromCivil, isoWeek, splitTimestamp } from '../types/calendar';
import type { Interval } from '../types/interval';
import { unsupported } from '../types/sql-error';
import { formatOffset } from '../types/time-zone';
import { DAY_NAMES, MONTH_NAMES, ordinalSuffix, romanNumeral } from './template-words';

/** The zone that TZ, OF and their like print. */
export interface TemplateZone {
  readonly offsetSeconds: number;
  /** Null where only the offset is known. */
  abbreviation(): string | null;
}

/** Patterns that may be written in either case; what they print does not depend on it. */
const NUMBER_PATTERNS =
  `Y,YYY YYYY YYY YY Y IYYY IYY IY I HH24 HH12 HH MI MM SSSSS SSSS SS MS US FF1 FF2 FF3 FF4 FF5 FF6 IDDD DDD DD D ID IW WW W
   CC Q J TZH TZM OF`.split(/\s+/);
/** Patterns whose case is that of what they print. */
const NAME_PATTERNS =
  `MONTH Month month MON Mon mon DAY Day day DY Dy dy RM rm A.M. P.M. a.m. p.m. AM PM am pm B.C. A.D. b.c. a.d. BC AD bc ad
   TZ tz`.split(/\s+/);
const ALTERNATIVES = [
  ...NUMBER_PATTERNS,
  ...NUMBER_PATTERNS.map((name) => name.toLowerCase()),
  ...NAME_PATTERNS,
]
  .toSorted((a, b) => b.length - a.length)
  .map((name) => name.replaceAll('.', String.raw`\.`))
  .join('|');
const PATTERN = new RegExp(
  String.raw`(FM|fm)?(?:(${ALTERNATIVES})(TH|th)?|"((?:[^"\\]|\\.)*)"|\\(.)|TM|tm)`,
  'g',
);

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly days: number;
  readonly hour: number;
  readonly micros: number;
  readonly zone: TemplateZone | null;
  readonly isInterval: boolean;
}

/** to_char of a wall clock. @throws SqlError 0A000 for TZ in a zone whose letters are not known */
export function formatMoment(wall: bigint, zone: TemplateZone | null, template: string): string {
  const { days, micros } = splitTimestamp(wall);
  const { year, month, day } = civilFromDays(days);
  const hour = Math.floor(micros / 3600e6);
  return render({ year, month, day, days, hour, micros, zone, isInterval: false }, template);
}

/** to_char of an interval: its hours may pass 24. */
export function formatInterval(value: Interval, template: string): string {
  const micros = Number(value.micros);
  return render(
    {
      year: Math.trunc(value.months / 12),
      month: value.months % 12,
      day: value.days,
      days: value.days,
      hour: Math.trunc(micros / 3600e6),
      micros,
      zone: null,
      isInterval: true,
    },
    template,
  );
}

function render(fields: Fields, template: string): string {
  return template.replace(
    PATTERN,
    (
      whole,
      fillMode: string | undefined,
      pattern: string | undefined,
      ordinal: string | undefined,
      quoted: string | undefined,
      escaped: string | undefined,
    ) => {
      if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
      if (escaped !== undefined) return escaped;
      if (pattern === undefined) return whole;
      const text = renderField(pattern, fields, fillMode !== undefined);
      if (!ordinal) return text;
      const suffix = ordinalSuffix(text);
      return text + (ordinal === 'TH' ? suffix.toUpperCase() : suffix);
    },
  );
}

function renderField(pattern: string, fields: Fields, bare: boolean): string {
  const name = nameField(pattern, fields, bare);
  if (name !== null) return name;
  const number = (value: number, width: number): string => {
    if (bare) return String(value);
    return value < 0 ? `-${String(-value).padStart(width, '0')}` : String(value).padStart(width, '0');
  };
  const { year, month, day, days, hour, micros } = fields;
  const shownYear = year > 0 || fields.isInterval ? year : 1 - year;
  const second = Math.trunc(micros / 1e6) % 60;
  const fraction = Math.abs(micros % 1e6);
  const key = pattern.toUpperCase();
  switch (key) {
    case 'YYYY':
      return number(shownYear, 4);
    case 'Y,YYY':
      return `${Math.floor(shownYear / 1000)},${String(shownYear % 1000).padStart(3, '0')}`;
    case 'YYY':
      return number(shownYear % 1000, 3);
    case 'YY':
      return number(shownYear % 100, 2);
    case 'Y':
      return number(shownYear % 10, 1);
    case 'IYYY':
      return number(isoWeek(days).year, 4);
    case 'IYY':
      return number(isoWeek(days).year % 1000, 3);
    case 'IY':
      return number(isoWeek(days).year % 100, 2);
    case 'I':
      return number(isoWeek(days).year % 10, 1);
    case 'MM':
      return number(month, 2);
    case 'DD':
      return number(day, 2);
    case 'DDD':
      return number(fields.isInterval ? (year * 12 + month) * 30 + day : dayOfYear(days, year), 3);
    case 'IDDD':
      return number(isoDayOfYear(days), 3);
    case 'D':
      return number(dayOfWeek(days) + 1, 1);
    case 'ID':
      return number(((dayOfWeek(days) + 6) % 7) + 1, 1);
    case 'IW':
      return number(isoWeek(days).week, 2);
    case 'WW':
      return number(Math.ceil(dayOfYear(days, year) / 7), 2);
    case 'W':
      return number(Math.ceil(day / 7), 1);
    case 'CC':
      return number(year > 0 ? Math.ceil(year / 100) : Math.floor((year - 100) / 100), 2);
    case 'Q':
      return String(Math.ceil(month / 3));
    case 'J':
      return String(days + 2_440_588);
    case 'HH24':
      return number(hour, 2);
    case 'HH':
    case 'HH12':
      return number(hour % 12 === 0 ? 12 : hour % 12, 2);
    case 'MI':
      return number(Math.trunc(micros / 60e6) % 60, 2);
    case 'SS':
      return number(second, 2);
    case 'SSSS':
    case 'SSSSS':
      return String(Math.trunc(micros / 1e6));
    case 'MS':
      return number(Math.trunc(fraction / 1000), 3);
    case 'US':
      return number(fraction, 6);
    default:
      return key.startsWith('FF')
        ? String(fraction)
            .padStart(6, '0')
            .slice(0, Number(key.slice(2)))
        : pattern;
  }
}

/** Names are padded to the width of the longest, unless in fill mode; null when the pattern is no name. */
function nameField(pattern: string, fields: Fields, bare: boolean): string | null {
  const { month, days, hour, year, zone } = fields;
  const padded = (value: string): string => (bare ? value : value.padEnd(9));
  switch (pattern.toUpperCase()) {
    case 'MONTH':
      return fields.isInterval ? '' : padded(cased(MONTH_NAMES[month - 1] ?? '', pattern));
    case 'MON':
      return fields.isInterval ? '' : cased((MONTH_NAMES[month - 1] ?? '').slice(0, 3), pattern);
    case 'DAY':
      return padded(cased(DAY_NAMES[dayOfWeek(days)] ?? '', pattern));
    case 'DY':
      return cased((DAY_NAMES[dayOfWeek(days)] ?? '').slice(0, 3), pattern);
    case 'RM': {
      const roman = romanNumeral(month);
      const shown = pattern === 'rm' ? roman.toLowerCase() : roman;
      return bare ? shown : shown.padEnd(4);
    }
    case 'AM':
    case 'PM':
    case 'A.M.':
    case 'P.M.':
      return likeMark(hour % 24 >= 12 ? 'PM' : 'AM', pattern);
    case 'BC':
    case 'AD':
    case 'B.C.':
    case 'A.D.':
      return likeMark(year > 0 ? 'AD' : 'BC', pattern);
    case 'TZ':
      return zoneName(zone, pattern === 'tz');
    case 'TZH':
      return zone ? formatOffset(zone.offsetSeconds - (zone.offsetSeconds % 3600)) : '+00';
    case 'TZM':
      return zone ? String(Math.abs(zone.offsetSeconds / 60) % 60).padStart(2, '0') : '00';
    case 'OF':
      return zone ? formatOffset(zone.offsetSeconds) : '+00';
    default:
      return null;
  }
}

function zoneName(zone: TemplateZone | null, lower: boolean): string {
  if (!zone) return '';
  const name = zone.abbreviation();
  if (name === null) throw unsupported('the TZ pattern of to_char() in this time zone');
  return lower ? name.toLowerCase() : name;
}

/** In the case of the pattern, with its dots. */
function likeMark(mark: string, pattern: string): string {
  const dotted = pattern.includes('.') ? `${mark[0] ?? ''}.${mark[1] ?? ''}.` : mark;
  return /[a-z]/.test(pattern) ? dotted.toLowerCase() : dotted;
}

function cased(value: string, pattern: string): string {
  if (pattern === pattern.toUpperCase()) return value.toUpperCase();
  return pattern === pattern.toLowerCase() ? value.toLowerCase() : value;
}

function dayOfYear(days: number, year: number): number {
  return days - daysFromCivil(year, 1, 1) + 1;
}

function isoDayOfYear(days: number): number {
  return (isoWeek(days).week - 1) * 7 + ((dayOfWeek(days) + 6) % 7) + 1;
}
