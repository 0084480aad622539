import type { FuncCall, Node, WindowDef } from '@pgsql/types';
import { isAggregate, resolveAggregate } from '../functions/aggregates';
import { resolveFunction, resolveOperator, undefinedFunction } from '../functions/resolve';
import { isWindowFunction, resolveWindow } from '../functions/window-functions';
import type { SqlType } from '../types/sql-type';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { type Place, positionOf } from './ast';
import { compileAt, type ExpressionScope, type WindowCollector } from './compile-context';
import { callWith } from './compile-operator';
import { foldWithin } from './fold';
import { asCondition, type Expression, mustCoerce, NO_SLOTS, settle, typeOf } from './expression';
import { compileSortKey, type SortKey } from './sort-key';
import type { Frame, FrameBound, WindowCall, WindowSpec } from './window-call';

/** `f(...) OVER ...`. @throws SqlError 42P20, 42809, 42704 */
export function compileWindowCall(name: string, call: FuncCall, at: ExpressionScope): Expression {
  const { windows } = at;
  if (!windows) {
    const place = positionOf(call.location);
    if (at.clause === 'AGGREGATE')
      throw new SqlError('42803', 'aggregate function calls cannot contain window function calls', place);
    throw new SqlError(
      '42P20',
      at.clause === 'WINDOW'
        ? 'window function calls cannot be nested'
        : `window functions are not allowed in ${at.clause}`,
      place,
    );
  }
  if (call.agg_distinct) throw new SqlError('0A000', 'DISTINCT is not implemented for window functions');
  if (call.agg_order)
    throw new SqlError('0A000', 'aggregate ORDER BY is not implemented for window functions');
  const inside: ExpressionScope = { ...at, windows: null, sets: null, clause: 'WINDOW' };
  const args = (call.args ?? []).map((arg) => compileAt(arg, inside));
  const run = resolve(name, args.map(typeOf));
  const made: WindowCall = {
    window: compileWindow(call.over ?? {}, windows, { ...inside, clause: 'window definitions' }),
    args: args.map((arg, i) => mustCoerce(arg, run.resolved.args[i] ?? types.text, 'implicit')),
    filter: call.agg_filter ? asCondition(compileAt(call.agg_filter, inside), 'FILTER') : null,
    run,
  };
  if (made.filter && run.kind === 'window')
    throw new SqlError('0A000', 'FILTER is not implemented for non-aggregate window functions');
  const index = windows.calls.push(made) - 1;
  const { partition, order } = made.window;
  return {
    ...foldWithin([
      ...made.args,
      ...partition,
      ...order.map(({ expression }) => expression),
      ...(made.filter ? [made.filter] : []),
    ]),
    type: run.resolved.result,
    typmod: -1,
    evaluate: (env) => env.windows[index] ?? null,
    constant: false,
    slots: NO_SLOTS,
  };
}

function resolve(name: string, given: readonly SqlType[]): WindowCall['run'] {
  if (isWindowFunction(name)) {
    const resolved = resolveWindow(name, given);
    if (resolved) return { kind: 'window', resolved };
  }
  if (isAggregate(name)) {
    const resolved = resolveAggregate(name, given);
    if (resolved?.orderedSet)
      throw new SqlError('0A000', `OVER is not supported for ordered-set aggregate ${name}`);
    if (resolved) return { kind: 'aggregate', resolved };
    throw undefinedFunction(name, given);
  }
  if (!resolveFunction(name, given)) throw undefinedFunction(name, given);
  throw new SqlError(
    '42809',
    `OVER specified, but ${name} is not a window function nor an aggregate function`,
  );
}

/** A window: a name of the WINDOW clause, a definition, or one that builds on a name. */
function compileWindow(definition: WindowDef, windows: WindowCollector, at: ExpressionScope): WindowSpec {
  const base = definition.name ?? definition.refname;
  const place = positionOf(definition.location);
  const named = base === undefined ? null : namedWindow(base, windows, place);
  if (definition.name !== undefined && named) return compileWindow(named, windows, at);
  const inherited = named ? compileWindow(named, windows, at) : null;
  if (inherited && definition.partitionClause)
    throw new SqlError('42P20', `cannot override PARTITION BY clause of window "${base}"`, place);
  if (inherited && definition.orderClause && inherited.order.length > 0)
    throw new SqlError('42P20', `cannot override ORDER BY clause of window "${base}"`, place);
  const own = (definition.orderClause ?? []).map((node) =>
    compileSortKey(node, (key) => settle(compileAt(key, at))),
  );
  const order = own.length > 0 ? own : (inherited?.order ?? []);
  return {
    partition:
      inherited?.partition ?? (definition.partitionClause ?? []).map((node) => settle(compileAt(node, at))),
    order,
    frame: compileFrame(definition, order, at),
  };
}

function namedWindow(name: string, { named }: WindowCollector, place: Place): WindowDef {
  const found = named.get(name);
  if (!found || !('WindowDef' in found))
    throw new SqlError('42704', `window "${name}" does not exist`, place);
  const { name: _own, ...definition } = found.WindowDef;
  return definition;
}

/** The bits of PostgreSQL's frameOptions (parsenodes.h). */
const BIT = {
  rows: 0x4,
  groups: 0x8,
  startUnbounded: 0x20,
  endUnbounded: 0x100,
  startCurrent: 0x200,
  startOffsetPreceding: 0x800,
  endOffsetPreceding: 0x1000,
  startOffsetFollowing: 0x2000,
  endOffsetFollowing: 0x4000,
  excludeCurrentRow: 0x8000,
  excludeGroup: 0x10000,
  excludeTies: 0x20000,
} as const;

function compileFrame(definition: WindowDef, order: readonly SortKey[], at: ExpressionScope): Frame {
  const options = definition.frameOptions ?? 0;
  const has = (bit: number): boolean => (options & bit) !== 0;
  const mode = has(BIT.rows) ? 'rows' : has(BIT.groups) ? 'groups' : 'range';
  if (mode === 'groups' && order.length === 0)
    throw new SqlError('42P20', 'GROUPS mode requires an ORDER BY clause');
  const offset = (node: Node | undefined, direction: 'preceding' | 'following'): FrameBound =>
    compileOffset(node, direction, mode, order, at);
  const start: FrameBound = has(BIT.startOffsetPreceding)
    ? offset(definition.startOffset, 'preceding')
    : has(BIT.startOffsetFollowing)
      ? offset(definition.startOffset, 'following')
      : { kind: has(BIT.startCurrent) ? 'current' : 'unbounded' };
  const end: FrameBound = has(BIT.endOffsetPreceding)
    ? offset(definition.endOffset, 'preceding')
    : has(BIT.endOffsetFollowing)
      ? offset(definition.endOffset, 'following')
      : { kind: has(BIT.endUnbounded) ? 'unbounded' : 'current' };
  return {
    mode,
    start,
    end,
    exclude: has(BIT.excludeCurrentRow)
      ? 'current row'
      : has(BIT.excludeGroup)
        ? 'group'
        : has(BIT.excludeTies)
          ? 'ties'
          : 'none',
  };
}

function compileOffset(
  node: Node | undefined,
  direction: 'preceding' | 'following',
  mode: Frame['mode'],
  order: readonly SortKey[],
  at: ExpressionScope,
): FrameBound {
  if (!node) throw unsupported('this window frame');
  const value = compileAt(node, { scope: at.scope, context: at.context, clause: 'WINDOW' });
  if (mode !== 'range') {
    return { kind: 'offset', direction, offset: mustCoerce(value, types.int8, 'assignment'), limit: null };
  }
  const [key, ...more] = order;
  if (!key || more.length > 0) {
    throw new SqlError('42P20', 'RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column');
  }
  const backwards = (direction === 'preceding') !== key.descending;
  const keyType = typeOf(key.expression);
  const offsetType =
    typeOf(value) === types.unknown ? (keyType.category === 'D' ? types.interval : keyType) : typeOf(value);
  const offset = mustCoerce(value, offsetType, 'implicit');
  const call = resolveOperator(backwards ? '-' : '+', keyType, offsetType);
  return {
    kind: 'offset',
    direction,
    offset,
    limit: mustCoerce(callWith(backwards ? '-' : '+', call, [key.expression, offset]), keyType, 'assignment'),
  };
}
