import type { CommonTableExpr, SelectStmt, WithClause } from '@pgsql/types';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { distinctKey } from './aggregate-rows';
import { stringOf } from './ast';
import type { CompileContext, CompiledQuery } from './compile-context';
import type { Environment } from './environment';
import type { OutputColumn, Scope } from './scope';

/** Computes the rows of one WITH query into the run's memo. */
export type CteRunner = (outer: Environment) => void;

/** More rounds than this is a recursion that does not end. */
const MAX_ROUNDS = 100_000;

/** Compiles the queries of WITH into the scope; the runners are called in order before the main query. */
export function compileCtes(clause: WithClause, scope: Scope, context: CompileContext): CteRunner[] {
  return (clause.ctes ?? []).map((node) => {
    if (!('CommonTableExpr' in node)) throw unsupported('this WITH query');
    const cte = node.CommonTableExpr;
    const query = cte.ctequery;
    if (!query || !('SelectStmt' in query)) throw unsupported('a data-modifying WITH query');
    const select = query.SelectStmt;
    const name = cte.ctename ?? '';
    if (clause.recursive && select.op === 'SETOP_UNION' && mentions(select.rarg, name)) {
      return compileRecursive(cte, select, scope, context);
    }
    const compiled = context.compileQuery(select, scope);
    const key = {};
    scope.ctes.set(name, { columns: renamed(compiled.columns, cte), key });
    return (outer: Environment) => void outer.context.memo.set(key, compiled.run(outer));
  });
}

function renamed(columns: readonly OutputColumn[], cte: CommonTableExpr): readonly OutputColumn[] {
  const names = (cte.aliascolnames ?? []).map(stringOf);
  return columns.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
}

function mentions(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('RangeVar' in node && (node.RangeVar as { relname?: string }).relname === name) return true;
  return Object.values(node).some((inner) => mentions(inner, name));
}

function compileRecursive(
  cte: CommonTableExpr,
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
): CteRunner {
  if (!select.larg || !select.rarg) throw unsupported('this recursive query');
  const start: CompiledQuery = context.compileQuery(select.larg, scope);
  const key = {};
  const columns = renamed(start.columns, cte);
  scope.ctes.set(cte.ctename ?? '', { columns, key });
  const step = context.compileQuery(select.rarg, scope);
  return (outer) => {
    const { memo } = outer.context;
    const seen = new Set<string>();
    const fresh = (rows: readonly (readonly Datum[])[]): readonly (readonly Datum[])[] => {
      if (select.all) return rows;
      return rows.filter((row) => {
        const identity = distinctKey(columns, row);
        return !seen.has(identity) && seen.add(identity);
      });
    };
    const all: (readonly Datum[])[] = [];
    let working = fresh(start.run(outer));
    for (let round = 0; working.length > 0; round += 1) {
      if (round > MAX_ROUNDS) throw new SqlError('54001', 'recursive query does not end');
      all.push(...working);
      memo.set(key, working);
      working = fresh(step.run(outer));
    }
    memo.set(key, all);
  };
}
