import type { Node } from '@pgsql/types';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { type Expression, typeOf } from './expression';

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Negative, zero or positive, for two rows of sort-key values. */
export type RowOrder = (a: readonly Datum[], b: readonly Datum[]) => number;

/** One entry of ORDER BY. @throws SqlError 42883 for a type without an order */
export function compileSortKey(node: Node, compile: (node: Node) => Expression): SortKey {
  if (!('SortBy' in node) || !node.SortBy.node) throw unsupported('this form of ORDER BY');
  const { sortby_dir, sortby_nulls } = node.SortBy;
  if (sortby_dir === 'SORTBY_USING') throw unsupported('ORDER BY ... USING');
  const descending = sortby_dir === 'SORTBY_DESC';
  const nullsFirst =
    sortby_nulls === 'SORTBY_NULLS_FIRST' || (sortby_nulls !== 'SORTBY_NULLS_LAST' && descending);
  const expression = compile(node.SortBy.node);
  checkOrdered(expression);
  return { expression, descending, nullsFirst };
}

function checkOrdered(expression: Expression): void {
  const type = typeOf(expression);
  const element = type.element ?? type;
  if (
    element === types.json ||
    element === types.jsonpath ||
    element === types.xml ||
    element.category === 'G'
  ) {
    throw new SqlError('42883', `could not identify an ordering operator for type ${type.displayName}`, {
      hint: 'Use an explicit ordering operator or modify the query.',
    });
  }
}

/** @throws SqlError 42883 for a type without equality, in DISTINCT and GROUP BY */
export function checkEquality(expression: Expression): void {
  const type = typeOf(expression);
  if (type === types.json || type === types.xml || type.category === 'G') {
    throw new SqlError('42883', `could not identify an equality operator for type ${type.displayName}`);
  }
}

export function ascending(expression: Expression): SortKey {
  return { expression, descending: false, nullsFirst: false };
}

/** The order of rows of these keys' values. */
export function orderOf(keys: readonly SortKey[]): RowOrder {
  const parts = keys.map(({ expression, descending, nullsFirst }) => ({
    type: typeOf(expression),
    descending,
    nullsFirst,
  }));
  return (a, b) => {
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i] as (typeof parts)[number];
      const left = a[i] ?? null;
      const right = b[i] ?? null;
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === part.nullsFirst ? -1 : 1;
      }
      const order = part.type.compare(left, right);
      if (order !== 0) return part.descending ? -order : order;
    }
    return 0;
  };
}
