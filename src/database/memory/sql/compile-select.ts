import type { LockingClause, Node, SelectStmt } from '@pgsql/types';
import type { LockStrength } from '../storage/lock-strength';
import type { WaitPolicy } from '../storage/table';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { isAggregate } from '../functions/aggregates';
import { distinctKey, groupRows } from './aggregate-rows';
import { fingerprint, integerOf, listItems, stringOf } from './ast';
import { outputName } from './column-name';
import type { CompileContext, CompiledQuery } from './compile-context';
import {
  columnOf,
  compareByKeys,
  compileExpression,
  compileSortKey,
  type ExpressionScope,
  type Grouping,
  type SortKey,
  unify,
} from './compile-expression';
import { compileCtes, type CteRunner } from './compile-cte';
import { Environment } from './environment';
import { asCondition, type Expression, mustCoerce, settle, typeOf } from './expression';
import { planFrom, readFrom, type Source } from './from';
import { missingFrom, Scope, type OutputColumn, type ScopeRelation } from './scope';

/** One output column of a select list. */
interface Target {
  readonly name: string;
  readonly expression: Expression;
  readonly node: Node | null;
}

/** Compiles a query of any form: SELECT, VALUES, a set operation, each with WITH, ORDER BY and LIMIT. */
export function compileSelect(
  select: SelectStmt,
  outer: Scope | null,
  context: CompileContext,
): CompiledQuery {
  const scope = new Scope(outer);
  const ctes = select.withClause ? compileCtes(select.withClause, scope, context) : [];
  const query = compileBody(select, scope, context);
  return ctes.length === 0 ? query : withCtes(query, ctes);
}

function withCtes(query: CompiledQuery, ctes: readonly CteRunner[]): CompiledQuery {
  const prepare = (outer: Environment): void => {
    for (const run of ctes) run(outer);
  };
  return {
    ...query,
    run: (outer) => {
      prepare(outer);
      return query.run(outer);
    },
    exists: (outer) => {
      prepare(outer);
      return query.exists(outer);
    },
  };
}

function compileBody(select: SelectStmt, scope: Scope, context: CompileContext): CompiledQuery {
  if (select.op && select.op !== 'SETOP_NONE') return compileSetOperation(select, scope, context);
  if (select.valuesLists) return compileValues(select, scope, context);
  return compileSimple(select, scope, context);
}

// Simple SELECT.

function compileSimple(select: SelectStmt, scope: Scope, context: CompileContext): CompiledQuery {
  if (select.windowClause) throw unsupported('WINDOW');
  const tree = readFrom(select.fromClause ?? [], scope, context);
  const at = (clause: string, grouping: Grouping | null): ExpressionScope => ({
    scope,
    context,
    grouping,
    clause,
  });
  const where = select.whereClause
    ? asCondition(compileExpression(select.whereClause, at('WHERE', null)), 'WHERE')
    : null;
  const targetNodes = select.targetList ?? [];
  const grouped = isGrouped(select);
  const groupNodes = (select.groupClause ?? []).map((node) => groupNode(node, targetNodes, scope));
  const keys = groupNodes.map((node) => settle(compileExpression(node, at('GROUP BY', null))));
  const grouping = grouped
    ? { keys: new Set(groupNodes.map(fingerprint)), determined: determinedBy(keys, scope), calls: [] }
    : null;
  const targets = targetNodes.flatMap((node) => compileTargets(node, at('SELECT', grouping)));
  const having = select.havingClause
    ? asCondition(compileExpression(select.havingClause, at('HAVING', grouping)), 'HAVING')
    : null;
  const sortKeys = (select.sortClause ?? []).map((node) =>
    compileSortKey(node, (key) => sortExpression(key, targets, at('ORDER BY', grouping))),
  );
  const distinct = compileDistinct(select, targets, sortKeys, at('DISTINCT ON', grouping));
  const source = planFrom(tree, where);
  const plan: SelectPlan = {
    source,
    grouping: grouping && { keys, calls: grouping.calls, having },
    targets: targets.map(({ expression }) => expression),
    sortKeys: distinct?.sortKeys ?? sortKeys,
    distinctOn: distinct?.on ?? null,
    locks: (select.lockingClause ?? []).flatMap((clause) => lockTargets(clause, scope)),
    ...compileLimit(select, scope, context),
  };
  if (plan.locks.length > 0 && (grouping || distinct)) {
    throw new SqlError(
      '0A000',
      `FOR UPDATE is not allowed with ${grouping ? 'GROUP BY clause' : 'DISTINCT clause'}`,
    );
  }
  return {
    columns: targets.map(({ name, expression }) => ({
      name,
      type: typeOf(expression),
      typmod: expression.typmod,
    })),
    get correlated() {
      return scope.correlated;
    },
    run: (outer) => runSelect(plan, new Environment(outer.context, outer)),
    exists: (outer) => selectExists(plan, new Environment(outer.context, outer)),
  };
}

/** A query is grouped when it says so or calls an aggregate. */
function isGrouped(select: SelectStmt): boolean {
  if ((select.groupClause ?? []).length > 0 || select.havingClause) return true;
  return [...(select.targetList ?? []), ...(select.sortClause ?? [])].some(callsAggregate);
}

function callsAggregate(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(callsAggregate);
  if ('SubLink' in node || 'SelectStmt' in node) return false;
  if ('FuncCall' in node) {
    const call = node.FuncCall as { funcname?: Node[]; over?: unknown };
    if (!call.over && isAggregate(stringOf(call.funcname?.at(-1)))) return true;
  }
  return Object.values(node).some(callsAggregate);
}

/** GROUP BY takes an ordinal, an input column, or else an output column's name. */
function groupNode(node: Node, targets: readonly Node[], scope: Scope): Node {
  if ('GroupingSet' in node) throw unsupported('GROUPING SETS, ROLLUP and CUBE');
  const ordinal = ordinalOf(node);
  if (ordinal !== null) {
    const target = targets[ordinal - 1];
    if (!target || !('ResTarget' in target) || !target.ResTarget.val) {
      throw new SqlError('42P10', `GROUP BY position ${ordinal} is not in select list`);
    }
    return target.ResTarget.val;
  }
  const name = bareName(node);
  if (name !== null && !scope.tryColumn(name, null)) {
    const target = targets.find((candidate) => 'ResTarget' in candidate && candidate.ResTarget.name === name);
    if (target && 'ResTarget' in target && target.ResTarget.val) return target.ResTarget.val;
  }
  return node;
}

function ordinalOf(node: Node): number | null {
  return 'A_Const' in node && node.A_Const.ival ? integerOf(node) : null;
}

function bareName(node: Node): string | null {
  if (!('ColumnRef' in node)) return null;
  const [field, ...more] = node.ColumnRef.fields ?? [];
  return field && more.length === 0 && 'String' in field ? stringOf(field) : null;
}

/** Tables all of whose primary key is grouped by. */
function determinedBy(keys: readonly Expression[], scope: Scope): ReadonlySet<ScopeRelation> {
  return new Set(
    scope.relations.filter(({ table, slot }) => {
      const primaryKey = table?.def.primaryKey;
      return primaryKey?.columns.every((ordinal) =>
        keys.some(({ column }) => column?.slot === slot && column.ordinal === ordinal),
      );
    }),
  );
}

/** The columns that one entry of a select or RETURNING list stands for: several for `*`. */
export function compileTargets(node: Node, at: ExpressionScope): Target[] {
  if (!('ResTarget' in node) || !node.ResTarget.val) throw unsupported('this entry of the select list');
  const { val, name } = node.ResTarget;
  const fields = 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
  if (fields.some((field) => 'A_Star' in field)) {
    const qualifier = fields.length > 1 ? stringOf(fields.at(-2)) : null;
    const relations = at.scope.relations.filter(({ alias }) => qualifier === null || alias === qualifier);
    if (relations.length === 0) {
      if (qualifier !== null) throw missingFrom(qualifier);
      throw new SqlError('42601', 'SELECT * with no tables specified is not valid');
    }
    return relations.flatMap((relation) =>
      relation.columns.flatMap((column, ordinal) =>
        qualifier === null && relation.hidden.has(ordinal)
          ? []
          : [{ name: column.name, expression: columnOf(0, relation, ordinal, at), node: null }],
      ),
    );
  }
  return [{ name: name ?? outputName(val), expression: settle(compileExpression(val, at)), node: val }];
}

/** ORDER BY takes an output column's name, an ordinal, or an expression over the input. */
function sortExpression(node: Node, targets: readonly Target[], at: ExpressionScope): Expression {
  const ordinal = ordinalOf(node);
  if (ordinal !== null) {
    const target = targets[ordinal - 1];
    if (!target) throw new SqlError('42P10', `ORDER BY position ${ordinal} is not in select list`);
    return target.expression;
  }
  const name = bareName(node);
  if (name !== null) {
    const named = targets.filter((target) => target.name === name);
    const [first] = named;
    if (
      first &&
      named.some(
        (target) => target.node && first.node && fingerprint(target.node) !== fingerprint(first.node),
      )
    ) {
      throw new SqlError('42702', `ORDER BY "${name}" is ambiguous`);
    }
    if (first) return first.expression;
  }
  return settle(compileExpression(node, at));
}

interface Distinct {
  readonly on: readonly Expression[];
  readonly sortKeys: readonly SortKey[];
}

function compileDistinct(
  select: SelectStmt,
  targets: readonly Target[],
  sortKeys: readonly SortKey[],
  at: ExpressionScope,
): Distinct | null {
  const clause = select.distinctClause;
  if (!clause) return null;
  const on = clause
    .filter((node) => Object.keys(node).length > 0)
    .map((node) => sortExpression(node, targets, at));
  const expressions = on.length > 0 ? on : targets.map(({ expression }) => expression);
  for (const { type } of expressions) {
    if (type === types.json)
      throw new SqlError('42883', 'could not identify an equality operator for type json');
  }
  if (on.length === 0) {
    for (const { expression } of sortKeys) {
      const listed = targets.some(
        (target) => target.expression === expression || sameColumn(target.expression, expression),
      );
      if (!listed)
        throw new SqlError('42P10', 'for SELECT DISTINCT, ORDER BY expressions must appear in select list');
    }
  }
  // PostgreSQL finds duplicates by sorting: what ORDER BY leaves open is in the order of the columns.
  const rest = expressions
    .filter((expression) => !sortKeys.some((key) => key.expression === expression))
    .map((expression) => ({ expression, descending: false, nullsFirst: false }));
  return { on: expressions, sortKeys: [...sortKeys, ...(on.length > 0 && sortKeys.length > 0 ? [] : rest)] };
}

function sameColumn(a: Expression, b: Expression): boolean {
  return a.column !== undefined && a.column.slot === b.column?.slot && a.column.ordinal === b.column.ordinal;
}

// LIMIT and locks.

interface Limit {
  readonly limit: Expression | null;
  readonly offset: Expression | null;
}

function compileLimit(select: SelectStmt, scope: Scope, context: CompileContext): Limit {
  if (select.limitOption === 'LIMIT_OPTION_WITH_TIES') throw unsupported('FETCH FIRST ... WITH TIES');
  const compile = (node: Node | undefined, clause: string): Expression | null =>
    node
      ? mustCoerce(
          compileExpression(node, { scope: new Scope(scope.parent), context, grouping: null, clause }),
          types.int8,
          'assignment',
        )
      : null;
  return { limit: compile(select.limitCount, 'LIMIT'), offset: compile(select.limitOffset, 'OFFSET') };
}

/** The number of rows to skip and to return. @throws SqlError 2201W, 2201X */
function limitsOf(
  { limit, offset }: Limit,
  environment: Environment,
): { readonly skip: number; readonly take: number } {
  const count = limit?.evaluate(environment) ?? null;
  const start = offset?.evaluate(environment) ?? null;
  if (count !== null && (count as bigint) < 0n) throw new SqlError('2201W', 'LIMIT must not be negative');
  if (start !== null && (start as bigint) < 0n) throw new SqlError('2201X', 'OFFSET must not be negative');
  return { skip: Number(start ?? 0n), take: count === null ? Infinity : Number(count) };
}

interface LockTarget {
  readonly relation: ScopeRelation;
  readonly strength: LockStrength;
  readonly policy: WaitPolicy;
}

const STRENGTHS: Record<string, LockStrength> = {
  LCS_FORKEYSHARE: 'key share',
  LCS_FORSHARE: 'share',
  LCS_FORNOKEYUPDATE: 'no key update',
  LCS_FORUPDATE: 'update',
};
const POLICIES: Record<string, WaitPolicy> = {
  LockWaitBlock: 'block',
  LockWaitSkip: 'skip',
  LockWaitError: 'nowait',
};

function lockTargets(node: Node, scope: Scope): LockTarget[] {
  const clause: LockingClause = 'LockingClause' in node ? node.LockingClause : {};
  const names = (clause.lockedRels ?? []).flatMap((range) =>
    'RangeVar' in range ? [range.RangeVar.relname ?? ''] : [],
  );
  for (const name of names) {
    if (!scope.relations.some(({ alias }) => alias === name)) {
      throw new SqlError('42P01', `relation "${name}" in FOR UPDATE clause not found in FROM clause`);
    }
  }
  return scope.relations
    .filter(({ table, alias }) => table !== null && (names.length === 0 || names.includes(alias)))
    .map((relation) => ({
      relation,
      strength: STRENGTHS[clause.strength ?? ''] ?? 'update',
      policy: POLICIES[clause.waitPolicy ?? ''] ?? 'block',
    }));
}

// Running.

interface SelectPlan extends Limit {
  readonly source: Source;
  readonly grouping: {
    readonly keys: readonly Expression[];
    readonly calls: Grouping['calls'];
    readonly having: Expression | null;
  } | null;
  readonly targets: readonly Expression[];
  readonly sortKeys: readonly SortKey[];
  readonly distinctOn: readonly Expression[] | null;
  readonly locks: readonly LockTarget[];
}

interface Candidate {
  readonly values: readonly Datum[];
  readonly keys: readonly Datum[];
  readonly distinct: string;
  readonly environment: Environment | null;
}

function runSelect(plan: SelectPlan, environment: Environment): readonly (readonly Datum[])[] {
  const { skip, take } = limitsOf(plan, environment);
  const streaming = plan.sortKeys.length === 0 && !plan.distinctOn;
  // Locks are taken row by row below LIMIT, so that a limited query locks no more than it returns.
  const wanted = streaming && plan.locks.length === 0 ? skip + take : Infinity;
  const found: Candidate[] = [];
  if (wanted > 0) {
    forEachRow(plan, environment, (row) => {
      found.push(candidateOf(plan, row));
      return found.length < wanted;
    });
  }
  const sorted =
    plan.sortKeys.length > 0 ? found.toSorted((a, b) => compareByKeys(plan.sortKeys, a.keys, b.keys)) : found;
  const unique = plan.distinctOn ? firstOfEach(sorted) : sorted;
  const rows = plan.locks.length > 0 ? lockRows(plan.locks, unique, environment, skip + take) : unique;
  const page = skip > 0 || rows.length > take ? rows.slice(skip, skip + take) : rows;
  return page.map(({ values }) => values);
}

function selectExists(plan: SelectPlan, environment: Environment): boolean {
  const { skip, take } = limitsOf(plan, environment);
  if (take === 0) return false;
  if (skip > 0 || plan.locks.length > 0) return runSelect(plan, environment).length > 0;
  let found = false;
  forEachRow(plan, environment, () => {
    found = true;
    return false;
  });
  return found;
}

function forEachRow(plan: SelectPlan, environment: Environment, visit: (row: Environment) => boolean): void {
  const { grouping, source } = plan;
  if (!grouping) {
    source.scan(environment, () => visit(environment));
    return;
  }
  for (const group of groupRows(source, grouping.keys, grouping.calls, environment)) {
    if (grouping.having && grouping.having.evaluate(group) !== true) continue;
    if (!visit(group)) return;
  }
}

function candidateOf(plan: SelectPlan, row: Environment): Candidate {
  return {
    values: plan.targets.map(({ evaluate }) => evaluate(row)),
    keys: plan.sortKeys.map(({ expression }) => expression.evaluate(row)),
    distinct: plan.distinctOn
      ? distinctKey(
          plan.distinctOn,
          plan.distinctOn.map(({ evaluate }) => evaluate(row)),
        )
      : '',
    environment: plan.locks.length > 0 ? row.copy() : null,
  };
}

function firstOfEach(rows: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return rows.filter(({ distinct }) => {
    if (seen.has(distinct)) return false;
    seen.add(distinct);
    return true;
  });
}

function lockRows(
  locks: readonly LockTarget[],
  rows: readonly Candidate[],
  environment: Environment,
  wanted: number,
): Candidate[] {
  const kept: Candidate[] = [];
  const { statement } = environment.context;
  for (const row of rows) {
    if (kept.length >= wanted) break;
    const locked = locks.every(({ relation, strength, policy }) => {
      const version = row.environment?.versions[relation.slot];
      return (
        !version || !relation.table || relation.table.lock(statement, version, strength, policy) !== null
      );
    });
    if (locked) kept.push(row);
  }
  return kept;
}

// VALUES and set operations.

function compileValues(select: SelectStmt, scope: Scope, context: CompileContext): CompiledQuery {
  const lists = (select.valuesLists ?? []).map((list) =>
    listItems(list).map((item) =>
      compileExpression(item, { scope, context, grouping: null, clause: 'VALUES' }),
    ),
  );
  const width = lists[0]?.length ?? 0;
  if (lists.some((list) => list.length !== width))
    throw new SqlError('42601', 'VALUES lists must all be the same length');
  const columns = Array.from({ length: width }, (_, i) =>
    unify(
      lists.flatMap((list) => list[i] ?? []),
      'VALUES',
    ),
  );
  const rows = lists.map((_, row) => columns.map((column) => column[row] as Expression));
  const output = columns.map((column, i) => ({
    name: `column${i + 1}`,
    type: typeOf(column[0] as Expression),
    typmod: -1,
  }));
  return ordered(select, scope, context, output, (environment) =>
    rows.map((row) => row.map(({ evaluate }) => evaluate(environment))),
  );
}

function compileSetOperation(select: SelectStmt, scope: Scope, context: CompileContext): CompiledQuery {
  if (!select.larg || !select.rarg) throw unsupported('this set operation');
  const left = compileSelect(select.larg, scope, context);
  const right = compileSelect(select.rarg, scope, context);
  const word = (select.op ?? '').replace('SETOP_', '').replace('EXCEPT', 'EXCEPT');
  if (left.columns.length !== right.columns.length)
    throw new SqlError('42601', `each ${word} query must have the same number of columns`);
  const pairs = left.columns.map((column, i) =>
    unify([placeholder(column), placeholder(right.columns[i] as OutputColumn)], word),
  );
  const output = left.columns.map(({ name }, i) => ({
    name,
    type: typeOf(pairs[i]?.[0] as Expression),
    typmod: -1,
  }));
  const convert = (
    rows: readonly (readonly Datum[])[],
    side: 0 | 1,
    environment: Environment,
  ): (readonly Datum[])[] =>
    rows.map((row) =>
      row.map((value, i) => {
        const probe = new Environment(environment.context, null);
        probe.rows[0] = [value];
        return pairs[i]?.[side]?.evaluate(probe) ?? null;
      }),
    );
  return ordered(select, scope, context, output, (environment) => {
    // Branches are compiled with this query as the one around them.
    const a = convert(left.run(environment), 0, environment);
    const b = convert(right.run(environment), 1, environment);
    return combine(select.op ?? '', select.all ?? false, output, a, b);
  });
}

function placeholder(column: OutputColumn): Expression {
  return {
    type: column.type,
    typmod: column.typmod,
    evaluate: (env) => env.rows[0]?.[0] ?? null,
    constant: false,
    slots: new Set([0]),
    outer: false,
  };
}

function combine(
  op: string,
  all: boolean,
  columns: readonly OutputColumn[],
  a: (readonly Datum[])[],
  b: (readonly Datum[])[],
): (readonly Datum[])[] {
  const keyOf = (row: readonly Datum[]): string => distinctKey(columns, row);
  if (op === 'SETOP_UNION') {
    if (all) return [...a, ...b];
    return [...new Map([...a, ...b].toReversed().map((row) => [keyOf(row), row])).values()].toReversed();
  }
  const counts = new Map<string, number>();
  for (const row of b) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const seen = new Set<string>();
  const intersect = op === 'SETOP_INTERSECT';
  return a.filter((row) => {
    const key = keyOf(row);
    const left = counts.get(key) ?? 0;
    if (!all) {
      if (seen.has(key)) return false;
      seen.add(key);
      return left > 0 === intersect;
    }
    if (left > 0) counts.set(key, left - 1);
    return left > 0 === intersect;
  });
}

/** Adds ORDER BY and LIMIT over output columns to rows that are already there. */
function ordered(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  columns: readonly OutputColumn[],
  rowsOf: (environment: Environment) => readonly (readonly Datum[])[],
): CompiledQuery {
  const outputScope = new Scope(scope.parent);
  const relation = {
    alias: '',
    slot: outputScope.reserveSlot(),
    columns,
    table: null,
    hidden: new Set<number>(),
  };
  outputScope.add(relation);
  const at: ExpressionScope = { scope: outputScope, context, grouping: null, clause: 'ORDER BY' };
  const targets = columns.map((column, ordinal) => ({
    name: column.name,
    expression: columnOf(0, relation, ordinal, at),
    node: null,
  }));
  const sortKeys = (select.sortClause ?? []).map((node) =>
    compileSortKey(node, (key) => sortExpression(key, targets, at)),
  );
  const limit = compileLimit(select, scope, context);
  const run = (outer: Environment): readonly (readonly Datum[])[] => {
    const environment = new Environment(outer.context, outer);
    const rows = rowsOf(environment);
    const { skip, take } = limitsOf(limit, environment);
    const keyed = rows.map((row) => {
      const probe = new Environment(outer.context, outer);
      probe.rows[0] = row;
      return { row, keys: sortKeys.map(({ expression }) => expression.evaluate(probe)) };
    });
    if (sortKeys.length > 0) keyed.sort((a, b) => compareByKeys(sortKeys, a.keys, b.keys));
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
