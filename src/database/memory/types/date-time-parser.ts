import {
  daysFromCivil,
  daysInMonth,
  joinTimestamp,
  MICROS_PER_DAY,
  splitTimestamp,
  TIMESTAMP_INFINITY,
  TIMESTAMP_NEGATIVE_INFINITY,
} from './calendar';
import { parseIsoDateTime, type DateTimeText } from './iso-date-time';
import { SqlError } from './sql-error';
import { findTimeZone, instantToWall, LOCAL_ZONE, parseOffset, fixedZone, type TimeZone } from './time-zone';

/** The Julian day of 1970-01-01. */
const JULIAN_EPOCH = 2_440_588;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/;
const DAY_NAME =
  /^(mon(day)?|tues?(day)?|wed(nesday)?|weds|thu(rs?)?(day)?|fri(day)?|sat(urday)?|sun(day)?)$/;

const TOKEN =
  /\s*(?:(\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.,]\d*)?)?)|(\d+[-/.]\d+[-/.]\d+|\d+-[a-z]+-\d+|[a-z]+-\d+-\d+|\d{4}[-.]\d{3}(?!\d)|j\d+)|([+-]\d{1,2}(?::?\d{2}){0,2}(?![\d-]))|([+-]?[a-z]+(?:[/_][a-z_]+)*[a-z]*(?:[+-]\d+)?)|(\d+(?:\.\d+)?)|([,]))/iy;

/**
 * Reads dates, times and timestamps in ISO 8601 and PostgreSQL's usual forms, with DateStyle "ISO, MDY".
 *
 * @param type PostgreSQL's name of the target type, for errors
 * @param now microseconds since the epoch, for `now`, `today`, `tomorrow` and `yesterday`
 * @throws SqlError 22007, 22008, 22009 or 22023
 */
export function parseDateTime(text: string, type: string, now: () => bigint = wallClock): DateTimeText {
  // PostgreSQL's time types do not take ISO's T.
  const iso = type.startsWith('time') && !type.startsWith('timestamp') ? null : parseIsoDateTime(text);
  return iso ?? new DateTimeReader(text, type, now).read();
}

function wallClock(): bigint {
  return BigInt(Date.now()) * 1000n;
}

class DateTimeReader {
  private year: number | null = null;
  private writtenYear = 0;
  private month: number | null = null;
  private day: number | null = null;
  private days: number | null = null;
  private micros: number | null = null;
  private zone: TimeZone | null = null;
  private meridiem: 'am' | 'pm' | null = null;
  private beforeChrist = false;
  private dateSeen = false;

  constructor(
    private readonly text: string,
    private readonly type: string,
    private readonly now: () => bigint,
  ) {}

  /** A bare number is a clock where the type has no date. */
  private get isTime(): boolean {
    return this.type.startsWith('time') && !this.type.startsWith('timestamp');
  }

  read(): DateTimeText {
    const text = this.text.trim();
    if (text === '') throw this.invalid();
    let at = 0;
    while (at < text.length) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (!match) throw this.invalid();
      at = TOKEN.lastIndex;
      const [, time, date, offset, word, number] = match;
      if (time !== undefined) this.readTime(time);
      else if (date !== undefined) this.readDate(date);
      else if (offset !== undefined) this.readOffset(offset);
      else if (word !== undefined) this.readWord(word);
      else if (number !== undefined) this.readNumber(number);
    }
    return this.finish();
  }

  private readTime(token: string): void {
    if (this.micros !== null) throw this.invalid();
    const [hourText, minuteText, secondText] = token.replace(',', '.').split(':');
    this.setTime(Number(hourText), Number(minuteText), secondText ?? '0');
  }

  private setTime(hour: number, minute: number, secondText: string): void {
    const seconds = Math.round(Number(secondText) * 1e6);
    const micros = (hour * 60 + minute) * 60e6 + seconds;
    if (minute > 59 || seconds > 60e6 || micros > MICROS_PER_DAY) throw this.outOfRange(false);
    this.micros = micros;
  }

  private readDate(token: string): void {
    if (this.dateSeen) throw this.invalid();
    this.dateSeen = true;
    if (/^j\d/i.test(token)) {
      this.days = Number(token.slice(1)) - JULIAN_EPOCH;
      return;
    }
    const parts = token.split(/[-/.]/);
    const named = parts.findIndex((part) => /[a-z]/i.test(part));
    const [first = '', second = '', third = ''] = parts;
    if (parts.length === 2) {
      this.setYear(first);
      this.dayOfYear(Number(second));
    } else if (named === 1) {
      this.month = this.monthNamed(second);
      const yearFirst = first.length > 2;
      this.setYear(yearFirst ? first : third);
      this.day = Number(yearFirst ? third : first);
    } else if (named === 0) {
      this.month = this.monthNamed(first);
      this.day = Number(second);
      this.setYear(third);
    } else if (first.length > 2) {
      this.setYear(first);
      this.month = Number(second);
      this.day = Number(third);
    } else {
      this.month = Number(first);
      this.day = Number(second);
      this.setYear(third);
    }
  }

  /** The 366th day of a year that has 365 is the first of the next. @throws SqlError 22007 */
  private dayOfYear(ordinal: number): void {
    if (ordinal < 1 || ordinal > 366) throw this.invalid();
    this.days = daysFromCivil(this.year ?? 0, 1, ordinal);
  }

  private readOffset(token: string): void {
    if (this.micros === null || this.zone !== null) throw this.invalid();
    const offset = parseOffset(token, this.text);
    if (offset === null) throw this.invalid();
    this.zone = fixedZone(offset);
  }

  private readWord(token: string): void {
    const word = token.toLowerCase();
    if (MONTH_NAME.test(word) && this.month === null) {
      this.month = this.monthNamed(word);
      this.dateSeen = true;
    } else if (word === 't' && this.dateSeen !== this.isTime && this.micros === null) return;
    else if (word === 'am' || word === 'pm') this.meridiem = word;
    else if (word === 'bc') this.beforeChrist = true;
    else if (word === 'ad' || DAY_NAME.test(word)) return;
    else if (!this.readSpecial(word)) this.readZone(token);
  }

  private readSpecial(word: string): boolean {
    switch (word) {
      case 'infinity':
      case '+infinity':
        this.setDays(Infinity);
        return true;
      case '-infinity':
        this.setDays(-Infinity);
        return true;
      case 'epoch':
        this.setDays(0);
        this.micros = 0;
        this.zone = fixedZone(0);
        return true;
      case 'now':
      case 'today':
      case 'tomorrow':
      case 'yesterday': {
        const wall = splitTimestamp(instantToWall(LOCAL_ZONE, this.now()));
        this.setDays(wall.days + (word === 'tomorrow' ? 1 : word === 'yesterday' ? -1 : 0));
        if (word === 'now') this.micros = wall.micros;
        return true;
      }
      case 'allballs':
        if (this.micros !== null) throw this.invalid();
        this.micros = 0;
        this.zone = fixedZone(0);
        return true;
      default:
        return false;
    }
  }

  private setDays(days: number): void {
    if (this.dateSeen) throw this.invalid();
    this.dateSeen = true;
    this.days = days;
  }

  private readZone(token: string): void {
    const zone = this.zone === null ? findTimeZone(token) : null;
    if (zone) {
      this.zone = zone;
      return;
    }
    if (token.includes('/')) throw new SqlError('22023', `time zone "${token.toLowerCase()}" not recognized`);
    throw this.invalid();
  }

  private readNumber(token: string): void {
    if (this.isTime && this.micros === null && /^\d{4}$|^\d{6}(\.\d*)?$/.test(token)) {
      this.setTime(Number(token.slice(0, 2)), Number(token.slice(2, 4)), token.slice(4) || '0');
    } else if (!this.dateSeen && token.length >= 6 && !token.includes('.')) {
      this.dateSeen = true;
      this.setYear(token.slice(0, -4));
      this.month = Number(token.slice(-4, -2));
      this.day = Number(token.slice(-2));
    } else if (
      /^\d{6}(\.\d*)?$|^\d{4}$/.test(token) &&
      this.month !== null &&
      this.day !== null &&
      this.year !== null
    ) {
      if (this.micros !== null) throw this.invalid();
      this.setTime(Number(token.slice(0, 2)), Number(token.slice(2, 4)), token.slice(4) || '0');
    } else if (this.month !== null && this.day === null && token.length <= 2) {
      this.day = Number(token);
    } else if (this.month === null && this.day === null && token.length <= 2) {
      this.day = Number(token);
      this.dateSeen = true;
    } else if (this.year === null && !token.includes('.')) {
      this.setYear(token);
      this.dateSeen = true;
    } else throw this.invalid();
  }

  private monthNamed(name: string): number {
    const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
    if (month === 0 || !MONTH_NAME.test(name.toLowerCase())) throw this.invalid();
    return month;
  }

  /** Two digits are 1970 to 2069. */
  private setYear(digits: string): void {
    const year = Number(digits);
    this.writtenYear = year;
    this.year = digits.length <= 2 ? year + (year < 70 ? 2000 : 1900) : year;
  }

  private finish(): DateTimeText {
    if (this.days === null && this.dateSeen) this.days = this.civilDays();
    if (this.meridiem !== null && this.micros !== null) {
      const hour = Math.floor(this.micros / 3.6e9);
      if (hour < 1 || hour > 12) throw this.outOfRange(false);
      this.micros += ((hour % 12) + (this.meridiem === 'pm' ? 12 : 0) - hour) * 3.6e9;
    }
    return { days: this.days, micros: this.micros, zone: this.zone };
  }

  private civilDays(): number {
    if (this.year === null || this.month === null || this.day === null) throw this.invalid();
    if (this.year === 0) throw this.outOfRange(false);
    if (this.month < 1 || this.month > 12 || this.day < 1 || this.day > 31) throw this.outOfRange(true);
    // "99 BC" is no year of this century.
    const year = this.beforeChrist ? 1 - this.writtenYear : this.year;
    if (this.day > daysInMonth(year, this.month)) throw this.outOfRange(false);
    return daysFromCivil(year, this.month, this.day);
  }

  private invalid(): SqlError {
    return new SqlError('22007', `invalid input syntax for type ${this.type}: "${this.text}"`);
  }

  private outOfRange(order: boolean): SqlError {
    return new SqlError(
      '22008',
      `date/time field value out of range: "${this.text}"`,
      order ? { hint: 'Perhaps you need a different "datestyle" setting.' } : {},
    );
  }
}

/** The wall clock that the text names, midnight where it gives no time. Infinity sentinels included. */
export function wallOf(parsed: DateTimeText): bigint | null {
  if (parsed.days === null) return null;
  if (parsed.days === Infinity) return TIMESTAMP_INFINITY;
  if (parsed.days === -Infinity) return TIMESTAMP_NEGATIVE_INFINITY;
  return joinTimestamp(parsed.days, parsed.micros ?? 0);
}
