import type { WindowPartition } from '../functions/window-functions';
import type { Datum } from '../types/datum';
import type { Environment } from './environment';
import { typeOf } from './expression';
import { type RowKey, rowKeyOf } from './row-key';
import { orderOf } from './sort-key';
import type { WindowCall, WindowSpec } from './window-call';
import { type FrameOf, framesOf, isExcluded, type OrderedPartition } from './window-frame';

/** Computes the window functions over all rows of a query. The rows come out in the order of the last window. */
export function computeWindows(
  calls: readonly WindowCall[],
  rows: readonly Environment[],
): readonly Environment[] {
  const results = new Map<Environment, Datum[]>(rows.map((row) => [row, []]));
  let ordered: readonly Environment[] = rows;
  for (const [index, call] of calls.entries()) {
    const partitions = partition(call.window, rows);
    for (const one of partitions) {
      const values = evaluateCall(call, one);
      for (const [i, row] of one.rows.entries()) {
        const result = results.get(row);
        if (result) result[index] = values[i] ?? null;
      }
    }
    ordered = partitions.flatMap((one) => one.rows);
  }
  for (const [row, windows] of results) row.windows = windows;
  return ordered;
}

/** The partitions in the order of their keys, each in window order. */
function partition({ partition: keys, order }: WindowSpec, rows: readonly Environment[]): OrderedPartition[] {
  const keyOf = rowKeyOf(keys.map(typeOf));
  const byPartition = orderOf(
    keys.map((expression) => ({ expression, descending: false, nullsFirst: false })),
  );
  const byOrder = orderOf(order);
  const groups = new Map<RowKey, { keys: readonly Datum[]; rows: Keyed[] }>();
  for (const environment of rows) {
    const values = keys.map(({ evaluate }) => evaluate(environment));
    const key = keyOf(values);
    const group = groups.get(key) ?? { keys: values, rows: [] };
    group.rows.push({ environment, keys: order.map(({ expression }) => expression.evaluate(environment)) });
    groups.set(key, group);
  }
  return [...groups.values()]
    .toSorted((a, b) => byPartition(a.keys, b.keys))
    .map((group) =>
      withPeers(
        group.rows.toSorted((a, b) => byOrder(a.keys, b.keys)),
        byOrder,
      ),
    );
}

interface Keyed {
  readonly environment: Environment;
  readonly keys: readonly Datum[];
}

function withPeers(
  rows: readonly Keyed[],
  byOrder: (a: readonly Datum[], b: readonly Datum[]) => number,
): OrderedPartition {
  const group: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  let from = 0;
  let index = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const next = rows[i + 1];
    group.push(index);
    start.push(from);
    if (next && byOrder((rows[i] as Keyed).keys, next.keys) === 0) continue;
    for (let row = from; row <= i; row += 1) end.push(i + 1);
    from = i + 1;
    index += 1;
  }
  return { rows: rows.map(({ environment }) => environment), group, start, end };
}

function evaluateCall(call: WindowCall, partition: OrderedPartition): Datum[] {
  const frameOf = framesOf(call.window, partition);
  if (call.run.kind === 'aggregate') return evaluateAggregate(call, partition, frameOf);
  const { resolved } = call.run;
  const view = viewOf(call, partition, frameOf);
  return partition.rows.map((_row, i) => resolved.evaluate(view, i));
}

/** The partition as window functions look at it. */
function viewOf(call: WindowCall, partition: OrderedPartition, frameOf: FrameOf): WindowPartition {
  const { rows, group, start, end } = partition;
  const { exclude } = call.window.frame;
  return {
    size: rows.length,
    argument: (index, row) => {
      const environment = rows[row];
      return environment ? (call.args[index]?.evaluate(environment) ?? null) : null;
    },
    peerStart: (row) => start[row] ?? 0,
    peerEnd: (row) => end[row] ?? rows.length,
    peerGroup: (row) => group[row] ?? 0,
    frameRow: (row, n) => {
      const { from, to } = frameOf(row);
      if (exclude === 'none') {
        const at = n >= 0 ? from + n : to + n;
        return at >= from && at < to ? at : null;
      }
      const included: number[] = [];
      for (let at = from; at < to; at += 1) if (!isExcluded(exclude, partition, row, at)) included.push(at);
      return included.at(n) ?? null;
    },
  };
}

/** An aggregate over each row's frame; a frame that only grows is added to, any other is computed afresh. */
function evaluateAggregate(call: WindowCall, partition: OrderedPartition, frameOf: FrameOf): Datum[] {
  const { resolved } = call.run as Extract<WindowCall['run'], { kind: 'aggregate' }>;
  const { rows } = partition;
  const { exclude, start } = call.window.frame;
  const grows = start.kind === 'unbounded' && exclude === 'none';
  let accumulator = resolved.create();
  let added = 0;
  const add = (at: number): void => {
    const environment = rows[at];
    if (!environment || (call.filter && call.filter.evaluate(environment) !== true)) return;
    accumulator.add(call.args.map(({ evaluate }) => evaluate(environment)));
  };
  let last: { readonly to: number; readonly value: Datum } | null = null;
  return rows.map((_row, i) => {
    const { from, to } = frameOf(i);
    if (grows) {
      if (last?.to === to) return last.value;
      for (; added < to; added += 1) add(added);
      last = { to, value: accumulator.result() };
      return last.value;
    }
    accumulator = resolved.create();
    for (let at = from; at < to; at += 1) if (!isExcluded(exclude, partition, i, at)) add(at);
    return accumulator.result();
  });
}
