import type { FuncCall, Node } from '@pgsql/types';
import { isAggregate, resolveAggregate } from '../functions/aggregates';
import { resolveFunction, undefinedFunction } from '../functions/resolve';
import { isSetFunction, resolveSetFunction } from '../functions/set-functions';
import { isWindowFunction } from '../functions/window-functions';
import type { Catalog } from '../storage/catalog';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { lastName, positionOf, stringOf } from './ast';
import { compileAt, type ExpressionScope } from './compile-context';
import { callWith } from './compile-operator';
import { compileWindowCall } from './compile-window';
import { foldWithin } from './fold';
import { asCondition, type Expression, mustCoerce, NO_SLOTS, settle, typeOf } from './expression';
import { requireSchema } from './schema-reference';
import { compileSortKey, checkEquality } from './sort-key';

/** A function call of any kind. @throws SqlError 42883, 42803, 42809, 42P20 */
export function compileCall(call: FuncCall, at: ExpressionScope): Expression {
  requireSchema(call.funcname, at.context.catalog, call.location);
  const name = lastName(call.funcname);
  checkSchema(call, at.context.catalog);
  if (call.over) return compileWindowCall(name, call, at);
  if (isAggregate(name)) return compileAggregate(name, call, at);
  if (isWindowFunction(name))
    throw new SqlError('42809', `window function ${name} requires an OVER clause`, positionOf(call.location));
  if (call.agg_star) throw undefinedFunction(name, []);
  rejectAggregateSyntax(name, call);
  if (isSetFunction(name)) return compileSetCall(name, call, at);
  const argNames: (string | null)[] = [];
  const args = (call.func_variadic ? spreadVariadic(call.args ?? []) : (call.args ?? [])).map((arg) => {
    const named = 'NamedArgExpr' in arg ? arg.NamedArgExpr : null;
    argNames.push(named?.name ?? null);
    return compileAt(named?.arg ?? arg, at);
  });
  const resolved = resolveFunction(name, args.map(typeOf), argNames);
  if (!resolved) throw undefinedFunction(name, args.map(typeOf));
  return callWith(name, resolved, args);
}

/** @throws SqlError 3F000 */
function checkSchema({ funcname = [], location }: FuncCall, catalog: Catalog): void {
  const schema = funcname.length > 1 ? stringOf(funcname.at(-2)) : null;
  if (schema !== null && !catalog.hasSchema(schema))
    throw new SqlError('3F000', `schema "${schema}" does not exist`, positionOf(location));
}

/** VARIADIC ARRAY[a, b] at the end of a call stands for a, b. */
function spreadVariadic(args: readonly Node[]): readonly Node[] {
  const last = args.at(-1);
  if (!last || !('A_ArrayExpr' in last)) throw unsupported('VARIADIC before anything but ARRAY[...]');
  return [...args.slice(0, -1), ...(last.A_ArrayExpr.elements ?? [])];
}

function rejectAggregateSyntax(name: string, call: FuncCall): void {
  const part = call.agg_distinct
    ? 'DISTINCT'
    : call.agg_within_group
      ? 'WITHIN GROUP'
      : call.agg_order
        ? 'ORDER BY'
        : call.agg_filter
          ? 'FILTER'
          : null;
  if (part) throw new SqlError('42809', `${part} specified, but ${name} is not an aggregate function`);
}

function compileAggregate(name: string, call: FuncCall, at: ExpressionScope): Expression {
  const { grouping } = at;
  if (!grouping) {
    throw new SqlError(
      '42803',
      at.clause === 'AGGREGATE'
        ? 'aggregate function calls cannot be nested'
        : `aggregate functions are not allowed in ${at.clause}`,
      positionOf(call.location),
    );
  }
  if (name === 'count' && !call.agg_star && (call.args ?? []).length === 0) {
    throw new SqlError('42809', 'count(*) must be used to call a parameterless aggregate function');
  }
  const inside: ExpressionScope = {
    scope: at.scope,
    context: at.context,
    grouping: null,
    clause: 'AGGREGATE',
  };
  const given = (call.args ?? []).map((arg) => compileAt(arg, inside));
  const sorted = (call.agg_order ?? []).map((sort) =>
    compileSortKey(sort, (node) => settle(compileAt(node, inside))),
  );
  const all = call.agg_within_group ? [...given, ...sorted.map(({ expression }) => expression)] : given;
  rejectOuterAggregate(name, all);
  const aggregate = resolveAggregate(name, all.map(typeOf));
  if (!aggregate) throw undefinedFunction(name, all.map(typeOf));
  if (aggregate.orderedSet !== (call.agg_within_group ?? false)) {
    throw new SqlError(
      '42809',
      aggregate.orderedSet
        ? `WITHIN GROUP is required for ordered-set aggregate ${name}`
        : `${name} is not an ordered-set aggregate, so it cannot have WITHIN GROUP`,
    );
  }
  const args = all.map((arg, i) => mustCoerce(arg, aggregate.args[i] ?? types.text, 'implicit'));
  const order = call.agg_within_group
    ? sorted.map((key, i) => ({ ...key, expression: args[given.length + i] ?? key.expression }))
    : sorted;
  const filter = call.agg_filter ? asCondition(compileAt(call.agg_filter, inside), 'FILTER') : null;
  const distinct = call.agg_distinct ?? false;
  checkDistinctOrder(
    distinct,
    args,
    order.map(({ expression }) => expression),
  );
  const index = grouping.calls.push({ aggregate, args, filter, distinct, order }) - 1;
  return {
    ...foldWithin([...args, ...order.map(({ expression }) => expression), ...(filter ? [filter] : [])]),
    type: aggregate.result,
    typmod: -1,
    evaluate: (env) => env.aggregates[index] ?? null,
    constant: false,
    slots: NO_SLOTS,
  };
}

/** An aggregate over nothing but columns of a query further out belongs to that query. */
function rejectOuterAggregate(name: string, args: readonly Expression[]): void {
  if (args.some(({ outerColumn }) => outerColumn) && !args.some(({ slots }) => slots.size > 0)) {
    throw unsupported(`${name}() over columns of an outer query`);
  }
}

function checkDistinctOrder(
  distinct: boolean,
  args: readonly Expression[],
  order: readonly Expression[],
): void {
  if (!distinct) return;
  args.forEach(checkEquality);
  const same = (a: Expression, b: Expression): boolean =>
    (a.column !== undefined && a.column.slot === b.column?.slot && a.column.ordinal === b.column.ordinal) ||
    !b.column;
  if (order.some((key) => key.column && !args.some((arg) => same(key, arg)))) {
    throw new SqlError(
      '42P10',
      'in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list',
    );
  }
}

function compileSetCall(name: string, call: FuncCall, at: ExpressionScope): Expression {
  if (!at.sets || at.without) {
    throw new SqlError('0A000', `set-returning functions are not allowed in ${at.without ?? at.clause}`, {
      ...(at.without
        ? { hint: 'You might be able to move the set-returning function into a LATERAL FROM item.' }
        : {}),
      ...positionOf(call.location),
    });
  }
  const args = (call.args ?? []).map((arg: Node) => compileAt(arg, { ...at, sets: null }));
  const resolved = resolveSetFunction(name, args.map(typeOf));
  if (!resolved) throw undefinedFunction(name, args.map(typeOf));
  const [column, ...more] = resolved.columns;
  if (!column || more.length > 0) throw unsupported(`${name}() in the select list`);
  const coerced = args.map((arg, i) => mustCoerce(arg, resolved.args[i] ?? types.text, 'implicit'));
  const index = at.sets.push({ resolved, args: coerced }) - 1;
  return {
    ...foldWithin(coerced),
    type: column.type,
    typmod: -1,
    evaluate: (env) => env.sets[index] ?? null,
    constant: false,
    slots: NO_SLOTS,
  };
}
