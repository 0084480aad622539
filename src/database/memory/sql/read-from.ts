import type { JoinExpr, Node, RangeSubselect, RangeVar } from '@pgsql/types';
import { missingRelation, type View } from '../storage/catalog';
import type { Tuple } from '../storage/table-def';
import { SqlError, unsupported } from '../types/sql-error';
import { kindOf, positionOf, stringOf } from './ast';
import { compileAt, type CompileContext } from './compile-context';
import { type CteRows, cteRows } from './cte-rows';
import type { Environment } from './environment';
import { asCondition } from './expression';
import { readFunction } from './from-function';
import type { FromNode, FromRows, FromTable } from './from-tree';
import { mergeColumns } from './join-using';
import { lookedAt } from './looked-at';
import { Scope, type NamedColumn, type OutputColumn, type ScopeRelation } from './scope';
import { oncePerRun } from './once-per-run';
import { DATABASE } from './system/system-table';
import { sequenceTable, systemTableNamed } from './system/system-tables';

/** Reads the FROM clause into the scope. */
export function readFrom(items: readonly Node[], scope: Scope, context: CompileContext): FromNode | null {
  let tree: FromNode | null = null;
  for (const item of items) {
    const node = readItem(item, scope, context);
    tree = tree ? { kind: 'join', type: 'inner', left: tree, right: node, on: null } : node;
  }
  return tree;
}

function readItem(item: Node, scope: Scope, context: CompileContext): FromNode {
  if ('RangeVar' in item) return readRelation(item.RangeVar, scope, context);
  if ('JoinExpr' in item) return readJoin(item.JoinExpr, scope, context);
  if ('RangeSubselect' in item) return readSubselect(item.RangeSubselect, scope, context);
  if ('RangeFunction' in item) return readFunction(item.RangeFunction, scope, context);
  if ('RangeTableSample' in item) throw unsupported('TABLESAMPLE');
  throw unsupported(`${kindOf(item)} in FROM`);
}

export function renameColumns(
  columns: readonly OutputColumn[],
  names: readonly string[],
  alias: string,
): readonly OutputColumn[] {
  if (names.length > columns.length) {
    throw new SqlError(
      '42P10',
      `table "${alias}" has ${columns.length} columns available but ${names.length} columns specified`,
    );
  }
  return names.length === 0
    ? columns
    : columns.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
}

/** Adds a table to the scope under its alias or name. @throws SqlError 42P01 */
export function addTable(range: RangeVar, scope: Scope, context: CompileContext): FromTable {
  const name = range.relname ?? '';
  if (range.catalogname && range.catalogname !== DATABASE) {
    throw new SqlError(
      '0A000',
      `cross-database references are not implemented: "${range.catalogname}.${range.schemaname}.${name}"`,
      positionOf(range.location),
    );
  }
  const table = context.catalog.table(range.schemaname ?? null, name);
  if (!table) {
    throw missingRelation(range.schemaname, name, {
      ...positionOf(range.location),
      ...(range.schemaname ? {} : scope.laterCte(name)),
    });
  }
  const alias = range.alias?.aliasname ?? name;
  const relation: ScopeRelation = {
    alias,
    slot: scope.reserveSlot(),
    columns: renameColumns(table.def.columns, (range.alias?.colnames ?? []).map(stringOf), alias),
    table,
    ...(alias === name ? {} : { realName: name }),
  };
  scope.add(relation);
  return { kind: 'table', relation, table };
}

function readRelation(range: RangeVar, scope: Scope, context: CompileContext): FromNode {
  const name = range.relname ?? '';
  const cte = range.schemaname ? null : scope.cte(name);
  if (cte && !cte.returnsRows) {
    throw new SqlError(
      '0A000',
      `WITH query "${name}" does not have a RETURNING clause`,
      positionOf(range.location),
    );
  }
  const system = cte
    ? null
    : (systemTableNamed(range.schemaname ?? null, name) ?? sequenceTable(range, context));
  const view = cte || system ? null : context.catalog.view(range.schemaname ?? null, name);
  if (view) return readView(view, range, scope, context);
  if (!cte && !system) return addTable(range, scope, context);
  const alias = range.alias?.aliasname ?? name;
  const names = (range.alias?.colnames ?? []).map(stringOf);
  const relation: ScopeRelation = {
    alias,
    slot: scope.reserveSlot(),
    columns: renameColumns((cte ?? system)?.columns ?? [], names, alias),
    table: null,
    ...(cte ? { looked: cte.looked } : {}),
    ...(alias === name ? {} : { realName: name }),
  };
  scope.add(relation);
  const each: FromRows['each'] = cte
    ? (environment, visit) => eachCteRow(cteRows(environment.context, cte.key), visit)
    : (environment, visit) => (system?.rows(environment.context.database.catalog) ?? []).every(visit);
  return {
    kind: 'rows',
    relation,
    each,
    ...(cte?.foldConstants ? { foldConstants: cte.foldConstants } : {}),
    fixed: cte?.fixed ?? true,
    slots: new Set(),
  };
}

/** A view reads as a sub-query that sees nothing of the query around it. */
function readView(view: View, range: RangeVar, scope: Scope, context: CompileContext): FromNode {
  const query = context.compileQuery(view.query(), null);
  const looked = new Set<number>();
  const alias = range.alias?.aliasname ?? view.name;
  const relation: ScopeRelation = {
    alias,
    slot: scope.reserveSlot(),
    columns: renameColumns(query.columns, (range.alias?.colnames ?? []).map(stringOf), alias),
    table: null,
    looked,
    ...(alias === view.name ? {} : { realName: view.name }),
  };
  scope.add(relation);
  const rowsOf = lookedAt(
    query,
    looked,
    oncePerRun((environment) => query.run(environment)),
  );
  return {
    kind: 'rows',
    relation,
    each: (environment, visit) => rowsOf(environment).every(visit),
    foldConstants: (environment) => query.foldConstants(environment, (column) => looked.has(column)),
    fixed: true,
    slots: new Set(),
  };
}

/** Rows of a recursive query are made as they are asked for. */
function eachCteRow(rows: CteRows, visit: (row: Tuple) => boolean): boolean {
  for (let i = 0; ; i += 1) {
    const row = rows.at(i);
    if (row === null) return true;
    if (!visit(row)) return false;
  }
}

function readSubselect(range: RangeSubselect, scope: Scope, context: CompileContext): FromNode {
  const { subquery, alias, lateral = false } = range;
  const select = subquery && 'SelectStmt' in subquery ? subquery.SelectStmt : null;
  if (!select) throw unsupported('this sub-query in FROM');
  const name = alias?.aliasname ?? '';
  const looked = new Set<number>();
  const outside = new Scope(scope.parent);
  outside.unreachable = scope;
  outside.needsLateral = true;
  const { result: query, slots } = scope.collectReads(() =>
    context.compileQuery(select, lateral ? scope : outside),
  );
  const relation: ScopeRelation = {
    alias: name,
    slot: scope.reserveSlot(),
    columns: renameColumns(query.columns, (alias?.colnames ?? []).map(stringOf), name),
    table: null,
    looked,
  };
  scope.add(relation);
  // Between the sub-query and the query around this one stands this one: it passes on what is read.
  if (outside.correlated) scope.markCorrelated();
  const run = (environment: Environment): readonly Tuple[] => query.run(environment);
  const rowsOf = lookedAt(query, looked, query.correlated ? run : oncePerRun(run));
  return {
    kind: 'rows',
    relation,
    each: (environment, visit) => rowsOf(environment).every(visit),
    foldConstants: (environment) => query.foldConstants(environment, (column) => looked.has(column)),
    fixed: !query.correlated,
    slots,
  };
}

const OUTER_LATERAL = 'The combining JOIN type must be INNER or LEFT for a LATERAL reference.';

const JOIN_TYPES = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
} as const;

function readJoin(join: JoinExpr, scope: Scope, context: CompileContext): FromNode {
  const { larg, rarg } = join;
  if (!larg || !rarg) throw unsupported('this join');
  const type = JOIN_TYPES[(join.jointype ?? 'JOIN_INNER') as keyof typeof JOIN_TYPES];
  if (!type) throw unsupported(`the join type ${join.jointype}`);
  const relationMark = scope.relations.length;
  const columnMark = scope.columns.length;
  const left = readItem(larg, scope, context);
  const middle = scope.columns.length;
  const readRight = (): FromNode => readItem(rarg, scope, context);
  const right =
    type === 'right' || type === 'full'
      ? scope.barring(relationMark, () => OUTER_LATERAL, readRight)
      : readRight();
  const at = { scope: scope.since(relationMark, columnMark), context, clause: 'JOIN conditions' };
  let on = join.quals ? asCondition(compileAt(join.quals, at), 'JOIN/ON') : null;
  if (join.usingClause || join.isNatural) {
    const merged = mergeColumns(
      join,
      type,
      scope.columns.slice(columnMark, middle),
      scope.columns.slice(middle),
      at,
    );
    on = merged.on;
    scope.columns.splice(columnMark, Infinity, ...merged.columns);
  }
  if (join.alias?.aliasname) aliasJoin(join.alias.aliasname, relationMark, columnMark, scope);
  return type === 'right'
    ? { kind: 'join', type: 'left', left: right, right: left, on }
    : { kind: 'join', type, left, right, on };
}

/** `(a JOIN b ...) AS j`: from here on, only j can be named. */
function aliasJoin(alias: string, relationMark: number, columnMark: number, scope: Scope): void {
  const joined: readonly NamedColumn[] = scope.columns.slice(columnMark);
  const columns = joined.flatMap(({ name, refs: [ref] }): OutputColumn[] => {
    const column = ref?.relation.columns[ref.ordinal];
    return column ? [{ ...column, name }] : [];
  });
  scope.hide(relationMark);
  scope.addQualifier({ alias, slot: -1, columns, table: null, joined });
}
