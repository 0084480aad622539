import { toInteger } from '../types/integer-conversion';
import { divisionByZero, Numeric } from '../types/numeric';
import { power } from '../types/numeric-math';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { int2, int4, int8, float4, float8, numeric } = types;

export const arithmeticOperators: readonly Signature[] = [
  ...smallIntegerOperators(int2, int2, int2),
  ...smallIntegerOperators(int2, int4, int4),
  ...smallIntegerOperators(int4, int2, int4),
  ...smallIntegerOperators(int4, int4, int4),
  ...bigIntegerOperators(),
  ...unaryIntegerOperators(int2),
  ...unaryIntegerOperators(int4),
  define('-', [int8], int8, (a: bigint) => toInteger(-a, int8)),
  define('+', [int8], int8, (a: bigint) => a),
  define('@', [int8], int8, (a: bigint) => toInteger(a < 0n ? -a : a, int8)),

  define('+', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.add(b)),
  define('-', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.subtract(b)),
  define('*', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.multiply(b)),
  define('/', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.divide(b)),
  define('%', [numeric, numeric], numeric, (a: Numeric, b: Numeric) => a.modulo(b)),
  define('^', [numeric, numeric], numeric, power),
  define('-', [numeric], numeric, (a: Numeric) => a.negate()),
  define('+', [numeric], numeric, (a: Numeric) => a),
  define('@', [numeric], numeric, (a: Numeric) => a.abs()),

  ...floatOperators(float4, float4, float4),
  ...floatOperators(float4, float8, float8),
  ...floatOperators(float8, float4, float8),
  ...floatOperators(float8, float8, float8),
  ...[float4, float8].flatMap((type) => [
    define('-', [type], type, (a: number) => -a),
    define('+', [type], type, (a: number) => a),
    define('@', [type], type, (a: number) => Math.abs(a)),
  ]),
  define('^', [float8, float8], float8, floatPower),
  define('|/', [float8], float8, (a: number) => {
    if (a < 0) throw new SqlError('2201F', 'cannot take square root of a negative number');
    return Math.sqrt(a);
  }),
  define('||/', [float8], float8, (a: number) => Math.cbrt(a)),
];

/** @throws SqlError 22012 */
export function nonZero(value: bigint): bigint {
  if (value === 0n) throw divisionByZero();
  return value;
}

/** Over numbers: products of two 32-bit integers that a double cannot hold exactly are out of range anyway. */
function smallIntegerOperators(left: SqlType, right: SqlType, result: SqlType): Signature[] {
  const limit = result === int2 ? 32_768 : 2_147_483_648;
  const checked = (value: number): number => {
    if (value >= limit || value < -limit) throw new SqlError('22003', `${result.displayName} out of range`);
    return value;
  };
  const operators = [
    define('+', [left, right], result, (a: number, b: number) => checked(a + b)),
    define('-', [left, right], result, (a: number, b: number) => checked(a - b)),
    define('*', [left, right], result, (a: number, b: number) => checked(a * b) + 0),
    define('/', [left, right], result, (a: number, b: number) => {
      if (b === 0) throw divisionByZero();
      return checked(Math.trunc(a / b)) + 0;
    }),
  ];
  if (left !== right) return operators;
  return [
    ...operators,
    define('%', [left, right], result, (a: number, b: number) => {
      if (b === 0) throw divisionByZero();
      return (a % b) + 0;
    }),
    define('&', [left, right], result, (a: number, b: number) => a & b),
    define('|', [left, right], result, (a: number, b: number) => a | b),
    define('#', [left, right], result, (a: number, b: number) => a ^ b),
    define('<<', [left, int4], result, (a: number, b: number) => narrow(a << b, result)),
    define('>>', [left, int4], result, (a: number, b: number) => narrow(a >> b, result)),
  ];
}

/** Keeps the low bits of the type. */
function narrow(value: number, type: SqlType): number {
  return type === int2 ? (value << 16) >> 16 : value;
}

function unaryIntegerOperators(type: SqlType): Signature[] {
  return [
    define('-', [type], type, (a: number) => toInteger(BigInt(-a), type)),
    define('+', [type], type, (a: number) => a),
    define('@', [type], type, (a: number) => toInteger(BigInt(Math.abs(a)), type)),
    define('~', [type], type, (a: number) => ~a),
  ];
}

function bigIntegerOperators(): Signature[] {
  const pairs = [
    [int8, int8],
    [int8, int4],
    [int4, int8],
    [int8, int2],
    [int2, int8],
  ] as const;
  const over = (name: string, compute: (a: bigint, b: bigint) => bigint): Signature[] =>
    pairs.map(([left, right]) =>
      define(name, [left, right], int8, (a: bigint | number, b: bigint | number) =>
        toInteger(compute(BigInt(a), BigInt(b)), int8),
      ),
    );
  return [
    ...over('+', (a, b) => a + b),
    ...over('-', (a, b) => a - b),
    ...over('*', (a, b) => a * b),
    ...over('/', (a, b) => a / nonZero(b)),
    define('%', [int8, int8], int8, (a: bigint, b: bigint) => a % nonZero(b)),
    define('&', [int8, int8], int8, (a: bigint, b: bigint) => a & b),
    define('|', [int8, int8], int8, (a: bigint, b: bigint) => a | b),
    define('#', [int8, int8], int8, (a: bigint, b: bigint) => a ^ b),
    define('~', [int8], int8, (a: bigint) => ~a),
    define('<<', [int8, int4], int8, (a: bigint, b: number) => BigInt.asIntN(64, a << BigInt(b & 63))),
    define('>>', [int8, int4], int8, (a: bigint, b: number) => a >> BigInt(b & 63)),
  ];
}

function floatOperators(left: SqlType, right: SqlType, result: SqlType): Signature[] {
  const rounded = result === float4 ? Math.fround : (value: number): number => value;
  const checked = (value: number, a: number, b: number): number => {
    const fitted = rounded(value);
    if (!Number.isFinite(fitted) && Number.isFinite(a) && Number.isFinite(b)) {
      throw new SqlError('22003', 'value out of range: overflow');
    }
    return fitted;
  };
  const product = (value: number, a: number, b: number): number => {
    const fitted = checked(value, a, b);
    if (fitted === 0 && a !== 0 && b !== 0 && Number.isFinite(b)) {
      throw new SqlError('22003', 'value out of range: underflow');
    }
    return fitted;
  };
  return [
    define('+', [left, right], result, (a: number, b: number) => checked(a + b, a, b)),
    define('-', [left, right], result, (a: number, b: number) => checked(a - b, a, b)),
    define('*', [left, right], result, (a: number, b: number) => product(a * b, a, b)),
    define('/', [left, right], result, (a: number, b: number) => {
      if (b === 0 && !Number.isNaN(a)) throw divisionByZero();
      return product(a / b, a, b);
    }),
  ];
}

/** @throws SqlError 2201F, 22003 */
export function floatPower(base: number, exponent: number): number {
  if (base === 0 && exponent < 0) throw new SqlError('2201F', 'zero raised to a negative power is undefined');
  if (base < 0 && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw new SqlError('2201F', 'a negative number raised to a non-integer power yields a complex result');
  }
  const result = base === 1 || exponent === 0 ? 1 : base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw new SqlError('22003', 'value out of range: overflow');
  }
  return result;
}
