import type { Node, SelectStmt } from '@pgsql/types';
import { isAggregate } from '../functions/aggregates';
import { SqlError } from '../types/sql-error';
import { planGroups } from './aggregate-rows';
import { lastName, placeOf } from './ast';
import {
  compileAt,
  type CompileContext,
  type CompiledQuery,
  type ExpressionScope,
  type Grouping,
  type QueryOptions,
  type SetCall,
  type WindowCollector,
} from './compile-context';
import { compileDistinct } from './distinct';
import { Environment } from './environment';
import { asCondition, constant, type Expression, mustCoerce, typeOf } from './expression';
import { readFrom } from './read-from';
import { compileGroupBy, type GroupBy, groupingOfAny } from './group-by';
import { compileLimit } from './limit';
import { conditionsOf, lockTargets, refuseLocks } from './row-locking';
import { planFrom } from './join-plan';
import { foldFrom } from './from-tree';
import type { RowOrderWanted } from './scan';
import type { Scope } from './scope';
import { runSelect, selectExists, type SelectPlan } from './select-plan';
import { expandedSource } from './expand-set-calls';
import { compileSortKey, orderOf, type SortKey } from './sort-key';
import { compileTargets, outputColumns, settleTarget, targetOrExpression } from './targets';

interface Clauses {
  readonly targets: ReturnType<typeof compileTargets>;
  readonly where: Expression | null;
  readonly having: Expression | null;
  readonly sortKeys: readonly SortKey[];
  readonly windows: WindowCollector;
  readonly sets: SetCall[];
  readonly listed: (clause: string) => ExpressionScope;
}

/** SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ... ORDER BY ... LIMIT, without set operations. */
export function compileSimpleSelect(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  options: QueryOptions,
): CompiledQuery {
  if (select.intoClause)
    throw new SqlError('0A000', 'SELECT ... INTO is not supported by the in-memory store');
  const tree = readFrom(select.fromClause ?? [], scope, context);
  const groupBy = isGrouped(select) ? groupByOf(select, scope, context) : null;
  const { targets, where, having, sortKeys, windows, sets, listed } = compileClauses(
    select,
    scope,
    context,
    groupBy?.grouping ?? null,
  );
  if (select.distinctClause) targets.forEach(settleTarget);
  const distinct = compileDistinct(select.distinctClause, targets, sortKeys, listed('DISTINCT ON'));
  if (select.distinctClause) refuseLocks(select.lockingClause, 'DISTINCT clause');
  if (groupBy?.keys.length) refuseLocks(select.lockingClause, 'GROUP BY clause');
  if (having) refuseLocks(select.lockingClause, 'HAVING clause');
  if (groupBy) refuseLocks(select.lockingClause, 'aggregate functions');
  if (windows.calls.length > 0) refuseLocks(select.lockingClause, 'window functions');
  if (sets.length > 0) refuseLocks(select.lockingClause, 'set-returning functions in the target list');
  const limit = compileLimit(select, scope, context);
  if (!options.unsettled) targets.forEach(settleTarget);
  const wanted =
    limit.limit && !groupBy && !distinct && windows.calls.length === 0 ? orderWanted(sortKeys) : null;
  const { source, ordered } = planFrom(tree, where, wanted);
  const order = distinct?.sortKeys ?? sortKeys;
  const plan: SelectPlan = {
    source: expandedSource(source, groupBy?.expand ?? []),
    grouper: groupBy && planGroups(groupPlan(groupBy)),
    having,
    windows: windows.calls,
    sets,
    targets: targets.map(({ expression }) => expression),
    sort:
      order.length > 0 && (!ordered || limit.withTies)
        ? { keys: order.map(({ expression }) => expression), order: orderOf(order) }
        : null,
    distinct,
    locks: lockTargets(select.lockingClause ?? [], scope, tree),
    conditions: select.lockingClause ? conditionsOf(tree, where) : [],
    limit,
  };
  const others = [
    ...(having ? [having] : []),
    ...order.map(({ expression }) => expression),
    ...(groupBy?.keys ?? []),
    ...(distinct?.on ?? []),
  ];
  const columns = outputColumns(targets);
  return {
    columns,
    get correlated() {
      return scope.correlated;
    },
    run: (outer) => runSelect(plan, new Environment(outer.context, outer)),
    exists: (outer) => selectExists(plan, new Environment(outer.context, outer)),
    placeOf: (at) => placeOf(targets[at]?.node ?? undefined),
    foldConstants: (outer, wanted) => {
      const environment = new Environment(outer.context, outer);
      plan.targets.forEach((target, at) => {
        if (wanted(at)) target.fold?.(environment);
      });
      const met = where?.fold?.(environment);
      for (const { fold } of others) fold?.(environment);
      // Where no row can meet the condition, nothing of FROM is planned.
      if (met !== false && met !== null) foldFrom(tree, environment);
    },
    ...(distinct || sets.length > 0
      ? {}
      : {
          narrow: (wanted: (column: number) => boolean) => {
            plan.targets.forEach((target, at) => {
              if (!wanted(at) && !target.volatile) plan.targets[at] = constant(typeOf(target), null);
            });
          },
        }),
    settle: (at, type) => {
      const target = plan.targets[at];
      const column = columns[at];
      if (!target || !column) return;
      const settled = mustCoerce(target, type, 'implicit');
      plan.targets[at] = settled;
      columns[at] = { ...column, type: typeOf(settled) };
    },
  };
}

/** The clauses that come before GROUP BY when PostgreSQL looks for mistakes, in its order. */
function compileClauses(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  grouping: Grouping | null,
): Clauses {
  const windows: WindowCollector = { calls: [], named: namedWindows(select.windowClause ?? []) };
  const sets: SetCall[] = [];
  const plain = (clause: string): ExpressionScope => ({ scope, context, clause });
  const listed = (clause: string): ExpressionScope => ({ ...plain(clause), grouping, windows, sets });
  const targets = (select.targetList ?? []).flatMap((node) => compileTargets(node, listed('SELECT')));
  const where = select.whereClause
    ? asCondition(compileAt(select.whereClause, plain('WHERE')), 'WHERE')
    : null;
  const having = select.havingClause
    ? asCondition(compileAt(select.havingClause, { ...plain('HAVING'), grouping }), 'HAVING')
    : null;
  const sortKeys = (select.sortClause ?? []).map((node) =>
    compileSortKey(node, (key) => targetOrExpression(key, targets, 'ORDER BY', listed('ORDER BY'))),
  );
  return { targets, where, having, sortKeys, windows, sets, listed };
}

/** What a query is grouped by. When that is wrong, what is wrong in the other clauses is told first. */
function groupByOf(select: SelectStmt, scope: Scope, context: CompileContext): GroupBy {
  const at = { scope, context, clause: 'GROUP BY' };
  try {
    return compileGroupBy(select.groupClause ?? [], select.targetList ?? [], at);
  } catch (error) {
    compileClauses(select, scope, context, groupingOfAny(scope));
    throw error;
  }
}

function groupPlan({ grouping, keys, sets }: GroupBy): Parameters<typeof planGroups>[0] {
  return { keys, sets, keepsKeys: grouping.keepsKeys, calls: grouping.calls };
}

/** A query is grouped when it says so or calls an aggregate. */
function isGrouped(select: SelectStmt): boolean {
  if ((select.groupClause ?? []).length > 0 || select.havingClause) return true;
  return [
    ...(select.targetList ?? []),
    ...(select.sortClause ?? []),
    ...(select.distinctClause ?? []),
    ...(select.windowClause ?? []),
  ].some(callsAggregate);
}

function callsAggregate(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(callsAggregate);
  if ('SubLink' in node || 'SelectStmt' in node) return false;
  if ('FuncCall' in node) {
    const call = node.FuncCall as { funcname?: Node[]; over?: unknown };
    if (!call.over && isAggregate(lastName(call.funcname))) return true;
  }
  return Object.values(node).some(callsAggregate);
}

function namedWindows(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  const named = new Map<string, Node>();
  for (const node of nodes) {
    const name = 'WindowDef' in node ? (node.WindowDef.name ?? '') : '';
    if (named.has(name)) throw new SqlError('42P20', `window "${name}" is already defined`);
    named.set(name, node);
  }
  return named;
}

/** The order as one that an index could give: columns of one relation, all in one direction, NULLs by default. */
function orderWanted(keys: readonly SortKey[]): RowOrderWanted | null {
  const [first] = keys;
  const slot = first?.expression.column?.slot;
  if (!first || slot === undefined) return null;
  const columns: number[] = [];
  for (const { expression, descending, nullsFirst } of keys) {
    if (expression.column?.slot !== slot || descending !== first.descending || nullsFirst !== descending)
      return null;
    columns.push(expression.column.ordinal);
  }
  return { slot, columns, descending: first.descending };
}
