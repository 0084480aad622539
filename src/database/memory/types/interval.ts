import { SqlError } from './sql-error';

export const MICROS_PER_DAY = 86_400_000_000n;
const MICROS: Record<string, bigint> = {
  microsecond: 1n,
  millisecond: 1_000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
};
const DAYS: Record<string, number> = { day: 1, week: 7 };
const MONTHS: Record<string, number> = { month: 1, year: 12, decade: 120, century: 1200, millennium: 12_000 };

const UNIT_NAMES: Record<string, string> = {
  us: 'microsecond',
  usec: 'microsecond',
  usecs: 'microsecond',
  microseconds: 'microsecond',
  microsecond: 'microsecond',
  ms: 'millisecond',
  msec: 'millisecond',
  msecs: 'millisecond',
  milliseconds: 'millisecond',
  millisecond: 'millisecond',
  s: 'second',
  sec: 'second',
  secs: 'second',
  second: 'second',
  seconds: 'second',
  m: 'minute',
  min: 'minute',
  mins: 'minute',
  minute: 'minute',
  minutes: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  hour: 'hour',
  hours: 'hour',
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  mon: 'month',
  mons: 'month',
  month: 'month',
  months: 'month',
  y: 'year',
  yr: 'year',
  yrs: 'year',
  year: 'year',
  years: 'year',
  dec: 'decade',
  decade: 'decade',
  decades: 'decade',
  c: 'century',
  cent: 'century',
  century: 'century',
  centuries: 'century',
  mil: 'millennium',
  mils: 'millennium',
  millennium: 'millennium',
  millennia: 'millennium',
};

/** A span of time as PostgreSQL keeps it: months, days and microseconds, which do not convert into one another. */
export class Interval {
  constructor(
    readonly months: number,
    readonly days: number,
    readonly micros: bigint,
  ) {}

  /** @throws SqlError 22007 */
  static parse(text: string): Interval {
    return /^\s*[+-]?P/.test(text) ? parseIso(text) : parseVerbose(text);
  }

  add(other: Interval): Interval {
    return new Interval(this.months + other.months, this.days + other.days, this.micros + other.micros);
  }

  negate(): Interval {
    return new Interval(-this.months, -this.days, -this.micros);
  }

  /** Multiplies; fractions of months spill into days (30 a month), fractions of days into time, as PostgreSQL does. */
  multiply(factor: number): Interval {
    const months = Math.trunc(this.months * factor);
    const monthRest = (this.months * factor - months) * 30;
    const wholeDays = this.days * factor + monthRest;
    const days = Math.trunc(wholeDays);
    const dayRest = Math.round((wholeDays - days) * Number(MICROS_PER_DAY));
    return new Interval(months, days, BigInt(Math.round(Number(this.micros) * factor) + dayRest));
  }

  /** The length by which intervals are compared: 30 days a month, 24 hours a day; microseconds. */
  get length(): bigint {
    return BigInt(this.months * 30 + this.days) * MICROS_PER_DAY + this.micros;
  }

  /** IntervalStyle postgres: "1 year 2 mons 3 days 04:05:06". */
  toString(): string {
    const parts: string[] = [];
    let negativeBefore = false;
    const push = (value: number, unit: string): void => {
      if (value === 0) return;
      const sign = negativeBefore && value > 0 ? '+' : '';
      parts.push(`${sign}${value} ${unit}${value === 1 ? '' : 's'}`);
      negativeBefore = value < 0;
    };
    push(Math.trunc(this.months / 12), 'year');
    push(this.months % 12, 'mon');
    push(this.days, 'day');
    if (this.micros !== 0n || parts.length === 0) {
      const sign = this.micros < 0n ? '-' : negativeBefore ? '+' : '';
      parts.push(sign + formatTime(this.micros < 0n ? -this.micros : this.micros));
    }
    return parts.join(' ');
  }
}

/** "HH:MM:SS[.ffffff]", hours unbounded. */
export function formatTime(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const two = (value: bigint): string => value.toString().padStart(2, '0');
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return fraction ? `${clock}.${fraction}` : clock;
}

function invalid(text: string): SqlError {
  return new SqlError('22007', `invalid input syntax for type interval: "${text}"`);
}

class Builder {
  months = 0;
  days = 0;
  micros = 0n;

  addUnit(amount: number, unit: string): void {
    const months = MONTHS[unit];
    const days = DAYS[unit];
    if (months !== undefined) {
      const total = amount * months;
      const whole = Math.trunc(total + Math.sign(total) * 1e-9);
      this.months += whole;
      this.addDays(unit === 'month' ? (total - whole) * 30 : 0);
    } else if (days !== undefined) {
      this.addDays(amount * days);
    } else {
      this.micros += BigInt(Math.round(amount * Number(MICROS[unit])));
    }
  }

  build(): Interval {
    return new Interval(this.months, this.days, this.micros);
  }

  private addDays(amount: number): void {
    const whole = Math.trunc(amount + Math.sign(amount) * 1e-9);
    this.days += whole;
    this.micros += BigInt(Math.round((amount - whole) * Number(MICROS_PER_DAY)));
  }
}

function parseVerbose(text: string): Interval {
  const builder = new Builder();
  const token =
    /\s*(?:@\s*)?(?:([+-]?\d+):(\d+)(?::(\d+(?:\.\d*)?))?|([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-zA-Z]+)?|(ago)\b)/y;
  let at = 0;
  let seen = false;
  let result: Interval | null = null;
  while (at < text.trimEnd().length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) throw invalid(text);
    at = token.lastIndex;
    const [, hours, minutes, seconds, amount, unitText, ago] = match;
    if (ago) {
      result = builder.build().negate();
    } else if (hours !== undefined) {
      const size = BigInt(
        Math.round((Math.abs(Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1e6),
      );
      builder.micros += hours.startsWith('-') ? -size : size;
    } else {
      const unit = unitText === undefined ? 'second' : UNIT_NAMES[unitText.toLowerCase()];
      if (!unit) throw invalid(text);
      builder.addUnit(Number(amount), unit);
    }
    seen = true;
  }
  if (!seen) throw invalid(text);
  return result ?? builder.build();
}

function parseIso(text: string): Interval {
  const match =
    /^\s*([+-]?)P(?:([+-]?[\d.]+)Y)?(?:([+-]?[\d.]+)M)?(?:([+-]?[\d.]+)W)?(?:([+-]?[\d.]+)D)?(?:T(?:([+-]?[\d.]+)H)?(?:([+-]?[\d.]+)M)?(?:([+-]?[\d.]+)S)?)?\s*$/.exec(
      text,
    );
  if (!match) throw invalid(text);
  const builder = new Builder();
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
  units.forEach((unit, i) => {
    const amount = match[i + 2];
    if (amount !== undefined) builder.addUnit(Number(amount), unit);
  });
  return match[1] === '-' ? builder.build().negate() : builder.build();
}
