import { MICROS_PER_DAY_BIG } from './calendar';
import { parseInterval } from './interval-parser';
import { SqlError } from './sql-error';

const DAYS_PER_MONTH = 30;
const SECONDS_PER_DAY = 86_400;

/** A span of time as PostgreSQL keeps it: months, days and microseconds, which do not convert into one another. */
export class Interval {
  constructor(
    readonly months: number,
    readonly days: number,
    readonly micros: bigint,
  ) {}

  /** @throws SqlError 22007, 22008 */
  static parse(text: string, bareUnit?: string): Interval {
    const { months, days, micros } = parseInterval(text, bareUnit);
    return new Interval(months, days, micros);
  }

  /** @throws SqlError 22008 */
  add(other: Interval): Interval {
    return checkedInterval(this.months + other.months, this.days + other.days, this.micros + other.micros);
  }

  /** @throws SqlError 22008 */
  subtract(other: Interval): Interval {
    return checkedInterval(this.months - other.months, this.days - other.days, this.micros - other.micros);
  }

  /** @throws SqlError 22008 */
  negate(): Interval {
    return checkedInterval(0 - this.months, 0 - this.days, -this.micros);
  }

  /**
   * Fractions of a month become days (30 a month) and fractions of a day time, as PostgreSQL's interval_mul does.
   *
   * @throws SqlError 22008
   */
  multiply(factor: number): Interval {
    return this.scale((part) => part * factor);
  }

  /** @throws SqlError 22012, 22008 */
  divide(divisor: number): Interval {
    if (divisor === 0) throw new SqlError('22012', 'division by zero');
    return this.scale((part) => part / divisor);
  }

  /** The length by which intervals are compared: 30 days a month, 24 hours a day; microseconds. */
  get length(): bigint {
    return BigInt(this.months * DAYS_PER_MONTH + this.days) * MICROS_PER_DAY_BIG + this.micros;
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
      parts.push(sign + formatClock(this.micros < 0n ? -this.micros : this.micros));
    }
    return parts.join(' ');
  }

  private scale(change: (part: number) => number): Interval {
    const months = Math.trunc(change(this.months));
    let days = Math.trunc(change(this.days));
    const monthDays = roundToMicros((change(this.months) - months) * DAYS_PER_MONTH);
    let seconds = roundToMicros(
      (change(this.days) - days + monthDays - Math.trunc(monthDays)) * SECONDS_PER_DAY,
    );
    if (Math.abs(seconds) >= SECONDS_PER_DAY) {
      days += Math.trunc(seconds / SECONDS_PER_DAY);
      seconds %= SECONDS_PER_DAY;
    }
    days += Math.trunc(monthDays);
    const micros = Math.round(change(Number(this.micros)) + seconds * 1e6);
    if (!Number.isFinite(micros) || !Number.isFinite(months) || !Number.isFinite(days))
      throw intervalOutOfRange();
    return checkedInterval(months, days, BigInt(micros));
  }
}

/** "HH:MM:SS[.ffffff]", hours unbounded. */
export function formatClock(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const two = (value: bigint): string => value.toString().padStart(2, '0');
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return fraction ? `${clock}.${fraction}` : clock;
}

/** Whole days of 24 hours out of microseconds: what justify_hours and timestamp differences do. */
export function intervalOfMicros(micros: bigint): Interval {
  return new Interval(0, Number(micros / MICROS_PER_DAY_BIG), micros % MICROS_PER_DAY_BIG);
}

/** PostgreSQL's TSROUND: keeps sums of fractions from ending in …999. */
function roundToMicros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** @throws SqlError 22008 */
export function checkedInterval(months: number, days: number, micros: bigint): Interval {
  const fits = (months | 0) === months && (days | 0) === days && BigInt.asIntN(64, micros) === micros;
  if (!fits) throw intervalOutOfRange();
  return new Interval(months + 0, days + 0, micros);
}

export function intervalOutOfRange(): SqlError {
  return new SqlError('22008', 'interval out of range');
}
