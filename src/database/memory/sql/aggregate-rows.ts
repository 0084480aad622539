import type { Accumulator } from '../functions/aggregate-signature';
import type { Datum } from '../types/datum';
import type { AggregateCall } from './compile-context';
import type { Environment } from './environment';
import { type Expression, typeOf } from './expression';
import type { Source } from './join-source';
import { type RowKey, rowKeyOf } from './row-key';
import { ascending, orderOf, type RowOrder } from './sort-key';

/** How a query groups: compiled once. */
export interface GroupPlan {
  readonly keys: readonly Expression[];
  readonly sets: readonly (readonly number[])[];
  /** Each group keeps its keys' values. */
  readonly keepsKeys: boolean;
  readonly calls: readonly AggregateCall[];
}

/** Runs a source into groups; hands on an environment for each, in order of first appearance. */
export type Grouper = (source: Source, environment: Environment) => readonly Environment[];

/** One group: a row that stands for it, and its aggregates as they grow. */
interface Group {
  readonly environment: Environment;
  readonly feeders: readonly Feeder[];
}

interface Feeder {
  feed(environment: Environment): void;
  result(): Datum;
}

export function planGroups(plan: GroupPlan): Grouper {
  const makers = plan.calls.map(feederMaker);
  const sets = plan.sets.map((set) => {
    const keys = set.flatMap((place) => plan.keys[place] ?? []);
    return { set, keys, keyOf: rowKeyOf(keys.map(typeOf)) };
  });
  return (source, environment) => {
    const open = (): Group => ({
      environment: environment.copy(),
      feeders: makers.map((make) => make()),
    });
    const groups = sets.map(() => new Map<RowKey, Group>());
    source.scan(environment, () => {
      for (let i = 0; i < sets.length; i += 1) {
        const { set, keys, keyOf } = sets[i] as (typeof sets)[number];
        const values = keys.map(({ evaluate }) => evaluate(environment));
        const key = keyOf(values);
        const known = groups[i] as Map<RowKey, Group>;
        let group = known.get(key);
        if (!group) {
          group = open();
          if (plan.keepsKeys) group.environment.groupKeys = placed(set, values);
          known.set(key, group);
        }
        for (const feeder of group.feeders) feeder.feed(environment);
      }
      return true;
    });
    for (const [i, { set }] of sets.entries()) {
      // Grouping by nothing makes one group, even over no row.
      if (set.length > 0 || groups[i]?.size !== 0) continue;
      environment.rows = environment.rows.map(() => null);
      const group = open();
      groups[i].set(null, group);
    }
    return groups.flatMap((known) =>
      Array.from(known.values(), (group) => {
        group.environment.aggregates = group.feeders.map((feeder) => feeder.result());
        return group.environment;
      }),
    );
  };
}

/** The values at their keys' places; the places of other keys stay holes, which is how GROUPING knows them. */
function placed(set: readonly number[], values: readonly Datum[]): readonly Datum[] {
  const keys: Datum[] = [];
  for (const [i, place] of set.entries()) keys[place] = values[i] ?? null;
  return keys;
}

interface KeptRow {
  readonly values: readonly Datum[];
  readonly keys: readonly Datum[];
}

function feederMaker(call: AggregateCall): () => Feeder {
  const { args, filter } = call;
  const simple = !call.distinct && call.order.length === 0;
  const feedOrdered = simple ? null : orderedFeed(call);
  return () => {
    const accumulator = call.aggregate.create();
    const rows: KeptRow[] = [];
    return {
      feed: (environment) => {
        if (filter && filter.evaluate(environment) !== true) return;
        const values = args.map(({ evaluate }) => evaluate(environment));
        if (simple) accumulator.add(values);
        else
          rows.push({ values, keys: call.order.map(({ expression }) => expression.evaluate(environment)) });
      },
      result: () => {
        feedOrdered?.(accumulator, rows);
        return accumulator.result();
      },
    };
  };
}

/** Feeds the rows of a group in the order that the call asks for, duplicates left out. */
function orderedFeed({ distinct, order, args }: AggregateCall): (to: Accumulator, rows: KeptRow[]) => void {
  const byKeys: RowOrder = orderOf(order);
  // DISTINCT sorts by the arguments, unless ORDER BY says otherwise.
  const byValues = orderOf(args.map(ascending));
  const keyOf = rowKeyOf(args.map(typeOf));
  return (accumulator, rows) => {
    const sorted = rows.toSorted(
      (a, b) => byKeys(a.keys, b.keys) || (distinct ? byValues(a.values, b.values) : 0),
    );
    const seen = new Set<RowKey>();
    for (const { values } of sorted) {
      if (distinct) {
        const key = keyOf(values);
        if (seen.has(key)) continue;
        seen.add(key);
      }
      accumulator.add(values);
    }
  };
}
