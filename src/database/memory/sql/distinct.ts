import type { Node } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { placeOf } from './ast';
import type { ExpressionScope, Row } from './compile-context';
import { type Expression, typeOf } from './expression';
import { type RowKey, rowKeyOf } from './row-key';
import { ascending, checkEquality, type SortKey } from './sort-key';
import { sameExpression, type Target, targetOrExpression } from './targets';

export interface Distinct {
  readonly on: readonly Expression[];
  readonly keyOf: (row: Row) => RowKey;
  /** The order in which the first of equal rows is found. */
  readonly sortKeys: readonly SortKey[];
}

/** DISTINCT and DISTINCT ON. @throws SqlError 42P10, 42883 */
export function compileDistinct(
  clause: readonly Node[] | undefined,
  targets: readonly Target[],
  sortKeys: readonly SortKey[],
  at: ExpressionScope,
): Distinct | null {
  if (!clause) return null;
  const on = clause
    .filter((node) => Object.keys(node).length > 0)
    .map((node) => targetOrExpression(node, targets, 'DISTINCT ON', at));
  const expressions = on.length > 0 ? on : targets.map(({ expression }) => expression);
  for (const expression of expressions) checkEquality(expression);
  const listed = (expression: Expression): boolean =>
    expressions.some((candidate) => sameExpression(candidate, expression));
  if (on.length > 0) checkLeading(on, sortKeys);
  else {
    const other = sortKeys.find(({ expression }) => !listed(expression));
    if (other) {
      throw new SqlError(
        '42P10',
        'for SELECT DISTINCT, ORDER BY expressions must appear in select list',
        placeOf(other.expression.node),
      );
    }
  }
  // PostgreSQL finds duplicates by sorting: what ORDER BY leaves open is in the order of the columns.
  const rest = expressions
    .filter((expression) => !sortKeys.some((key) => sameExpression(key.expression, expression)))
    .map(ascending);
  return {
    on: expressions,
    keyOf: rowKeyOf(expressions.map(typeOf)),
    sortKeys: [...sortKeys, ...rest],
  };
}

/** ORDER BY has to begin with the expressions of DISTINCT ON, in any order. */
function checkLeading(on: readonly Expression[], sortKeys: readonly SortKey[]): void {
  const missing = new Set(on);
  for (const { expression } of sortKeys) {
    if (missing.size === 0) return;
    const match = on.find((candidate) => sameExpression(candidate, expression));
    if (!match) {
      const [left] = missing;
      throw new SqlError(
        '42P10',
        'SELECT DISTINCT ON expressions must match initial ORDER BY expressions',
        placeOf(left?.node),
      );
    }
    missing.delete(match);
  }
}
