import { SqlError } from './sql-error';

/** PostgreSQL's NUMERIC_MIN_SIG_DIGITS: what a quotient is guaranteed at least. */
export const MIN_SIGNIFICANT_DIGITS = 16;
/** PostgreSQL computes quotients in groups of four decimal digits (DEC_DIGITS). */
const GROUP_DIGITS = 4;
export const MAX_DISPLAY_SCALE = 1000;
/** The most digits that numeric holds before and after the decimal point. */
export const MAX_WHOLE_DIGITS = 131_072;
/** Less than the smallest coefficient of a number that is too large. */
const LARGE = 1n << 400_000n;
export const MAX_SCALE = 16_383;

const SYNTAX = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

/** An exact decimal: `coefficient` × 10^-`scale`, or one of the specials NaN and ±Infinity. Immutable. */
export class Numeric {
  static readonly NAN = new Numeric(0n, 0, 'NaN');
  static readonly INFINITY = new Numeric(0n, 0, 'Infinity');
  static readonly NEGATIVE_INFINITY = new Numeric(0n, 0, '-Infinity');
  static readonly ZERO = new Numeric(0n, 0);

  constructor(
    readonly coefficient: bigint,
    /** Digits after the decimal point; they are printed, zeros included. */
    readonly scale: number,
    readonly special: 'NaN' | 'Infinity' | '-Infinity' | null = null,
  ) {}

  /** @throws SqlError 22P02 */
  static parse(text: string): Numeric {
    const match = SYNTAX.exec(text);
    const digits = match ? (match[2] ?? '') + (match[3] ?? '') : '';
    if (!match || digits === '') return parseSpecial(text);
    const exponent = Number(match[4] ?? 0);
    const fraction = (match[3] ?? '').length;
    const magnitude = BigInt(digits);
    const signed = match[1] === '-' ? -magnitude : magnitude;
    const scale = fraction - exponent;
    if (
      scale > MAX_SCALE ||
      (magnitude !== 0n && digits.replace(/^0+/, '').length - scale > MAX_WHOLE_DIGITS)
    )
      throw new SqlError('22003', 'value overflows numeric format');
    if (scale >= 0) return new Numeric(signed, scale);
    return magnitude === 0n ? Numeric.ZERO : new Numeric(signed * 10n ** BigInt(-scale), 0);
  }

  static fromBigint(value: bigint): Numeric {
    return new Numeric(value, 0);
  }

  /** A double, with the 15 significant digits that PostgreSQL keeps. */
  static fromDouble(value: number): Numeric {
    return Numeric.fromFloat(value, 15);
  }

  /** A float with as many significant digits as its type surely holds: 6 or 15. */
  static fromFloat(value: number, digits: number): Numeric {
    if (Number.isNaN(value)) return Numeric.NAN;
    if (!Number.isFinite(value)) return value > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    return Numeric.parse(String(Number(value.toPrecision(digits))));
  }

  get isFinite(): boolean {
    return this.special === null;
  }

  toString(): string {
    if (this.special) return this.special;
    const negative = this.coefficient < 0n;
    const digits = (negative ? -this.coefficient : this.coefficient).toString().padStart(this.scale + 1, '0');
    const sign = negative ? '-' : '';
    if (this.scale === 0) return sign + digits;
    return `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  /** Rounds half away from zero. */
  toBigint(): bigint {
    return this.round(0).coefficient;
  }

  compare(other: Numeric): number {
    if (this.special || other.special) return rankOf(this) - rankOf(other);
    const scale = Math.max(this.scale, other.scale);
    const a = this.rescaled(scale);
    const b = other.rescaled(scale);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  add(other: Numeric): Numeric {
    if (this.special || other.special) return addSpecials(this, other);
    const scale = Math.max(this.scale, other.scale);
    return new Numeric(this.rescaled(scale) + other.rescaled(scale), scale);
  }

  negate(): Numeric {
    if (this.special === 'Infinity') return Numeric.NEGATIVE_INFINITY;
    if (this.special === '-Infinity') return Numeric.INFINITY;
    return this.special ? this : new Numeric(-this.coefficient, this.scale);
  }

  subtract(other: Numeric): Numeric {
    return this.add(other.negate());
  }

  abs(): Numeric {
    return this.sign() < 0 ? this.negate() : this;
  }

  /** -1, 0 or 1; NaN counts as 1. */
  sign(): number {
    if (this.special) return this.special === '-Infinity' ? -1 : 1;
    return this.coefficient < 0n ? -1 : this.coefficient > 0n ? 1 : 0;
  }

  multiply(other: Numeric): Numeric {
    if (this.special || other.special) {
      if (this.special === 'NaN' || other.special === 'NaN') return Numeric.NAN;
      const sign = this.sign() * other.sign();
      return sign === 0 ? Numeric.NAN : sign > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    }
    const product = new Numeric(this.coefficient * other.coefficient, this.scale + other.scale);
    if (product.integerDigitsExceed(MAX_WHOLE_DIGITS))
      throw new SqlError('22003', 'value overflows numeric format');
    return product.scale > MAX_DISPLAY_SCALE ? product.round(MAX_DISPLAY_SCALE) : product;
  }

  /** @throws SqlError 22012 */
  divide(other: Numeric): Numeric {
    if (this.special === 'NaN' || other.special === 'NaN') return Numeric.NAN;
    if (other.special) return this.special ? Numeric.NAN : Numeric.ZERO;
    if (other.coefficient === 0n) throw divisionByZero();
    if (this.special) return this.sign() * other.sign() > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    return this.divideTo(other, quotientScale(this, other));
  }

  /** The quotient rounded half away from zero to a scale. @throws SqlError 22012 */
  divideTo(other: Numeric, scale: number): Numeric {
    if (other.coefficient === 0n) throw divisionByZero();
    const shift = scale - this.scale + other.scale;
    const numerator = shift >= 0 ? this.coefficient * 10n ** BigInt(shift) : this.coefficient;
    const denominator = shift >= 0 ? other.coefficient : other.coefficient * 10n ** BigInt(-shift);
    return new Numeric(divideRounded(numerator, denominator), scale);
  }

  /** The remainder, with the sign of the dividend. @throws SqlError 22012 */
  modulo(other: Numeric): Numeric {
    if (this.special || other.special === 'NaN') return Numeric.NAN;
    if (other.special) return this;
    if (other.coefficient === 0n) throw divisionByZero();
    const scale = Math.max(this.scale, other.scale);
    return new Numeric(this.rescaled(scale) % other.rescaled(scale), scale);
  }

  /** Half away from zero; a negative scale rounds before the decimal point. */
  round(scale: number): Numeric {
    if (this.special) return this;
    if (scale >= this.scale) return new Numeric(this.rescaled(scale), scale);
    const rounded = divideRounded(this.coefficient, 10n ** BigInt(this.scale - scale));
    return scale >= 0 ? new Numeric(rounded, scale) : new Numeric(rounded * 10n ** BigInt(-scale), 0);
  }

  truncate(scale: number): Numeric {
    if (this.special) return this;
    if (scale >= this.scale) return new Numeric(this.rescaled(scale), scale);
    const cut = this.coefficient / 10n ** BigInt(this.scale - scale);
    return scale >= 0 ? new Numeric(cut, scale) : new Numeric(cut * 10n ** BigInt(-scale), 0);
  }

  floor(): Numeric {
    const cut = this.truncate(0);
    return cut.compare(this) > 0 ? new Numeric(cut.coefficient - 1n, 0) : cut;
  }

  ceil(): Numeric {
    return this.negate().floor().negate();
  }

  /** The canonical text without trailing zeros: equal for equal values. */
  key(): string {
    if (this.special) return this.special;
    let { coefficient, scale } = this;
    while (scale > 0 && coefficient % 10n === 0n) {
      coefficient /= 10n;
      scale -= 1;
    }
    return new Numeric(coefficient, scale).toString();
  }

  /** Digits before the decimal point, for numeric(p, s). */
  get integerDigits(): number {
    const whole = this.truncate(0).coefficient;
    return whole === 0n ? 0 : (whole < 0n ? -whole : whole).toString().length;
  }

  /** Cheap for all numbers but the largest. */
  private integerDigitsExceed(limit: number): boolean {
    if (this.coefficient > -LARGE && this.coefficient < LARGE) return false;
    const size = this.coefficient < 0n ? -this.coefficient : this.coefficient;
    return size >= 10n ** BigInt(limit + this.scale);
  }

  private rescaled(scale: number): bigint {
    return scale === this.scale ? this.coefficient : this.coefficient * 10n ** BigInt(scale - this.scale);
  }
}

export function divisionByZero(): SqlError {
  return new SqlError('22012', 'division by zero');
}

function parseSpecial(text: string): Numeric {
  switch (text.trim().toLowerCase()) {
    case 'nan':
      return Numeric.NAN;
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Numeric.INFINITY;
    case '-inf':
    case '-infinity':
      return Numeric.NEGATIVE_INFINITY;
    default:
      throw new SqlError('22P02', `invalid input syntax for type numeric: "${text}"`);
  }
}

/** NaN is larger than everything, as in PostgreSQL. */
function rankOf(value: Numeric): number {
  if (value.special === 'NaN') return 2;
  if (value.special === 'Infinity') return 1;
  return value.special === '-Infinity' ? -1 : 0;
}

function addSpecials(a: Numeric, b: Numeric): Numeric {
  if (a.special === 'NaN' || b.special === 'NaN') return Numeric.NAN;
  if (a.special && b.special) return a.special === b.special ? a : Numeric.NAN;
  return a.special ? a : b;
}

/** The quotient rounded half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const size = denominator < 0n ? -denominator : denominator;
  if (twice < size) return quotient;
  return numerator < 0n !== denominator < 0n ? quotient - 1n : quotient + 1n;
}

/** PostgreSQL's select_div_scale: at least 16 significant digits, and no fewer decimals than either side has. */
export function quotientScale(a: Numeric, b: Numeric): number {
  const first = leadingGroup(a);
  const second = leadingGroup(b);
  let weight = first.weight - second.weight;
  if (first.group <= second.group) weight -= 1;
  const scale = Math.max(MIN_SIGNIFICANT_DIGITS - weight * GROUP_DIGITS, a.scale, b.scale, 0);
  return Math.min(scale, MAX_DISPLAY_SCALE);
}

/** The weight of the first group of four digits, in powers of 10,000. */
export function weightOf(value: Numeric): number {
  return leadingGroup(value).weight;
}

/** The most significant group of four digits and its weight in powers of 10,000. */
function leadingGroup(value: Numeric): { weight: number; group: number } {
  const size = value.coefficient < 0n ? -value.coefficient : value.coefficient;
  if (size === 0n) return { weight: 0, group: 0 };
  const digits = size.toString();
  const exponent = digits.length - 1 - value.scale;
  const weight = Math.floor(exponent / GROUP_DIGITS);
  const wanted = exponent - weight * GROUP_DIGITS + 1;
  return { weight, group: Number(digits.slice(0, wanted).padEnd(wanted, '0')) };
}
