import { compareJson, jsonTypeOf, type JsonValue } from '../types/jsonb';
import type { BinaryOperator } from '../types/json-path-tree';

/** Three-valued: null where it cannot be told. */
export type Truth = boolean | null;

export function negated(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** Values of different kinds cannot be compared, except that null differs from all others. */
export function comparison(operator: BinaryOperator, left: JsonValue, right: JsonValue): Truth {
  if (operator === 'starts with')
    return typeof left === 'string' && typeof right === 'string' ? left.startsWith(right) : null;
  const kind = jsonTypeOf(left);
  if (kind !== jsonTypeOf(right)) {
    if (left === null || right === null) return operator === '!=';
    return null;
  }
  if (kind === 'array' || kind === 'object') return null;
  const order = compareJson(left, right);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}
