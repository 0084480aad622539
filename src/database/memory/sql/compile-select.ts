import type { SelectStmt } from '@pgsql/types';
import type { CompileContext, CompiledQuery, QueryOptions } from './compile-context';
import { compileCtes, withCtes } from './compile-cte';
import { compileSetOperation } from './compile-set-operation';
import { compileSimpleSelect } from './compile-simple-select';
import { compileValues } from './compile-values';
import { Scope } from './scope';

/** Compiles a query of any form: SELECT, VALUES, a set operation, each with WITH, ORDER BY and LIMIT. */
export function compileSelect(
  select: SelectStmt,
  outer: Scope | null,
  context: CompileContext,
  options: QueryOptions = {},
): CompiledQuery {
  if (!select.withClause) return compileBody(select, new Scope(outer), context, options);
  const withScope = new Scope(outer);
  const ctes = compileCtes(select.withClause, withScope, context);
  return withCtes(compileBody(select, new Scope(withScope), context, options), ctes, withScope);
}

function compileBody(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  options: QueryOptions,
): CompiledQuery {
  if (select.op && select.op !== 'SETOP_NONE') return compileSetOperation(select, scope, context);
  if (select.valuesLists) return compileValues(select, scope, context, options);
  return compileSimpleSelect(select, scope, context, options);
}
