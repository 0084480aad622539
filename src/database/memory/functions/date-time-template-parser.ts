import { daysFromCivil, daysInMonth } from '../types/calendar';
import { SqlError } from '../types/sql-error';
import { DAY_NAMES, MONTH_NAMES } from './template-words';

export interface ParsedMoment {
  /** Days since 1970-01-01. */
  readonly days: number;
  /** Microseconds of the day. */
  readonly micros: number;
  /** Seconds east of UTC, or null when the text names no zone. */
  readonly offsetSeconds: number | null;
}

const TOKEN =
  /(?:FM)?(?:(YYYY|YYY|YY|Y,YYY|Y|IYYY|HH24|HH12|HH|MI|MM|SSSSS?|SS|MS|US|FF[1-6]|DDD|DD|D|Q|J|TZH|TZM|OF|TZ|MONTH|MON|DAY|DY|A\.M\.|P\.M\.|AM|PM|B\.C\.|A\.D\.|BC|AD)(?:TH)?|"((?:[^"\\]|\\.)*)"|(\s+)|([^]))/giy;

/** How many digits a field takes at most when digits follow without a separator. */
const WIDTHS: Record<string, number> = {
  YYYY: 4,
  YYY: 3,
  YY: 2,
  Y: 1,
  IYYY: 4,
  HH24: 2,
  HH12: 2,
  HH: 2,
  MI: 2,
  MM: 2,
  SS: 2,
  SSSS: 5,
  SSSSS: 5,
  MS: 3,
  US: 6,
  DDD: 3,
  DD: 2,
  D: 1,
  Q: 1,
  J: 7,
};

interface Token {
  readonly field: string | null;
  readonly literal: string;
}

/** Reads a date and time by a template, as to_timestamp and to_date do. @throws SqlError 22007, 22008 */
export function parseMoment(text: string, template: string): ParsedMoment {
  const reader = new TemplateReader(text);
  const tokens = tokenize(template);
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (token.field === null) reader.skipLiteral(token.literal);
    else reader.readField(token.field, next?.field !== undefined && next.field !== null);
  }
  return reader.finish();
}

function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < template.length) {
    const match = TOKEN.exec(template);
    if (!match) break;
    const [, field, quoted, space, other] = match;
    if (field !== undefined) tokens.push({ field: field.toUpperCase(), literal: '' });
    else tokens.push({ field: null, literal: quoted ?? space ?? other ?? '' });
  }
  return tokens;
}

class TemplateReader {
  private at = 0;
  private readonly fields = new Map<string, number>();
  private afternoon: boolean | null = null;
  private beforeChrist = false;
  private offsetSeconds: number | null = null;

  constructor(private readonly text: string) {}

  /** A separator of the template matches any separator, or none, in the text. */
  skipLiteral(literal: string): void {
    for (const character of literal) {
      const found = this.text[this.at];
      if (found === undefined) return;
      if (/\s/.test(character)) this.skipSpace();
      else if (/[^\da-zA-Z]/.test(character)) {
        this.skipSpace();
        if (/[^\da-zA-Z\s+-]/.test(this.text[this.at] ?? '') || this.text[this.at] === character)
          this.at += 1;
      } else this.at += 1;
    }
  }

  readField(field: string, digitsFollow: boolean): void {
    this.skipSpace();
    switch (field) {
      case 'MONTH':
      case 'MON':
        this.fields.set('MM', this.readName(MONTH_NAMES, field) + 1);
        return;
      case 'DAY':
      case 'DY':
        this.readName(DAY_NAMES, field);
        return;
      case 'AM':
      case 'PM':
      case 'A.M.':
      case 'P.M.':
        this.afternoon = this.readMark(/^p\.?m\.?/i, /^a\.?m\.?/i, field);
        return;
      case 'BC':
      case 'AD':
      case 'B.C.':
      case 'A.D.':
        this.beforeChrist = this.readMark(/^b\.?c\.?/i, /^a\.?d\.?/i, field);
        return;
      case 'TZH':
      case 'OF':
      case 'TZ':
        this.readOffset();
        return;
      case 'TZM':
        this.offsetSeconds =
          (this.offsetSeconds ?? 0) +
          Math.sign(this.offsetSeconds ?? 1) * this.readNumber('MI', digitsFollow) * 60;
        return;
      default:
        this.readNumeric(field, digitsFollow);
    }
  }

  finish(): ParsedMoment {
    const get = (field: string, fallback: number): number => this.fields.get(field) ?? fallback;
    const year = this.beforeChrist ? 1 - get('YYYY', 1) : get('YYYY', 1);
    const hour = this.hour();
    const micros = this.fields.has('SSSSS')
      ? get('SSSSS', 0) * 1e6 + get('US', 0)
      : ((hour * 60 + get('MI', 0)) * 60 + get('SS', 0)) * 1e6 + get('US', 0);
    if (get('MI', 0) > 59 || get('SS', 0) > 59 || hour > 24) throw this.outOfRange();
    return { days: this.daysOf(year), micros, offsetSeconds: this.offsetSeconds };
  }

  private daysOf(year: number): number {
    const julian = this.fields.get('J');
    if (julian !== undefined) return julian - 2_440_588;
    const dayOfYear = this.fields.get('DDD');
    if (dayOfYear !== undefined) return daysFromCivil(year, 1, 1) + dayOfYear - 1;
    const month = this.fields.get('MM') ?? 1;
    const day = this.fields.get('DD') ?? 1;
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw this.outOfRange();
    return daysFromCivil(year, month, day);
  }

  private hour(): number {
    const twelve = this.fields.get('HH12');
    if (twelve === undefined) {
      const hour = this.fields.get('HH24') ?? 0;
      return this.afternoon === null ? hour : (hour % 12) + (this.afternoon ? 12 : 0);
    }
    if (twelve < 1 || twelve > 12) {
      throw new SqlError('22007', `hour "${twelve}" is invalid for the 12-hour clock`, {
        hint: 'Use the 24-hour clock, or give an hour between 1 and 12.',
      });
    }
    return (twelve % 12) + (this.afternoon === true ? 12 : 0);
  }

  private readNumeric(field: string, digitsFollow: boolean): void {
    if (field.startsWith('FF') || field === 'US' || field === 'MS') {
      const width = field === 'MS' ? 3 : field === 'US' ? 6 : Number(field.slice(2));
      const digits = this.readDigits(field, digitsFollow ? width : Math.max(width, 6));
      this.fields.set('US', Math.round(Number(`0.${digits}`) * 1e6));
      return;
    }
    const value = this.readNumber(field, digitsFollow);
    switch (field) {
      case 'YYYY':
      case 'IYYY':
        this.fields.set('YYYY', value);
        return;
      case 'YYY':
      case 'YY':
      case 'Y':
        this.fields.set(
          'YYYY',
          value < 100
            ? value + (value < 70 ? 2000 : 1900)
            : value < 1000
              ? value + (value < 520 ? 2000 : 1000)
              : value,
        );
        return;
      case 'HH':
        this.fields.set('HH12', value);
        return;
      case 'SSSS':
        this.fields.set('SSSSS', value);
        return;
      default:
        this.fields.set(field, value);
    }
  }

  private readNumber(field: string, digitsFollow: boolean): number {
    const width = WIDTHS[field] ?? 2;
    const loose = field === 'YYYY' || field === 'IYYY' || field === 'J';
    return Number(this.readDigits(field, digitsFollow || !loose ? width : 9));
  }

  private readDigits(field: string, limit: number): string {
    const digits = new RegExp(`^\\d{1,${limit}}`).exec(this.text.slice(this.at))?.[0];
    if (digits === undefined) {
      const found = this.text.slice(this.at, this.at + limit);
      if (found === '') {
        throw new SqlError('22007', `source string too short for "${field}" formatting field`, {
          detail: `Field requires ${limit} characters, but only 0 remain.`,
        });
      }
      throw new SqlError('22007', `invalid value "${found}" for "${field}"`, {
        detail: 'Value must be an integer.',
      });
    }
    this.at += digits.length;
    return digits;
  }

  private readName(names: readonly string[], field: string): number {
    const rest = this.text.slice(this.at).toLowerCase();
    const short = field === 'MON' || field === 'DY';
    const index = names.findIndex((name) => rest.startsWith((short ? name.slice(0, 3) : name).toLowerCase()));
    if (index < 0) {
      const word = /^[a-z]*/i.exec(this.text.slice(this.at))?.[0] ?? '';
      throw new SqlError('22007', `invalid value "${word}" for "${field}"`, {
        detail: 'The given value did not match any of the allowed values for this field.',
      });
    }
    this.at += short ? 3 : (names[index] ?? '').length;
    return index;
  }

  private readMark(positive: RegExp, negative: RegExp, field: string): boolean {
    const rest = this.text.slice(this.at);
    const match = positive.exec(rest) ?? negative.exec(rest);
    if (!match) throw new SqlError('22007', `invalid value "${rest.slice(0, 2)}" for "${field}"`);
    this.at += match[0].length;
    return positive.test(rest);
  }

  private readOffset(): void {
    const match = /^([+-]?)(\d{1,2})(?::?(\d{2}))?/.exec(this.text.slice(this.at));
    if (!match) return;
    this.at += match[0].length;
    const size = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
    this.offsetSeconds = match[1] === '-' ? -size : size;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private outOfRange(): SqlError {
    return new SqlError('22008', `date/time field value out of range: "${this.text}"`);
  }
}
