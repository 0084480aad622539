import { roundHalfEven, toInteger } from '../types/integer-conversion';
import { divisionByZero, Numeric } from '../types/numeric';
import { exponential, logarithm, naturalLogarithm, power, squareRoot } from '../types/numeric-math';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { floatPower } from './arithmetic-operators';
import { define } from './define';
import type { Signature } from './signature';

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
  define('round', [numeric, int4], numeric, (a: Numeric, scale: number) => a.round(scale)),
  define('trunc', [numeric, int4], numeric, (a: Numeric, scale: number) => a.truncate(scale)),

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
  define('lcm', [int4, int4], int4, (a: number, b: number) => toInteger(lcm(BigInt(a), BigInt(b)), int4)),
  define('lcm', [int8, int8], int8, (a: bigint, b: bigint) => toInteger(lcm(a, b), int8)),

  onDouble('sqrt', (a) => {
    if (a < 0) throw new SqlError('2201F', 'cannot take square root of a negative number');
    return Math.sqrt(a);
  }),
  onDouble('cbrt', Math.cbrt),
  onDouble('exp', (a) => {
    const result = Math.exp(a);
    if (!Number.isFinite(result) && Number.isFinite(a))
      throw new SqlError('22003', 'value out of range: overflow');
    return result;
  }),
  onDouble('ln', (a) => Math.log(requirePositive(a))),
  onDouble('log', (a) => Math.log10(requirePositive(a))),
  onDouble('log10', (a) => Math.log10(requirePositive(a))),
  onDouble('degrees', (a) => (a * 180) / Math.PI),
  onDouble('radians', (a) => (a * Math.PI) / 180),
  onDouble('sin', Math.sin),
  onDouble('cos', Math.cos),
  onDouble('tan', Math.tan),
  onDouble('cot', (a) => 1 / Math.tan(a)),
  onDouble('asin', (a) => Math.asin(withinUnit(a))),
  onDouble('acos', (a) => Math.acos(withinUnit(a))),
  onDouble('atan', Math.atan),
  onDouble('sinh', Math.sinh),
  onDouble('cosh', Math.cosh),
  onDouble('tanh', Math.tanh),
  define('atan2', [float8, float8], float8, Math.atan2),
  define('pi', [], float8, () => Math.PI),
  define('random', [], float8, () => Math.random(), { volatile: true }),
  define('setseed', [float8], types.void, () => '', { volatile: true }),

  define(
    'width_bucket',
    [numeric, numeric, numeric, int4],
    int4,
    (a: Numeric, low: Numeric, high: Numeric, count: number) =>
      widthBucket(a.toNumber(), low.toNumber(), high.toNumber(), count),
  ),
  define('width_bucket', [float8, float8, float8, int4], int4, widthBucket),
];

function onDouble(name: string, compute: (value: number) => number): Signature {
  return define(name, [float8], float8, compute);
}

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

/** @throws SqlError 22003 */
function withinUnit(value: number): number {
  if (value < -1 || value > 1) throw new SqlError('22003', 'input is out of range');
  return value;
}

/** @throws SqlError 22003 */
function factorial(value: bigint): Numeric {
  if (value < 0n) throw new SqlError('22003', 'factorial of a negative number is undefined');
  if (value > 32_177n) throw new SqlError('22003', 'value overflows numeric format');
  let result = 1n;
  for (let factor = 2n; factor <= value; factor += 1n) result *= factor;
  return Numeric.fromBigint(result);
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

/** @throws SqlError 2201G */
function widthBucket(value: number, low: number, high: number, count: number): number {
  if (count <= 0) throw new SqlError('2201G', 'count must be greater than zero');
  if (low === high) throw new SqlError('2201G', 'lower bound cannot equal upper bound');
  const place = (value - low) / (high - low);
  if (place < 0) return 0;
  return place >= 1 ? count + 1 : Math.floor(place * count) + 1;
}
