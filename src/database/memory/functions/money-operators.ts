import { divisionByZero } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { nonZero } from './arithmetic-operators';
import { define } from './define';
import type { Signature } from './signature';

const { int2, int4, int8, float4, float8, money } = types;
type Whole = number | bigint;

/** Amounts are counted in cents. */
export const moneyOperators: readonly Signature[] = [
  define('+', [money, money], money, (a: bigint, b: bigint) => checked(a + b)),
  define('-', [money, money], money, (a: bigint, b: bigint) => checked(a - b)),
  define('/', [money, money], float8, (a: bigint, b: bigint) => Number(a) / Number(nonZero(b))),
  ...[int2, int4, int8].flatMap((type) => [
    define('*', [money, type], money, (a: bigint, b: Whole) => checked(a * BigInt(b))),
    define('*', [type, money], money, (a: Whole, b: bigint) => checked(BigInt(a) * b)),
    define('/', [money, type], money, (a: bigint, b: Whole) => a / nonZero(BigInt(b))),
  ]),
  ...[float4, float8].flatMap((type) => [
    define('*', [money, type], money, (a: bigint, b: number) => rounded(Number(a) * b)),
    define('*', [type, money], money, (a: number, b: bigint) => rounded(a * Number(b))),
    define('/', [money, type], money, (a: bigint, b: number) => {
      if (b === 0) throw divisionByZero();
      return rounded(Number(a) / b);
    }),
  ]),
];

/** @throws SqlError 22003 */
function rounded(cents: number): bigint {
  if (!Number.isFinite(cents)) throw outOfRange();
  return checked(BigInt(Math.round(cents)));
}

/** @throws SqlError 22003 */
function checked(cents: bigint): bigint {
  if (BigInt.asIntN(64, cents) !== cents) throw outOfRange();
  return cents;
}

function outOfRange(): SqlError {
  return new SqlError('22003', 'money out of range');
}
