import type { Node } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import type { RowExpression } from '../storage/table-def';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import type { CompileContext } from './compile-context';
import { compileExpression } from './compile-expression';
import { Environment, type ExecutionContext } from './environment';
import { mustCoerce, settle } from './expression';
import { parseExpression } from './parser';
import { Scope, type OutputColumn, type ScopeRelation } from './scope';

/** A compiled expression of a table's definition. */
export interface TableExpression {
  readonly type: SqlType;
  readonly evaluate: RowExpression;
}

/**
 * An expression of a table's definition (a default, a check, a generated column, an index part),
 * given as SQL over the table's columns. The parser has to be loaded.
 *
 * @param target what the result is coerced to, by assignment; null leaves its own type
 * @throws SqlError
 */
export function compileTableExpression(
  sql: string,
  columns: readonly OutputColumn[],
  catalog: Catalog,
  target: { readonly type: SqlType; readonly typmod: number } | null,
): TableExpression {
  return compileTableNode(parseExpression(sql), columns, catalog, target);
}

/** The same for an expression that has been parsed. */
export function compileTableNode(
  node: Node,
  columns: readonly OutputColumn[],
  catalog: Catalog,
  target: { readonly type: SqlType; readonly typmod: number } | null,
): TableExpression {
  const scope = new Scope(null);
  const relation: ScopeRelation = { alias: '', slot: scope.reserveSlot(), columns, table: null };
  scope.add(relation);
  const context: CompileContext = {
    catalog,
    parameter: () => {
      throw new SqlError('42P02', 'there are no parameters in a table definition');
    },
    compileExpression,
    compileQuery: () => {
      throw unsupported('a sub-query in a table definition');
    },
    compileModification: () => {
      throw unsupported('a change in a table definition');
    },
    noteModifyingQuery: () => undefined,
  };
  const compiled = compileExpression(node, { scope, context, clause: 'a table definition' });
  const expression = target
    ? mustCoerce(compiled, target.type, 'assignment', target.typmod)
    : settle(compiled);
  const { evaluate } = expression;
  return {
    type: expression.type,
    evaluate: (tuple, evaluation) => {
      const environment = new Environment(evaluation as ExecutionContext, null);
      environment.rows[relation.slot] = tuple;
      return evaluate(environment);
    },
  };
}
