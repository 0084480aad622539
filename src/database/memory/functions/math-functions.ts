import { roundHalfEven, toInteger } from '../types/integer-conversion';
import { divisionByZero, MAX_SCALE, MAX_WHOLE_DIGITS, Numeric } from '../types/numeric';
import { exponential, logarithm, naturalLogarithm, power, squareRoot } from '../types/numeric-math';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { floatPower } from './arithmetic-operators';
import { define } from './define';
import type { Signature } from './signature';
import { onDouble } from './trigonometric-functions';

const { int2, int4, int8, float4, float8, numeric } = types;
const TEN = new Numeric(10n, 0);

export const mathFunctions: readonly Signature[] = [
  ...[int2, int4].map((type) =>
    define('abs', [type], type, (a: number) => toInteger(BigInt(Math.abs(a)), type)),
  ),
  define('abs', [int8], int8, (a: bigint) => toInteger(a < 0n ? -a : a, int8)),
  define('abs', [numeric], numeric, (a: Numeric) => a.abs()),
  ...[float4, float8].map((type) => define('abs', [type], type, (a: number) => Math.abs(a))),

  ...rounding('floor', (a) => a.floor(), Math.floor),
  ...rounding('ceil', (a) => a.ceil(), Math.ceil),
  ...rounding('ceiling', (a) => a.ceil(), Math.ceil),
  ...rounding('round', (a) => a.round(0), roundHalfEven),
  ...rounding('trunc', (a) => a.truncate(0), Math.trunc),
  ...rounding('sign', (a) => (a.special === 'NaN' ? a : Numeric.fromBigint(BigInt(a.sign()))), Math.sign),
  define('round', [numeric, int4], numeric, (a: Numeric, scale: number) => a.round(possibleScale(scale))),
  define('trunc', [numeric, int4], numeric, (a: Numeric, scale: number) => a.truncate(possibleScale(scale))),

  ...[int2, int4].map((type) =>
    define('mod', [type, type], type, (a: number, b: number) => {
      if (b === 0) throw divisionByZero();
      return (a % b) + 0;
    }),
  ),
  define('mod', [int8, int8], int8, (a: bigint, b: bigint) => {
    if (b === 0n) throw divisionByZero();
    return a % b;
  }),
  define('mod', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.modulo(b)),
  define('div', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => {
    if (b.sign() === 0) throw divisionByZero();
    return a.subtract(a.modulo(b)).divideTo(b, 0);
  }),

  define('sqrt', [numeric], numeric, squareRoot),
  define('exp', [numeric], numeric, exponential),
  define('ln', [numeric], numeric, naturalLogarithm),
  ...['log', 'log10'].map((name) => define(name, [numeric], numeric, (a: Numeric) => logarithm(TEN, a))),
  define('log', [numeric, numeric], numeric, logarithm),
  ...['power', 'pow'].flatMap((name) => [
    define(name, [float8, float8], float8, floatPower),
    define(name, [numeric, numeric], numeric, power),
  ]),
  define('scale', [numeric], int4, (a: Numeric) => (a.isFinite ? a.scale : null)),
  define('min_scale', [numeric], int4, (a: Numeric) => (a.isFinite ? Numeric.parse(a.key()).scale : null)),
  define('trim_scale', [numeric], numeric, (a: Numeric) => (a.isFinite ? Numeric.parse(a.key()) : a)),
  define('factorial', [int8], numeric, factorial),
  define('gcd', [int4, int4], int4, (a: number, b: number) => toInteger(gcd(BigInt(a), BigInt(b)), int4)),
  define('gcd', [int8, int8], int8, (a: bigint, b: bigint) => toInteger(gcd(a, b), int8)),
  define('gcd', [numeric, numeric], numeric, onDecimals(gcd)),
  define('lcm', [int4, int4], int4, (a: number, b: number) => toInteger(lcm(BigInt(a), BigInt(b)), int4)),
  define('lcm', [int8, int8], int8, (a: bigint, b: bigint) => toInteger(lcm(a, b), int8)),
  define('lcm', [numeric, numeric], numeric, onDecimals(lcm)),

  onDouble('sqrt', (a) => {
    if (a < 0) throw new SqlError('2201F', 'cannot take square root of a negative number');
    return Math.sqrt(a);
  }),
  onDouble('cbrt', Math.cbrt),
  onDouble('exp', (a) => {
    const result = Math.exp(a);
    if (!Number.isFinite(a) || (Number.isFinite(result) && result !== 0)) return result;
    throw new SqlError('22003', `value out of range: ${result === 0 ? 'underflow' : 'overflow'}`);
  }),
  onDouble('ln', (a) => Math.log(requirePositive(a))),
  onDouble('log', (a) => Math.log10(requirePositive(a))),
  onDouble('log10', (a) => Math.log10(requirePositive(a))),
  define('pi', [], float8, () => Math.PI),
];

function rounding(
  name: string,
  exact: (value: Numeric) => Numeric,
  inexact: (value: number) => number,
): Signature[] {
  return [define(name, [numeric], numeric, exact), define(name, [float8], float8, inexact)];
}

/** @throws SqlError 2201E */
function requirePositive(value: number): number {
  if (value === 0) throw new SqlError('2201E', 'cannot take logarithm of zero');
  if (value < 0) throw new SqlError('2201E', 'cannot take logarithm of a negative number');
  return value;
}

/** The nearest scale that a numeric can have. */
function possibleScale(scale: number): number {
  return Math.max(Math.min(scale, MAX_SCALE), -MAX_WHOLE_DIGITS - 1);
}

/** @throws SqlError 22003 */
function factorial(value: bigint): Numeric {
  if (value < 0n) throw new SqlError('22003', 'factorial of a negative number is undefined');
  if (value > 32_177n) throw new SqlError('22003', 'value overflows numeric format');
  let result = 1n;
  for (let factor = 2n; factor <= value; factor += 1n) result *= factor;
  return Numeric.fromBigint(result);
}

/** Of decimals, taken at the scale of the finer one. */
function onDecimals(combine: (a: bigint, b: bigint) => bigint): (a: Numeric, b: Numeric) => Numeric {
  return (a, b) => {
    if (!a.isFinite || !b.isFinite) return Numeric.NAN;
    const scale = Math.max(a.scale, b.scale);
    return new Numeric(combine(a.round(scale).coefficient, b.round(scale).coefficient), scale);
  };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function lcm(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
}
