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

/** Types that have no equality, let alone an order. */
const INCOMPARABLE = new Set<SqlType>([types.json, types.void]);

export function isComparison(name: string): boolean {
  return name in TESTS;
}

/** A comparison over the type that both sides have in common, or null when there is none (the caller then says 42883). */
export function compareOperator(name: string, left: SqlType, right: SqlType): ResolvedCall | null {
  const test = TESTS[name];
  const type = test && comparableType(left, right);
  if (!test || !type || INCOMPARABLE.has(type)) return null;
  const same = name === '=';
  const different = name === '<>' || name === '!=';
  const direct =
    same &&
    (type === types.int4 ||
      type === types.text ||
      type === types.varchar ||
      type === types.uuid ||
      type === types.int8);
  return {
    args: [type, type],
    result: types.bool,
    lenient: false,
    volatile: false,
    call: direct
      ? (values) => values[0] === values[1]
      : same || different
        ? (values) => (type.compare(values[0] as NonNullDatum, values[1] as NonNullDatum) === 0) === same
        : (values) => test(type.compare(values[0] as NonNullDatum, values[1] as NonNullDatum)),
  };
}

/** The type in which two operands are compared. */
export function comparableType(left: SqlType, right: SqlType): SqlType | null {
  if (left === types.unknown) return right === types.unknown ? types.text : right;
  if (right === types.unknown || left === right) return textual(left);
  if (left.element && right.element) {
    const element = comparableType(left.element, right.element);
    return element === left.element ? left : element === right.element ? right : null;
  }
  // A citext beside a string is compared as text when the string is text, as citext when it is varchar or a literal.
  if (left === types.citext || right === types.citext)
    return left === types.text || right === types.text ? types.text : types.citext;
  if (left.category === 'S' && right.category === 'S')
    return left === types.bpchar && right === types.bpchar ? left : types.text;
  if (left.category !== right.category) return null;
  if (canCoerce(left, right, 'implicit')) return right;
  return canCoerce(right, left, 'implicit') ? left : null;
}

function textual(type: SqlType): SqlType {
  return type === types.varchar ? types.text : type;
}

/** `a IS NOT DISTINCT FROM b` for values of one type. */
export function sameDatum(type: SqlType, a: Datum, b: Datum): boolean {
  if (a === null || b === null) return a === b;
  return type.compare(a, b) === 0;
}
