import { SqlError } from './sql-error';

/** Months, days and microseconds that an interval's text names. */
export interface IntervalParts {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

const MICROS: Record<string, number> = {
  microsecond: 1,
  millisecond: 1e3,
  second: 1e6,
  minute: 60e6,
  hour: 3600e6,
};
const DAYS: Record<string, number> = { day: 1, week: 7 };
const MONTHS: Record<string, number> = { month: 1, year: 12, decade: 120, century: 1200, millennium: 12_000 };
const MICROS_PER_DAY = 86_400e6;
const DAYS_PER_MONTH = 30;
const INT4_MAX = 2_147_483_647;

/** PostgreSQL's words for each unit. */
const UNIT_WORDS: Record<string, string> = {
  microsecond: 'us usec usecs usecond useconds microsecond microseconds microsecon',
  millisecond: 'ms msec msecs msecond mseconds millisecond milliseconds millisecon',
  second: 's sec secs second seconds',
  minute: 'm min mins minute minutes',
  hour: 'h hr hrs hour hours',
  day: 'd day days',
  week: 'w week weeks',
  month: 'mon mons month months',
  year: 'y yr yrs year years',
  decade: 'dec decs decade decades',
  century: 'c cent century centuries',
  millennium: 'mil mils millennium millennia',
};
const UNITS = new Map(
  Object.entries(UNIT_WORDS).flatMap(([unit, words]) =>
    words.split(' ').map((word) => [word, unit] as const),
  ),
);

const TOKEN =
  /\s*(?:@\s*)?(?:([+-]?)(\d+):(\d+)(?::(\d+(?:\.\d*)?|\.\d+))?|([+-]?)(\d+)-(\d+)(?![\d-])|([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-zA-Z]+)?|(ago)\b)/iy;

/**
 * Reads PostgreSQL's verbose, SQL-standard and ISO 8601 forms.
 *
 * @param bareUnit of a number without one: seconds, or the smallest field of INTERVAL '1' DAY
 * @throws SqlError 22007, 22015 when a part is out of range
 */
export function parseInterval(text: string, bareUnit = 'second'): IntervalParts {
  return /^\s*P/.test(text) ? parseIso(text) : parseVerbose(text, bareUnit);
}

/** "hr", "HOURS": the unit in PostgreSQL's singular, or null. */
export function unitNamed(word: string): string | null {
  return UNITS.get(word.toLowerCase()) ?? null;
}

class Builder {
  private months = 0;
  private days = 0;
  private micros = 0n;
  /** Years that fit into their field may still be too many months. */
  private countsYears = false;

  constructor(private readonly text: string) {}

  addUnit(amount: number, unit: string): void {
    const months = MONTHS[unit];
    const days = DAYS[unit];
    if (months !== undefined) this.addMonths(amount, months);
    else if (days !== undefined) this.addDays(amount * days);
    else this.addMicros(BigInt(Math.round(amount * (MICROS[unit] ?? 0))));
  }

  addMicros(micros: bigint): void {
    this.micros += micros;
  }

  build(negative: boolean): IntervalParts {
    const sign = negative ? -1 : 1;
    if (this.countsYears && Math.abs(this.months) > INT4_MAX)
      throw new SqlError('22008', 'interval out of range');
    const fits = Math.abs(this.months) <= INT4_MAX && Math.abs(this.days) <= INT4_MAX;
    if (!fits || this.micros >= 2n ** 63n || this.micros < -(2n ** 63n)) {
      throw new SqlError('22015', `interval field value out of range: "${this.text}"`);
    }
    return { months: this.months * sign + 0, days: this.days * sign + 0, micros: this.micros * BigInt(sign) };
  }

  /** Fractions of a month become days; fractions of years and more become whole months. */
  private addMonths(amount: number, monthsPerUnit: number): void {
    if (monthsPerUnit > 1) {
      this.countsYears = Math.abs(amount) * (monthsPerUnit / 12) <= INT4_MAX;
      const whole = Math.trunc(amount);
      this.months += whole * monthsPerUnit + Math.round((amount - whole) * monthsPerUnit);
      return;
    }
    const whole = Math.trunc(amount);
    this.months += whole;
    this.addDays((amount - whole) * DAYS_PER_MONTH);
  }

  private addDays(amount: number): void {
    const exact = Number(amount.toPrecision(15));
    const whole = Math.trunc(exact);
    this.days += whole;
    this.micros += BigInt(Math.round((exact - whole) * MICROS_PER_DAY));
  }
}

function invalid(text: string): SqlError {
  return new SqlError('22007', `invalid input syntax for type interval: "${text}"`);
}

function parseVerbose(text: string, bareUnit: string): IntervalParts {
  const builder = new Builder(text);
  const end = text.trimEnd().length;
  let seen = false;
  let negative = false;
  let leadingSign = '';
  const given = new Set<string>();
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw invalid(text);
    const [, clockSign, hours, minutes, seconds, yearSign, years, months, amount, word, ago] = match;
    if (ago !== undefined) {
      if (!seen) throw invalid(text);
      negative = true;
    } else if (hours !== undefined) {
      if (given.has('hour')) throw invalid(text);
      for (const unit of ['hour', 'minute', 'second']) given.add(unit);
      const size = clockMicros(hours, minutes ?? '0', seconds, text);
      builder.addMicros((clockSign || leadingSign) === '-' ? -size : size);
    } else if (years !== undefined) {
      leadingSign = yearSign ?? '';
      const size = Number(years) * 12 + Number(months);
      builder.addUnit(yearSign === '-' ? -size : size, 'month');
    } else {
      const remaining = text.slice(TOKEN.lastIndex).trim();
      const unit = word === undefined ? unitOfBare(remaining, bareUnit) : unitNamed(word);
      if (!unit || given.has(unit)) throw invalid(text);
      given.add(unit);
      builder.addUnit(Number(amount), unit);
    }
    seen = true;
  }
  if (!seen) throw invalid(text);
  return builder.build(negative);
}

/** A number without a unit before a clock counts days ("1 04:05:06"). */
function unitOfBare(rest: string, otherwise: string): string | null {
  if (/^[+-]?\d+:/.test(rest)) return 'day';
  return rest === '' || rest.toLowerCase() === 'ago' ? otherwise : null;
}

/** "10:20" is hours and minutes, "10:20.5" minutes and seconds. */
function clockMicros(hours: string, minutes: string, seconds: string | undefined, text: string): bigint {
  if (Number(minutes) > 59 || Number(seconds ?? 0) >= 61) {
    throw new SqlError('22015', `interval field value out of range: "${text}"`);
  }
  const whole = (BigInt(hours) * 3600n + BigInt(minutes) * 60n) * 1_000_000n;
  return whole + BigInt(Math.round(Number(seconds ?? 0) * 1e6));
}

const AMOUNT = String.raw`([+-]?\d*\.?\d+)`;
const ISO = new RegExp(
  `^\\s*P(?:${AMOUNT}Y)?(?:${AMOUNT}M)?(?:${AMOUNT}W)?(?:${AMOUNT}D)?(?:T(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?\\s*$`,
);
const ISO_ALTERNATIVE = /^\s*P(-?\d+)-(\d+)-(\d+)(?:T(\d+):(\d+):(\d+(?:\.\d+)?))?\s*$/;
const ISO_UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];

function parseIso(text: string): IntervalParts {
  const builder = new Builder(text);
  const match = ISO.exec(text);
  if (match && /\d/.test(text)) {
    for (const [i, unit] of ISO_UNITS.entries()) {
      const amount = match[i + 1];
      if (amount !== undefined) builder.addUnit(Number(amount), unit);
    }
    return builder.build(false);
  }
  const alternative = ISO_ALTERNATIVE.exec(text);
  if (!alternative) throw invalid(text);
  for (const [i, unit] of ['year', 'month', 'day', 'hour', 'minute', 'second'].entries()) {
    builder.addUnit(Number(alternative[i + 1] ?? 0), unit);
  }
  return builder.build(false);
}
