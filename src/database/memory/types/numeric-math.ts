import { divideRounded, MAX_DISPLAY_SCALE, MIN_SIGNIFICANT_DIGITS, Numeric, weightOf } from './numeric';
import { SqlError } from './sql-error';

/** Digits that intermediate results carry beyond those of the result. */
const GUARD_DIGITS = 12;
const LOG10_E = 0.434294481903252;
/** PostgreSQL's numeric holds up to 131072 digits before the decimal point. */
const MAX_INTEGER_DIGITS = 131_072;

/** @throws SqlError 2201F */
export function squareRoot(value: Numeric): Numeric {
  if (value.special === 'NaN' || value.special === 'Infinity') return value;
  if (value.sign() < 0) throw new SqlError('2201F', 'cannot take square root of a negative number');
  const weight = weightOf(value);
  const integerDigits = weight >= 0 ? weight * 2 + 1 : 1 - Math.trunc((1 - weight * 4) / 2);
  return squareRootTo(value, resultScale(MIN_SIGNIFICANT_DIGITS - integerDigits, value.scale));
}

/** The root to a scale, rounded. */
export function squareRootTo(value: Numeric, scale: number): Numeric {
  // One more digit than asked for decides the rounding.
  const shift = 2 * (scale + 1) - value.scale;
  const shifted =
    shift >= 0 ? value.coefficient * 10n ** BigInt(shift) : value.coefficient / 10n ** BigInt(-shift);
  const root = integerRoot(shifted);
  return new Numeric(divideRounded(root, 10n), scale);
}

export function exponential(value: Numeric): Numeric {
  if (value.special) return value.special === '-Infinity' ? Numeric.ZERO : value;
  const digits = Math.trunc(value.toNumber() * LOG10_E);
  if (digits > MAX_INTEGER_DIGITS) throw overflow();
  const scale = resultScale(MIN_SIGNIFICANT_DIGITS - digits, value.scale);
  const precision = scale + GUARD_DIGITS + Math.max(digits, 0);
  return fromFixed(expFixed(toFixed(value, precision), precision), precision).round(scale);
}

/** @throws SqlError 2201E */
export function naturalLogarithm(value: Numeric): Numeric {
  if (value.special === 'NaN' || value.special === 'Infinity') return value;
  requirePositive(value);
  const scale = resultScale(MIN_SIGNIFICANT_DIGITS - logarithmWeight(value), value.scale);
  return logarithmTo(value, scale);
}

/** The logarithm of `value` to a base. @throws SqlError 2201E, 22012 for base 1 */
export function logarithm(base: Numeric, value: Numeric): Numeric {
  if (base.special || value.special)
    return Numeric.fromDouble(Math.log(value.toNumber()) / Math.log(base.toNumber()));
  requirePositive(base);
  requirePositive(value);
  const weight = logarithmWeight(value) - logarithmWeight(base);
  const scale = resultScale(MIN_SIGNIFICANT_DIGITS - weight, base.scale, value.scale);
  const inner = scale + GUARD_DIGITS + Math.abs(weight);
  return logarithmTo(value, inner).divideTo(logarithmTo(base, inner), scale);
}

/** @throws SqlError 2201F, 22003, 22012 */
export function power(base: Numeric, exponent: Numeric): Numeric {
  if (base.special || exponent.special) return Numeric.fromDouble(base.toNumber() ** exponent.toNumber());
  if (base.sign() === 0 && exponent.sign() < 0) {
    throw new SqlError('2201F', 'zero raised to a negative power is undefined');
  }
  const whole = exponent.truncate(0).compare(exponent) === 0;
  if (whole) return integerPower(base, exponent);
  if (base.sign() < 0) {
    throw new SqlError('2201F', 'a negative number raised to a non-integer power yields a complex result');
  }
  if (base.sign() === 0) return new Numeric(0n, MIN_SIGNIFICANT_DIGITS);
  const estimate = Math.log(base.toNumber()) * exponent.toNumber() * LOG10_E;
  if (estimate > MAX_INTEGER_DIGITS) throw overflow();
  const scale = resultScale(MIN_SIGNIFICANT_DIGITS - Math.trunc(estimate), base.scale, exponent.scale);
  const precision = scale + GUARD_DIGITS + Math.max(Math.trunc(estimate), 0) * 2;
  const product = logarithmTo(base, precision).multiply(exponent);
  return fromFixed(expFixed(toFixed(product, precision), precision), precision).round(scale);
}

function integerPower(base: Numeric, exponent: Numeric): Numeric {
  const times = Number(exponent.toBigint());
  if (base.sign() === 0)
    return new Numeric(times === 0 ? 10n ** 16n : 0n, MIN_SIGNIFICANT_DIGITS).round(
      resultScale(MIN_SIGNIFICANT_DIGITS, base.scale, exponent.scale),
    );
  const estimate = times * logarithm10(base.abs());
  if (estimate > MAX_INTEGER_DIGITS) throw overflow();
  const scale = resultScale(MIN_SIGNIFICANT_DIGITS - Math.trunc(estimate), base.scale, exponent.scale);
  if (estimate < -MAX_DISPLAY_SCALE - 1) return new Numeric(0n, scale);
  if (times < 0) {
    const size = BigInt(-times);
    const one = new Numeric(1n, 0);
    return one.divideTo(new Numeric(base.coefficient ** size, base.scale * -times), scale);
  }
  return new Numeric(base.coefficient ** BigInt(times), base.scale * times).round(scale);
}

/** Decimal digits of the natural logarithm's integer part (PostgreSQL's estimate_ln_dweight). */
function logarithmWeight(value: Numeric): number {
  const number = value.toNumber();
  if (number >= 0.9 && number <= 1.1) {
    const distance = value.subtract(new Numeric(1n, 0)).abs();
    return distance.sign() === 0 ? 0 : Math.floor(logarithm10(distance));
  }
  return Math.trunc(Math.log10(Math.abs(logarithm10(value) / LOG10_E)));
}

function logarithm10(value: Numeric): number {
  const digits = value.coefficient.toString();
  return Math.log10(Number(`0.${digits.slice(0, 17)}`)) + digits.length - value.scale;
}

/** ln by reducing to near 1 with square roots, then the series of atanh. */
function logarithmTo(value: Numeric, scale: number): Numeric {
  const precision = scale + GUARD_DIGITS;
  const one = 10n ** BigInt(precision);
  let x = toFixed(value, precision);
  let halvings = 0n;
  // Powers of ten first, so that small and large numbers keep their digits.
  const magnitude = value.coefficient.toString().length - value.scale - 1;
  if (Math.abs(magnitude) > 1) {
    const reduced = new Numeric(value.coefficient, value.scale + magnitude);
    const normal =
      reduced.scale >= 0 ? reduced : new Numeric(value.coefficient * 10n ** BigInt(-reduced.scale), 0);
    const ten = logarithmTo(new Numeric(10n, 0), precision);
    return logarithmTo(normal, precision)
      .add(ten.multiply(Numeric.fromBigint(BigInt(magnitude))))
      .round(scale);
  }
  while (x > (one * 11n) / 10n || x < (one * 9n) / 10n) {
    x = integerRoot(x * one);
    halvings += 1n;
  }
  const ratio = ((x - one) * one) / (x + one);
  const square = (ratio * ratio) / one;
  let term = ratio;
  let sum = ratio;
  for (let n = 3n; term !== 0n; n += 2n) {
    term = (term * square) / one;
    sum += term / n;
  }
  return new Numeric(sum * 2n * 2n ** halvings, precision).round(scale);
}

/** e^x in fixed point: halves the argument until the series is short, then squares back. */
function expFixed(x: bigint, precision: number): bigint {
  const extra = 20;
  const one = 10n ** BigInt(precision + extra);
  let reduced = x * 10n ** BigInt(extra);
  let doublings = 0;
  while ((reduced < 0n ? -reduced : reduced) > one / 8n) {
    reduced /= 2n;
    doublings += 1;
  }
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n; n += 1n) {
    term = (term * reduced) / (one * n);
    sum += term;
  }
  for (let i = 0; i < doublings; i += 1) sum = (sum * sum) / one;
  return sum / 10n ** BigInt(extra);
}

function toFixed(value: Numeric, precision: number): bigint {
  return value.round(precision).coefficient;
}

function fromFixed(value: bigint, precision: number): Numeric {
  return new Numeric(value, precision);
}

/** Newton's method on integers: the root, rounded down. */
function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

function resultScale(...candidates: readonly number[]): number {
  return Math.min(Math.max(...candidates, 0), MAX_DISPLAY_SCALE);
}

function requirePositive(value: Numeric): void {
  if (value.sign() > 0) return;
  const kind = value.sign() === 0 ? 'zero' : 'a negative number';
  throw new SqlError('2201E', `cannot take logarithm of ${kind}`);
}

function overflow(): SqlError {
  return new SqlError('22003', 'value overflows numeric format');
}
