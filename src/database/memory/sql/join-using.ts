import type { JoinExpr } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { stringOf } from './ast';
import { columnOf } from './compile-column';
import type { ExpressionScope } from './compile-context';
import { applyOperator, compileLogic } from './compile-operator';
import type { Expression } from './expression';
import type { NamedColumn } from './scope';

/** What USING or NATURAL makes of two sides: one column for each shared name, then the others, left before right. */
export function mergeColumns(
  join: JoinExpr,
  type: 'inner' | 'left' | 'right' | 'full',
  left: readonly NamedColumn[],
  right: readonly NamedColumn[],
  at: ExpressionScope,
): { readonly on: Expression | null; readonly columns: readonly NamedColumn[] } {
  const shared = join.isNatural
    ? left.map(({ name }) => name).filter((name) => right.some((column) => column.name === name))
    : (join.usingClause ?? []).map(stringOf);
  const tests: Expression[] = [];
  const merged = shared.map((name): NamedColumn => {
    const a = only(left, name, 'left');
    const b = only(right, name, 'right');
    tests.push(
      applyOperator('=', columnOf({ depth: 0, column: a }, at), columnOf({ depth: 0, column: b }, at)),
    );
    if (type === 'full') return { name, refs: [...a.refs, ...b.refs] };
    return type === 'right' ? b : a;
  });
  const rest = (columns: readonly NamedColumn[]): NamedColumn[] =>
    columns.filter(({ name }) => !shared.includes(name));
  return {
    on: tests.length > 0 ? compileLogic('AND_EXPR', tests) : null,
    columns: [...merged, ...rest(left), ...rest(right)],
  };
}

/** @throws SqlError 42703, 42702 */
function only(columns: readonly NamedColumn[], name: string, side: 'left' | 'right'): NamedColumn {
  const [found, ...more] = columns.filter((column) => column.name === name);
  if (!found)
    throw new SqlError('42703', `column "${name}" specified in USING clause does not exist in ${side} table`);
  if (more.length > 0)
    throw new SqlError('42702', `common column name "${name}" appears more than once in ${side} table`);
  return found;
}
