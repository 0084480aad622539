import type { Datum } from './datum';
import { INT4_MAX, INT4_MIN, INT8_MAX, INT8_MIN } from './integer-types';
import type { Numeric } from './numeric';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { types } from './type-catalog';

const LIMITS = new Map<SqlType, readonly [min: bigint, max: bigint]>([
  [types.int2, [-32_768n, 32_767n]],
  [types.int4, [BigInt(INT4_MIN), BigInt(INT4_MAX)]],
  [types.int8, [INT8_MIN, INT8_MAX]],
  [types.oid, [0n, 4_294_967_295n]],
]);

/** A whole number in an integer type's own representation. @throws SqlError 22003 */
export function toInteger(value: bigint, type: SqlType): number | bigint {
  const [min, max] = LIMITS.get(type) ?? [0n, 0n];
  if (value < min || value > max) throw outOfRange(type);
  return type === types.int8 ? value : Number(value);
}

/** Rounds half to even, as PostgreSQL's rint does. @throws SqlError 22003 */
export function floatToInteger(value: number, type: SqlType): Datum {
  if (!Number.isFinite(value)) throw outOfRange(type);
  return toInteger(BigInt(roundHalfEven(value)), type);
}

/** Rounds half away from zero. @throws SqlError 22003, 0A000 for NaN and infinities */
export function numericToInteger(value: Numeric, type: SqlType): Datum {
  if (!value.isFinite) {
    const kind = value.special === 'NaN' ? 'NaN' : 'infinity';
    throw new SqlError('0A000', `cannot convert ${kind} to ${type.displayName}`);
  }
  return toInteger(value.toBigint(), type);
}

export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function outOfRange(type: SqlType): SqlError {
  const name = type === types.oid ? 'OID' : type.displayName;
  return new SqlError('22003', `${name} out of range`);
}
