import type { CommonTableExpr, SelectStmt, WithClause } from '@pgsql/types';
import { SqlError, unsupported } from '../types/sql-error';
import { positionOf, stringOf } from './ast';
import type { CompileContext, CompiledQuery, Row } from './compile-context';
import { converter, unifyColumns } from './compile-set-operation';
import { type CteRows, fixedRows, lazyRows, setCteRows } from './cte-rows';
import { Environment } from './environment';
import { lookedAt } from './looked-at';
import { renameColumns } from './read-from';
import { type RowKey, rowKeyOf } from './row-key';
import type { OutputColumn, Scope } from './scope';

/** Makes a WITH query's rows available to the run. */
export type CteRunner = (environment: Environment) => void;

/** Compiles the queries of WITH into the scope; the runners are called in order before the main query. */
export function compileCtes(clause: WithClause, scope: Scope, context: CompileContext): CteRunner[] {
  const ctes = (clause.ctes ?? []).flatMap((node) =>
    'CommonTableExpr' in node ? [node.CommonTableExpr] : [],
  );
  for (const { ctename = '' } of ctes) scope.laterCtes.add(ctename);
  return ctes.map((cte) => {
    const name = cte.ctename ?? '';
    if (scope.ctes.has(name))
      throw new SqlError(
        '42712',
        `WITH query name "${name}" specified more than once`,
        positionOf(cte.location),
      );
    if (cte.search_clause || cte.cycle_clause) throw unsupported('SEARCH and CYCLE of a WITH query');
    const query = cte.ctequery;
    if (!query) throw unsupported('this WITH query');
    if (!('SelectStmt' in query)) return compileModifying(cte, query, scope, context);
    const select = query.SelectStmt;
    if (clause.recursive && mentions(select, name)) return compileRecursive(cte, select, scope, context);
    const compiled = context.compileQuery(select, scope);
    const key = {};
    const looked = new Set<number>();
    const whole = cte.ctematerialized === 'CTEMaterializeAlways';
    const rowsOf = lookedAt(compiled, whole ? null : looked, (environment) => compiled.run(environment));
    scope.ctes.set(name, {
      columns: renamed(compiled.columns, cte),
      key,
      fixed: !compiled.correlated,
      returnsRows: true,
      looked,
      foldConstants: (environment) =>
        compiled.foldConstants(environment, (column) => whole || looked.has(column)),
    });
    return (environment) =>
      setCteRows(
        environment.context,
        key,
        lazyRows(() => rowsOf(environment)),
      );
  });
}

/** A query with WITH: between it and the query around it stands the environment of its WITH queries. */
export function withCtes(query: CompiledQuery, ctes: readonly CteRunner[], scope: Scope): CompiledQuery {
  return {
    columns: query.columns,
    get correlated() {
      return query.correlated || scope.correlated;
    },
    run: (outer) => query.run(openCtes(ctes, outer)),
    exists: (outer) => query.exists(openCtes(ctes, outer)),
    settle: (column, type) => query.settle(column, type),
    placeOf: query.placeOf,
    foldConstants: query.foldConstants,
  };
}

export function openCtes(ctes: readonly CteRunner[], outer: Environment): Environment {
  const environment = new Environment(outer.context, outer);
  for (const run of ctes) run(environment);
  return environment;
}

function renamed(columns: readonly OutputColumn[], cte: CommonTableExpr): readonly OutputColumn[] {
  const names = (cte.aliascolnames ?? []).map(stringOf);
  if (names.length > columns.length) {
    throw new SqlError(
      '42P10',
      `WITH query "${cte.ctename}" has ${columns.length} columns available but ${names.length} columns specified`,
      positionOf(cte.location),
    );
  }
  return renameColumns(columns, names, cte.ctename ?? '');
}

/** INSERT, UPDATE or DELETE in WITH: runs once and to its end, whoever looks at its rows. */
function compileModifying(
  cte: CommonTableExpr,
  query: NonNullable<CommonTableExpr['ctequery']>,
  scope: Scope,
  context: CompileContext,
): CteRunner {
  if (scope.parent)
    throw new SqlError('0A000', 'WITH clause containing a data-modifying statement must be at the top level');
  context.noteModifyingQuery();
  const compiled = context.compileModification(query, scope);
  const key = {};
  scope.ctes.set(cte.ctename ?? '', {
    columns: renamed(compiled.columns, cte),
    key,
    fixed: true,
    returnsRows: compiled.columns.length > 0,
    looked: new Set(),
  });
  return (environment) => setCteRows(environment.context, key, fixedRows(compiled.run(environment).rows));
}

function mentions(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('RangeVar' in node) {
    const { relname, schemaname } = node.RangeVar as { relname?: string; schemaname?: string };
    if (relname === name && schemaname === undefined) return true;
  }
  return Object.values(node).some((inner) => mentions(inner, name));
}

/** @throws SqlError 42P19 for a recursion that PostgreSQL does not know, 42804 */
function compileRecursive(
  cte: CommonTableExpr,
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
): CteRunner {
  const name = cte.ctename ?? '';
  if (select.op !== 'SETOP_UNION' || !select.larg || !select.rarg || mentions(select.larg, name)) {
    throw new SqlError(
      '42P19',
      `recursive query "${name}" does not have the form non-recursive-term UNION [ALL] recursive-term`,
      positionOf(cte.location),
    );
  }
  if (select.sortClause ?? select.limitCount ?? select.limitOffset)
    throw unsupported('ORDER BY and LIMIT in a recursive query');
  const start = context.compileQuery(select.larg, scope);
  const key = {};
  const columns = renamed(start.columns, cte);
  scope.ctes.set(name, { columns, key, fixed: false, returnsRows: true, looked: new Set() });
  const step = context.compileQuery(select.rarg, scope, { unsettled: true });
  for (const [i, column] of unifyColumns(start, step, 'UNION').entries()) {
    const own = start.columns[i]?.type ?? column.type;
    if (own === column.type) continue;
    throw new SqlError(
      '42804',
      `recursive query "${name}" column ${i + 1} has type ${own.displayName} in non-recursive term but type ${column.type.displayName} overall`,
      { hint: 'Cast the output of the non-recursive term to the correct type.' },
    );
  }
  scope.ctes.set(name, {
    columns,
    key,
    fixed: !start.correlated && !step.correlated,
    returnsRows: true,
    looked: new Set(),
  });
  const convert = converter(step.columns, columns);
  const recursion = { start, step, convert, columns, key, all: select.all ?? false };
  return (environment) => setCteRows(environment.context, key, new RecursiveRows(recursion, environment));
}

interface Recursion {
  readonly start: CompiledQuery;
  readonly step: CompiledQuery;
  readonly convert: (rows: readonly Row[]) => readonly Row[];
  readonly columns: readonly OutputColumn[];
  readonly key: object;
  readonly all: boolean;
}

/** The rows of a recursive query, made round by round as they are asked for, so that LIMIT can end it. */
class RecursiveRows implements CteRows {
  private readonly rows: Row[] = [];
  private working: readonly Row[] | null = null;
  private readonly seen = new Set<RowKey>();
  private readonly keyOf: (row: Row) => RowKey;

  constructor(
    private readonly recursion: Recursion,
    private readonly environment: Environment,
  ) {
    this.keyOf = rowKeyOf(recursion.columns.map(({ type }) => type));
  }

  at(index: number): Row | null {
    while (index >= this.rows.length && this.advance());
    return this.rows[index] ?? null;
  }

  /** One more round; false when there was nothing left to go on from. */
  private advance(): boolean {
    const { start, step, convert, key } = this.recursion;
    const { context } = this.environment;
    if (this.working === null) {
      this.working = this.fresh(start.run(this.environment));
    } else {
      // Within the step, the query's name stands for the rows of the round before.
      setCteRows(context, key, fixedRows(this.working));
      this.working = this.fresh(convert(step.run(this.environment)));
      setCteRows(context, key, this);
    }
    for (const row of this.working) this.rows.push(row);
    return this.working.length > 0;
  }

  private fresh(rows: readonly Row[]): readonly Row[] {
    if (this.recursion.all) return rows;
    return rows.filter((row) => {
      const key = this.keyOf(row);
      if (this.seen.has(key)) return false;
      this.seen.add(key);
      return true;
    });
  }
}
