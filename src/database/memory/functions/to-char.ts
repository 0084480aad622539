import { civilFromDays, daysFromCivil, splitDays, utcToLocal } from '../types/datetime';
import type { NonNullDatum } from '../types/datum';
import type { Interval } from '../types/interval';
import { Numeric } from '../types/numeric';
import { unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const TEMPLATE =
  /"[^"]*"|YYYY|YY|MONTH|Month|month|MON|Mon|mon|MM|DDD|DD|DAY|Day|day|DY|Dy|dy|D|HH24|HH12|HH|MI|SS|MS|US|AM|PM|am|pm|Q|FM|[^]/g;

/** PostgreSQL's to_char for times and simple number patterns. @throws SqlError 0A000 for patterns beyond it */
export function toChar(type: SqlType, value: NonNullDatum, pattern: string): string {
  if (type === types.timestamp) return formatMoment(value as bigint, pattern);
  if (type === types.timestamptz) return formatMoment(utcToLocal(value as bigint), pattern);
  if (type === types.date) return formatMoment(BigInt(value as number) * 86_400_000_000n, pattern);
  if (type === types.interval) return formatMoment((value as Interval).micros, pattern);
  return formatNumber(value instanceof Numeric ? value : Numeric.parse(String(value)), pattern);
}

function formatMoment(wall: bigint, pattern: string): string {
  const { days, rest } = splitDays(wall);
  const { year, month, day } = civilFromDays(days);
  const hour = Math.floor(rest / 3.6e9);
  let fill = true;
  const pad = (value: number, width: number): string =>
    fill ? String(value).padStart(width, '0') : String(value);
  const word = (value: string, template: string): string => {
    const cased =
      template === template.toUpperCase()
        ? value.toUpperCase()
        : template === template.toLowerCase()
          ? value.toLowerCase()
          : value;
    return fill && template.length > 3 ? cased.padEnd(9) : cased;
  };
  const render = (token: string): string => {
    switch (token) {
      case 'FM':
        fill = false;
        return '';
      case 'YYYY':
        return pad(year, 4);
      case 'YY':
        return pad(year % 100, 2);
      case 'MM':
        return pad(month, 2);
      case 'DD':
        return pad(day, 2);
      case 'DDD':
        return pad(days - daysFromCivil(year, 1, 1) + 1, 3);
      case 'D':
        return String(((((days + 4) % 7) + 7) % 7) + 1);
      case 'HH24':
        return pad(hour, 2);
      case 'HH12':
      case 'HH':
        return pad(hour % 12 || 12, 2);
      case 'MI':
        return pad(Math.floor(rest / 6e7) % 60, 2);
      case 'SS':
        return pad(Math.floor(rest / 1e6) % 60, 2);
      case 'MS':
        return pad(Math.floor(rest / 1e3) % 1000, 3);
      case 'US':
        return pad(rest % 1e6, 6);
      case 'Q':
        return String(Math.ceil(month / 3));
      case 'AM':
      case 'PM':
        return hour < 12 ? 'AM' : 'PM';
      case 'am':
      case 'pm':
        return hour < 12 ? 'am' : 'pm';
      default:
    }
    if (/^month$/i.test(token)) return word(MONTHS[month - 1] ?? '', token);
    if (/^mon$/i.test(token)) return word((MONTHS[month - 1] ?? '').slice(0, 3), token);
    if (/^day$/i.test(token)) return word(DAYS[(((days + 4) % 7) + 7) % 7] ?? '', token);
    if (/^dy$/i.test(token)) return word((DAYS[(((days + 4) % 7) + 7) % 7] ?? '').slice(0, 3), token);
    return token.startsWith('"') ? token.slice(1, -1) : token;
  };
  return (pattern.match(TEMPLATE) ?? []).map(render).join('');
}

function formatNumber(value: Numeric, pattern: string): string {
  const match = /^(FM)?([09,]+)(?:\.([09]+))?$/.exec(pattern);
  if (!match) throw unsupported(`the to_char number pattern "${pattern}"`);
  const [, trim, whole = '', fraction = ''] = match;
  const rounded = value.abs().round(fraction.length).toString();
  const [integer = '0', decimals = ''] = rounded.split('.');
  const slots = whole.replaceAll(',', '');
  const firstZero = slots.indexOf('0');
  const minimum = firstZero < 0 ? 1 : slots.length - firstZero;
  const digits = (integer === '0' && firstZero < 0 && fraction ? '' : integer).padStart(
    minimum === 1 && firstZero < 0 ? 0 : minimum,
    '0',
  );
  let shown = '';
  let at = digits.length;
  for (const slot of [...whole].toReversed()) {
    if (slot === ',') shown = at > 0 ? `,${shown}` : shown;
    else if (at > 0) shown = (digits[(at -= 1)] ?? '') + shown;
  }
  const sign = value.sign() < 0 ? '-' : trim ? '' : ' ';
  const text = sign + shown + (fraction ? `.${decimals}` : '');
  return trim ? text : text.padStart(whole.length + 1 + (fraction ? fraction.length + 1 : 0));
}
