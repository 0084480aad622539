import { hashKeyOf } from '../storage/index-key';
import type { Accumulator } from '../functions/aggregates';
import type { Datum } from '../types/datum';
import { types } from '../types/type-catalog';
import { compareByKeys, type AggregateCall } from './compile-expression';
import type { Environment } from './environment';
import { type Expression, typeOf } from './expression';
import type { Source } from './from';

/** One group: a row that stands for it, and its aggregates as they grow. */
interface Group {
  readonly environment: Environment;
  readonly feeders: readonly Feeder[];
}

interface Feeder {
  feed(environment: Environment): void;
  result(): Datum;
}

/** Runs the source into groups and hands each one's environment on, with its aggregates computed, in order of first appearance. */
export function groupRows(
  source: Source,
  keys: readonly Expression[],
  calls: readonly AggregateCall[],
  environment: Environment,
): readonly Environment[] {
  const groups = new Map<string, Group>();
  const keyTypes = keys.map(typeOf);
  const open = (key: string): Group => {
    const group = { environment: environment.copy(), feeders: calls.map(feederOf) };
    groups.set(key, group);
    return group;
  };
  source.scan(environment, () => {
    const key = keyTypes
      .map((type, i) => keyPart(hashKeyOf([type], [keys[i]?.evaluate(environment) ?? null])))
      .join('');
    const group = groups.get(key) ?? open(key);
    for (const feeder of group.feeders) feeder.feed(environment);
    return true;
  });
  // Without GROUP BY there is always one group, even over no row.
  if (keys.length === 0 && groups.size === 0) {
    environment.rows.fill(null);
    open('');
  }
  return [...groups.values()].map((group) => {
    group.environment.aggregates = group.feeders.map((feeder) => feeder.result());
    return group.environment;
  });
}

function keyPart(key: string | number | bigint | boolean | null): string {
  if (key === null) return 'n;';
  const text = String(key);
  return `${text.length}:${text};`;
}

function feederOf(call: AggregateCall): Feeder {
  const { args, filter } = call;
  const accumulator = call.aggregate.create();
  const simple = !call.distinct && call.order.length === 0;
  const rows: { readonly values: readonly Datum[]; readonly keys: readonly Datum[] }[] = [];
  return {
    feed: (environment) => {
      if (filter && filter.evaluate(environment) !== true) return;
      const values = args.map(({ evaluate }) => evaluate(environment));
      if (simple) accumulator.add(values);
      else rows.push({ values, keys: call.order.map(({ expression }) => expression.evaluate(environment)) });
    },
    result: () => {
      if (!simple) feedOrdered(accumulator, rows, call);
      return accumulator.result();
    },
  };
}

function feedOrdered(
  accumulator: Accumulator,
  rows: { readonly values: readonly Datum[]; readonly keys: readonly Datum[] }[],
  { distinct, order, args }: AggregateCall,
): void {
  const sorted = order.length > 0 ? rows.toSorted((a, b) => compareByKeys(order, a.keys, b.keys)) : rows;
  if (!distinct) {
    for (const { values } of sorted) accumulator.add(values);
    return;
  }
  // DISTINCT sorts by the arguments, unless ORDER BY says otherwise.
  const argumentTypes = args.map(typeOf);
  const keys = args.map((expression) => ({ expression, descending: false, nullsFirst: false }));
  const unique =
    order.length > 0 ? sorted : sorted.toSorted((a, b) => compareByKeys(keys, a.values, b.values));
  const seen = new Set<string>();
  for (const { values } of unique) {
    const key = argumentTypes
      .map((type, i) => keyPart(hashKeyOf([type ?? types.text], [values[i] ?? null])))
      .join('');
    if (seen.has(key)) continue;
    seen.add(key);
    accumulator.add(values);
  }
}

/** A key under which rows count as the same for DISTINCT, GROUP BY and set operations: NULLs are equal there. */
export function distinctKey(
  columns: readonly { readonly type: Parameters<typeof hashKeyOf>[0][number] }[],
  row: readonly Datum[],
): string {
  let key = '';
  for (let i = 0; i < columns.length; i += 1) {
    key += keyPart(hashKeyOf([columns[i]?.type ?? types.text], [row[i] ?? null]));
  }
  return key;
}
