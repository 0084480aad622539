import { canCoerce } from '../types/coercion';
import type { Datum, NonNullDatum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { ResolvedCall } from './signature';

const TESTS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Types whose values are equal exactly when JavaScript says so. */
const IDENTICAL = new Set<SqlType>([
  types.bool,
  types.int2,
  types.int4,
  types.int8,
  types.oid,
  types.text,
  types.uuid,
  types.timestamp,
  types.timestamptz,
  types.date,
]);

/** A comparison over the type that both sides have in common, or null when there is none (the caller then says 42883). */
export function compareOperator(name: string, left: SqlType, right: SqlType): ResolvedCall | null {
  const test = TESTS[name];
  const type = test && comparableType(left, right);
  if (!test || !type || !isComparable(type)) return null;
  return {
    args: [type, type],
    result: types.bool,
    lenient: false,
    volatile: false,
    call: testOver(type, name, test),
  };
}

function testOver(type: SqlType, name: string, test: (order: number) => boolean): ResolvedCall['call'] {
  if (name === '=' && (IDENTICAL.has(type) || type.category === 'E'))
    return (values) => values[0] === values[1];
  if (name === '=') return (values) => order(type, values) === 0;
  return (values) => test(order(type, values));
}

// The caller skips strict functions on NULL, so both values are there.
function order(type: SqlType, values: readonly Datum[]): number {
  return type.compare(values[0] as NonNullDatum, values[1] as NonNullDatum);
}

/** Whether a type has an equality and an order at all. */
export function isComparable(type: SqlType): boolean {
  const element = type.element ?? type;
  return (
    element.category !== 'G' &&
    element !== types.json &&
    element !== types.jsonpath &&
    element !== types.xml &&
    element !== types.void
  );
}

/** The type in which two operands are compared. */
export function comparableType(left: SqlType, right: SqlType): SqlType | null {
  if (left === types.unknown && right === types.unknown) return types.text;
  if (left === types.unknown) return operandType(right);
  if (right === types.unknown || left === right) return operandType(left);
  if (left.category === 'S' && right.category === 'S') {
    return right === types.bpchar && left === types.varchar ? types.bpchar : stringType(left, right);
  }
  if (left.category !== right.category && !isTimeSpan(left, right)) return null;
  if (left.element && right.element) return null;
  // real has comparisons of its own with double precision, which win over numeric's.
  if (left === types.float4 || right === types.float4) return types.float8;
  if (canCoerce(left, right, 'implicit')) return right;
  return canCoerce(right, left, 'implicit') ? left : null;
}

/** A time of day is compared with an interval as one. */
function isTimeSpan(left: SqlType, right: SqlType): boolean {
  return (
    (left === types.time && right === types.interval) || (left === types.interval && right === types.time)
  );
}

/** character(n) beside varchar or a literal is compared without its padding; beside text it becomes text. */
function stringType(left: SqlType, right: SqlType): SqlType {
  return left === types.bpchar && right === types.varchar ? types.bpchar : types.text;
}

/** varchar and cidr have no comparisons of their own: text's and inet's serve them. */
function operandType(type: SqlType): SqlType {
  if (type === types.varchar) return types.text;
  return type === types.cidr ? types.inet : type;
}
