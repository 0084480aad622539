import { Interval } from '../types/interval';
import { findRegion, formatOffset } from '../types/time-zone';
import { invalidValue } from './setting-error';

export const PROCESS_ZONE_NAME = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * A value of TimeZone as SHOW gives it: a region's name, or for an interval or a number of hours east of Greenwich a
 * POSIX zone, which counts to the west.
 *
 * @throws SqlError 22023
 */
export function readTimeZone(text: string): string {
  const [, interval] = /^interval\s*'(.*)'$/i.exec(text) ?? [];
  if (interval !== undefined) {
    const { months, days, micros } = Interval.parse(interval, 'second');
    if (months !== 0 || days !== 0) throw invalidValue('TimeZone', text);
    return shownOffset(Number(micros / 1_000_000n));
  }
  if (/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text)) return shownOffset(Math.trunc(Number(text) * 3600));
  const zone = findRegion(text);
  if (!zone) throw invalidValue('TimeZone', text);
  return zone.name.toLowerCase() === text.toLowerCase() ? zone.name : text;
}

function shownOffset(seconds: number): string {
  return `<${formatOffset(seconds)}>${formatOffset(-seconds)}`;
}
