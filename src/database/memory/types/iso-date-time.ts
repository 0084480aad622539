import { daysFromCivil, daysInMonth } from './calendar';
import { fixedZone, parseOffset, type TimeZone } from './time-zone';

/** What a date/time text says. Absent parts are null. */
export interface DateTimeText {
  /** Days since 1970-01-01; ±Infinity for infinity. */
  readonly days: number | null;
  /** Microseconds of the day; 24:00:00 is allowed. */
  readonly micros: number | null;
  readonly zone: TimeZone | null;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}(?::\d{2})?)?)?$/;

/** The form that nearly every client sends; null for everything else, out-of-range fields included. */
export function parseIsoDateTime(text: string): DateTimeText | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const days = daysFromCivil(year, month, day);
  if (match[4] === undefined) return { days, micros: null, zone: null };
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = match[7] === undefined ? 0 : Number(match[7].padEnd(6, '0'));
  const offset = match[8] === undefined ? null : match[8] === 'Z' ? 0 : parseOffset(match[8], text);
  return {
    days,
    micros: ((hour * 60 + minute) * 60 + second) * 1e6 + fraction,
    zone: offset === null ? null : fixedZone(offset),
  };
}
