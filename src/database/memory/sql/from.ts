import type { JoinExpr, Node, RangeFunction, RangeVar } from '@pgsql/types';
import type { Table } from '../storage/table';
import type { Tuple } from '../storage/table-def';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { resolveSetFunction } from '../functions/set-functions';
import { chooseAccessPath } from './access-path';
import { kindOf, listItems, stringOf } from './ast';
import type { CompileContext, CompiledQuery } from './compile-context';
import {
  applyOperator,
  columnOf,
  compileExpression,
  compileLogic,
  type ExpressionScope,
} from './compile-expression';
import type { Environment } from './environment';
import { asCondition, EVERY_SLOT, type Expression, mustCoerce, typeOf } from './expression';
import { Scope, type OutputColumn, type ScopeRelation } from './scope';
import { systemTable } from './system-tables';

/** Fills the environment's slots with one combination of rows after another; `emit` returns false to stop. */
export interface Source {
  readonly slots: readonly number[];
  scan(environment: Environment, emit: () => boolean): boolean;
}

export type FromNode =
  | { readonly kind: 'table'; readonly relation: ScopeRelation; readonly table: Table }
  | {
      readonly kind: 'rows';
      readonly relation: ScopeRelation;
      readonly rows: (environment: Environment) => readonly Tuple[];
    }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'full';
      readonly left: FromNode;
      readonly right: FromNode;
      readonly on: Expression | null;
    };

/** The relations of FROM: their names go into the scope, their tree is planned once WHERE is known. */
export function readFrom(items: readonly Node[], scope: Scope, context: CompileContext): FromNode | null {
  let tree: FromNode | null = null;
  for (const item of items) {
    const node = readItem(item, scope, context);
    tree = tree ? { kind: 'join', type: 'inner', left: tree, right: node, on: null } : node;
  }
  return tree;
}

function readItem(item: Node, scope: Scope, context: CompileContext): FromNode {
  if ('RangeVar' in item) return readTable(item.RangeVar, scope, context);
  if ('JoinExpr' in item) return readJoin(item.JoinExpr, scope, context);
  if ('RangeSubselect' in item) {
    const { subquery, alias, lateral } = item.RangeSubselect;
    const select = subquery && 'SelectStmt' in subquery ? subquery.SelectStmt : null;
    if (!select) throw unsupported('this sub-query in FROM');
    const query = context.compileQuery(select, lateral ? scope : scope.parent);
    const names = (alias?.colnames ?? []).map(stringOf);
    const relation = addRelation(scope, alias?.aliasname ?? '', rename(query.columns, names), null);
    return { kind: 'rows', relation, rows: rowsOf(query, lateral ?? false) };
  }
  if ('RangeFunction' in item) return readFunction(item.RangeFunction, scope, context);
  throw unsupported(`${kindOf(item)} in FROM`);
}

function rename(columns: readonly OutputColumn[], names: readonly string[]): readonly OutputColumn[] {
  return columns.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
}

function addRelation(
  scope: Scope,
  alias: string,
  columns: readonly OutputColumn[],
  table: Table | null,
): ScopeRelation {
  const relation = { alias, slot: scope.reserveSlot(), columns, table, hidden: new Set<number>() };
  scope.add(relation);
  return relation;
}

/** Adds a table to the scope under its alias or name. @throws SqlError 42P01 */
export function addTable(
  range: RangeVar,
  scope: Scope,
  context: CompileContext,
): { readonly relation: ScopeRelation; readonly table: Table } {
  const table = context.catalog.table(range.schemaname ?? null, range.relname ?? '');
  if (!table) {
    const name = range.schemaname ? `${range.schemaname}.${range.relname}` : (range.relname ?? '');
    throw new SqlError('42P01', `relation "${name}" does not exist`, {
      position: String((range.location ?? 0) + 1),
    });
  }
  return {
    relation: addRelation(scope, range.alias?.aliasname ?? table.def.name, table.def.columns, table),
    table,
  };
}

function readTable(range: RangeVar, scope: Scope, context: CompileContext): FromNode {
  const name = range.relname ?? '';
  const names = (range.alias?.colnames ?? []).map(stringOf);
  const cte = range.schemaname ? null : scope.cte(name);
  if (cte) {
    const relation = addRelation(scope, range.alias?.aliasname ?? name, rename(cte.columns, names), null);
    return {
      kind: 'rows',
      relation,
      rows: (environment) => (environment.context.memo.get(cte.key) ?? []) as readonly Tuple[],
    };
  }
  const system = systemTable(range.schemaname ?? null, name);
  if (system) {
    const relation = addRelation(scope, range.alias?.aliasname ?? name, system.columns, null);
    return {
      kind: 'rows',
      relation,
      rows: (environment) => system.rows(environment.context.database.catalog),
    };
  }
  const { relation, table } = addTable(range, scope, context);
  return { kind: 'table', relation, table };
}

function rowsOf(query: CompiledQuery, lateral: boolean): (environment: Environment) => readonly Tuple[] {
  if (lateral) return (environment) => query.run(environment);
  if (query.correlated) return (environment) => query.run(environment.parent ?? environment);
  return (environment) => {
    const { memo } = environment.context;
    const known = memo.get(query) as readonly Tuple[] | undefined;
    if (known) return known;
    // It looks at nothing outside: any environment of this run gives it the context.
    const rows = query.run(environment);
    memo.set(query, rows);
    return rows;
  };
}

function readFunction(range: RangeFunction, scope: Scope, context: CompileContext): FromNode {
  const [first, ...more] = range.functions ?? [];
  const call = listItems(first)[0];
  if (!call || !('FuncCall' in call) || more.length > 0)
    throw unsupported('ROWS FROM and this function in FROM');
  const name = stringOf(call.FuncCall.funcname?.at(-1));
  const at: ExpressionScope = { scope, context, grouping: null, clause: 'functions in FROM' };
  const args = (call.FuncCall.args ?? []).map((arg) => compileExpression(arg, at));
  const resolved = resolveSetFunction(name, args.map(typeOf));
  if (!resolved) throw unsupported(`the function ${name} in FROM`);
  const coerced = args.map((arg, i) => mustCoerce(arg, resolved.args[i] ?? types.text, 'implicit'));
  const alias = range.alias?.aliasname ?? name;
  const names = (range.alias?.colnames ?? []).map(stringOf);
  const single = resolved.columns.length === 1;
  const columns = resolved.columns.map((column, i) => ({
    name: names[i] ?? (single ? (resolved.keepsName ? column.name : alias) : column.name),
    type: column.type,
    typmod: -1,
  }));
  if (range.ordinality)
    columns.push({ name: names[columns.length] ?? 'ordinality', type: types.int8, typmod: -1 });
  const relation = addRelation(scope, alias, columns, null);
  return {
    kind: 'rows',
    relation,
    rows: (environment) => {
      const values: Datum[] = coerced.map(({ evaluate }) => evaluate(environment));
      const rows = resolved.rows(values, environment.context);
      return range.ordinality ? rows.map((row, i) => [...row, BigInt(i + 1)]) : rows;
    },
  };
}

const JOIN_TYPES = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
} as const;

function readJoin(join: JoinExpr, scope: Scope, context: CompileContext): FromNode {
  if (!join.larg || !join.rarg) throw unsupported('this join');
  const type = JOIN_TYPES[(join.jointype ?? 'JOIN_INNER') as keyof typeof JOIN_TYPES];
  if (!type) throw unsupported(`the join type ${join.jointype}`);
  const before = scope.relations.length;
  const left = readItem(join.larg, scope, context);
  const middle = scope.relations.length;
  const right = readItem(join.rarg, scope, context);
  const at: ExpressionScope = { scope, context, grouping: null, clause: 'JOIN conditions' };
  const on = join.quals
    ? asCondition(compileExpression(join.quals, at), 'JOIN/ON')
    : usingCondition(join, scope.relations.slice(before, middle), scope.relations.slice(middle), at);
  if (type === 'right') return { kind: 'join', type: 'left', left: right, right: left, on };
  return { kind: 'join', type, left, right, on };
}

function usingCondition(
  join: JoinExpr,
  left: readonly ScopeRelation[],
  right: readonly ScopeRelation[],
  at: ExpressionScope,
): Expression | null {
  const find = (
    relations: readonly ScopeRelation[],
    name: string,
  ): { relation: ScopeRelation; ordinal: number } | null => {
    for (const relation of relations) {
      const ordinal = relation.columns.findIndex(
        (column, i) => column.name === name && !relation.hidden.has(i),
      );
      if (ordinal >= 0) return { relation, ordinal };
    }
    return null;
  };
  const names = join.isNatural
    ? left.flatMap(({ columns }) => columns.map(({ name }) => name)).filter((name) => find(right, name))
    : (join.usingClause ?? []).map(stringOf);
  if (names.length === 0) return null;
  const tests = names.map((name) => {
    const a = find(left, name);
    const b = find(right, name);
    if (!a || !b)
      throw new SqlError(
        '42703',
        `column "${name}" specified in USING clause does not exist in ${a ? 'right' : 'left'} table`,
      );
    const test = applyOperator(
      '=',
      columnOf(0, a.relation, a.ordinal, at),
      columnOf(0, b.relation, b.ordinal, at),
    );
    b.relation.hidden.add(b.ordinal);
    return test;
  });
  return compileLogic('AND_EXPR', tests);
}

/** Conditions that wait for the relations they read. */
class Pending {
  private left: Expression[];

  constructor(conditions: readonly Expression[]) {
    this.left = [...conditions];
  }

  /** Takes out the conditions that read nothing but these relations. */
  take(bound: ReadonlySet<number>): Expression[] {
    const ready = this.left.filter(
      ({ slots }) => !slots.has(EVERY_SLOT) && [...slots].every((slot) => bound.has(slot)),
    );
    this.left = this.left.filter((condition) => !ready.includes(condition));
    return ready;
  }

  add(conditions: readonly Expression[]): void {
    this.left.push(...conditions);
  }

  rest(): Expression[] {
    return this.left;
  }
}

/** Plans the tree with the conditions of WHERE, each tested as early as its relations allow. */
export function planFrom(tree: FromNode | null, where: Expression | null): Source {
  const pending = new Pending(conjunctsOf(where));
  const bound = new Set<number>();
  const source = tree ? planNode(tree, bound, pending) : ONE_ROW;
  return filtered(source, pending.rest());
}

/** SELECT without FROM works on one row without columns. */
const ONE_ROW: Source = { slots: [], scan: (_environment, emit) => emit() };

function conjunctsOf(condition: Expression | null): readonly Expression[] {
  return condition ? (condition.conjuncts ?? [condition]) : [];
}

function filtered(source: Source, conditions: readonly Expression[]): Source {
  if (conditions.length === 0) return source;
  const tests = conditions.map(({ evaluate }) => evaluate);
  return {
    slots: source.slots,
    scan: (environment, emit) =>
      source.scan(environment, () => !tests.every((test) => test(environment) === true) || emit()),
  };
}

function planNode(node: FromNode, bound: Set<number>, pending: Pending): Source {
  if (node.kind === 'join') return planJoin(node, bound, pending);
  const { slot } = node.relation;
  const before = new Set(bound);
  bound.add(slot);
  const conditions = pending.take(bound);
  if (node.kind === 'table') {
    const scan = chooseAccessPath(node.table, slot, before, conditions);
    const source: Source = {
      slots: [slot],
      scan: (environment, emit) =>
        scan(environment, (version) => {
          environment.rows[slot] = version.values;
          environment.versions[slot] = version;
          return emit();
        }),
    };
    return filtered(source, conditions);
  }
  const { rows } = node;
  const source: Source = {
    slots: [slot],
    scan: (environment, emit) =>
      rows(environment).every((row) => {
        environment.rows[slot] = row;
        environment.versions[slot] = null;
        return emit();
      }),
  };
  return filtered(source, conditions);
}

function planJoin(node: Extract<FromNode, { kind: 'join' }>, bound: Set<number>, pending: Pending): Source {
  if (node.type === 'inner') {
    pending.add(conjunctsOf(node.on));
    const left = planNode(node.left, bound, pending);
    const right = planNode(node.right, bound, pending);
    const ready = pending.take(bound);
    const joined: Source = {
      slots: [...left.slots, ...right.slots],
      scan: (environment, emit) => left.scan(environment, () => right.scan(environment, emit)),
    };
    return filtered(joined, ready);
  }
  const own = new Pending(conjunctsOf(node.on));
  const outside = node.type === 'left' ? pending : new Pending([]);
  const left = planNode(node.left, bound, outside);
  const right = filtered(planNode(node.right, bound, own), [...own.take(bound), ...own.rest()]);
  return node.type === 'left'
    ? leftJoin(left, right)
    : fullJoin(left, right, planNode(node.right, new Set(), new Pending([])));
}

function clear(environment: Environment, slots: readonly number[]): void {
  for (const slot of slots) {
    environment.rows[slot] = null;
    environment.versions[slot] = null;
  }
}

function leftJoin(left: Source, right: Source): Source {
  return {
    slots: [...left.slots, ...right.slots],
    scan: (environment, emit) =>
      left.scan(environment, () => {
        let matched = false;
        const going = right.scan(environment, () => {
          matched = true;
          return emit();
        });
        if (!going) return false;
        if (matched) return true;
        clear(environment, right.slots);
        return emit();
      }),
  };
}

function fullJoin(left: Source, right: Source, everyRight: Source): Source {
  return {
    slots: [...left.slots, ...right.slots],
    scan: (environment, emit) => {
      const matched = new Set<Tuple | null | undefined>();
      const identity = (): Tuple | null | undefined => environment.rows[right.slots[0] ?? -1];
      const going = leftJoin(left, {
        slots: right.slots,
        scan: (env, found) =>
          right.scan(env, () => {
            matched.add(identity());
            return found();
          }),
      }).scan(environment, emit);
      if (!going) return false;
      return everyRight.scan(environment, () => {
        if (matched.has(identity())) return true;
        clear(environment, left.slots);
        return emit();
      });
    },
  };
}
