import type { DeleteStmt, InsertStmt, Node, UpdateStmt } from '@pgsql/types';
import type { Table } from '../storage/table';
import { SqlError, type SqlErrorFields, unsupported } from '../types/sql-error';
import type { CompileContext, ExpressionScope, Row } from './compile-context';
import { compileCtes, openCtes } from './compile-cte';
import { Environment } from './environment';
import { addTable } from './read-from';
import type { FromTable } from './from-tree';
import { Scope, type OutputColumn } from './scope';
import { compileTargets, outputColumns, settleTarget } from './targets';
import { refuseView, type Change } from './view-target';

/** The table that a statement changes, with the names around it. */
export interface ModifyTarget extends FromTable {
  readonly scope: Scope;
  /** Names that a VALUES list or a SELECT to insert can see: those around the target. */
  readonly around: Scope | null;
  /** The environment of one run: the WITH queries are ready, the target has no row yet. */
  open(outer: Environment): Environment;
}

/** @throws SqlError 42P01 */
export function openTarget(
  statement: InsertStmt | UpdateStmt | DeleteStmt,
  change: Change,
  outer: Scope | null,
  context: CompileContext,
): ModifyTarget {
  if (!statement.relation) throw unsupported('this statement');
  refuseView(statement.relation, change, context.catalog);
  const withScope = statement.withClause ? new Scope(outer) : null;
  const ctes = statement.withClause && withScope ? compileCtes(statement.withClause, withScope, context) : [];
  const around = withScope ?? outer;
  const scope = new Scope(around);
  return {
    ...addTable(statement.relation, scope, context),
    scope,
    around,
    open: (environment) =>
      new Environment(environment.context, withScope ? openCtes(ctes, environment) : environment),
  };
}

/** @throws SqlError 42703 */
export function columnOrdinal(table: Table, name: string, where: SqlErrorFields): number {
  const ordinal = table.def.columns.findIndex((column) => column.name === name);
  if (ordinal < 0)
    throw new SqlError('42703', `column "${name}" of relation "${table.def.name}" does not exist`, where);
  return ordinal;
}

export interface Returning {
  readonly columns: readonly OutputColumn[];
  readonly foldConstants: (environment: Environment) => void;
  row(environment: Environment): Row;
}

export function compileReturning(
  list: readonly Node[] | undefined,
  at: Omit<ExpressionScope, 'clause'>,
): Returning | null {
  if (!list || list.length === 0) return null;
  const targets = list.flatMap((node) => compileTargets(node, { ...at, clause: 'RETURNING' }));
  targets.forEach(settleTarget);
  return {
    columns: outputColumns(targets),
    foldConstants: (environment) => {
      for (const { expression } of targets) expression.fold?.(environment);
    },
    row: (environment) => targets.map(({ expression }) => expression.evaluate(environment)),
  };
}
