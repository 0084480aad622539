import type { SelectStmt } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { bareName, ordinalOf, placeOf } from './ast';
import { plainColumn } from './compile-column';
import type { CompileContext, CompiledQuery, ExpressionScope, Row } from './compile-context';
import { Environment } from './environment';
import { compileLimit, pageOf } from './limit';
import { refuseLocks } from './row-locking';
import { Scope, type OutputColumn, type ScopeRelation } from './scope';
import { compileSortKey, orderOf } from './sort-key';
import { type Target, targetOrExpression } from './targets';

/** Adds ORDER BY and LIMIT over output columns to rows that come from VALUES or a set operation. */
export function orderedQuery(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  construct: 'VALUES' | 'UNION/INTERSECT/EXCEPT',
  columns: readonly OutputColumn[],
  rowsOf: (environment: Environment) => readonly Row[],
): Omit<CompiledQuery, 'settle' | 'placeOf' | 'foldConstants'> {
  refuseLocks(select.lockingClause, construct);
  const output = new Scope(scope.parent);
  const relation: ScopeRelation = { alias: '', slot: output.reserveSlot(), columns, table: null };
  output.add(relation);
  const at: ExpressionScope = { scope: output, context, clause: 'ORDER BY' };
  const targets = columns.map(({ name }, ordinal): Target => ({
    name,
    expression: plainColumn(0, relation, ordinal, at),
    node: null,
  }));
  const sortKeys = (select.sortClause ?? []).map((node) =>
    compileSortKey(node, (key) => {
      const plain = ordinalOf(key) !== null || bareName(key) !== null;
      if (!plain && construct !== 'VALUES') {
        throw new SqlError('0A000', 'invalid UNION/INTERSECT/EXCEPT ORDER BY clause', {
          detail: 'Only result column names can be used, not expressions or functions.',
          hint: 'Add the expression/function to every SELECT, or move the UNION into a FROM clause.',
          ...placeOf(key),
        });
      }
      return targetOrExpression(key, targets, 'ORDER BY', at);
    }),
  );
  const order = orderOf(sortKeys);
  const limit = compileLimit(select, scope, context);
  const run = (outer: Environment): readonly Row[] => {
    const environment = new Environment(outer.context, outer);
    const { skip, take } = pageOf(limit, environment);
    const rows = rowsOf(environment);
    if (sortKeys.length === 0) return rows.slice(skip, skip + take);
    const probe = new Environment(outer.context, outer);
    const keyed = rows.map((row) => {
      probe.rows[0] = row;
      return { row, keys: sortKeys.map(({ expression }) => expression.evaluate(probe)) };
    });
    keyed.sort((a, b) => order(a.keys, b.keys));
    return keyed.slice(skip, skip + take).map(({ row }) => row);
  };
  return {
    columns,
    get correlated() {
      return scope.correlated;
    },
    run,
    exists: (outer) => run(outer).length > 0,
  };
}
