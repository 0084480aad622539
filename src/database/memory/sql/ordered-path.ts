import { visitInHeapOrder } from '../storage/heap';
import type { Bound, OrderedIndex } from '../storage/ordered-index';
import { isVisible, type RowVersion } from '../storage/row-version';
import type { Table } from '../storage/table';
import type { Datum } from '../types/datum';
import { compareNullsLast } from '../types/compare-nulls-last';
import { types } from '../types/type-catalog';
import { type AccessPath, isKnownBefore, type RowOrderWanted, type Scan } from './scan';
import type { Environment } from './environment';
import type { Expression } from './expression';

/**
 * A path over an ordered index, or null when none helps: one that gives the wanted order if possible,
 * otherwise the one that equalities on leading columns and a range on the next narrow down most.
 *
 * @param narrowed another path already narrows the rows: an order alone, over all rows, is not worth it
 */
export function chooseOrderedPath(
  table: Table,
  slot: number,
  bound: ReadonlySet<number>,
  conditions: readonly Expression[],
  equalities: ReadonlyMap<number, Expression>,
  wanted: RowOrderWanted | null,
  narrowed: boolean,
): AccessPath | null {
  const limits = (column: number | undefined): Limit[] =>
    column === undefined ? [] : limitsOf(conditions, slot, column, bound);
  const candidates = indexesFor(table, wanted).map((index) => {
    const prefix = index.columns.findIndex((column) => !equalities.has(column));
    const equal = prefix < 0 ? index.columns.length : prefix;
    const ordered =
      wanted !== null && wanted.columns.every((column, i) => index.columns[equal + i] === column);
    return { index, equal, ordered, limits: limits(index.columns[equal]) };
  });
  const inOrder = candidates.filter(({ ordered, equal }) => ordered && (equal > 0 || !narrowed));
  const best = (list: typeof candidates): (typeof candidates)[number] | undefined =>
    list.toSorted((a, b) => b.equal - a.equal || b.limits.length - a.limits.length)[0];
  const chosen = best(inOrder) ?? best(candidates.filter((one) => one.equal > 0 || one.limits.length > 0));
  if (!chosen) return null;
  const prefix = chosen.index.columns
    .slice(0, chosen.equal)
    .flatMap((column) => equalities.get(column) ?? []);
  const boundsOf = boundsFrom(prefix, chosen.limits);
  return chosen.ordered && wanted && inOrder.includes(chosen)
    ? { scan: orderedScan(table, chosen.index, boundsOf, wanted, chosen.equal), ordered: true }
    : { scan: rangeScan(table, chosen.index, boundsOf), ordered: false };
}

/** The table's ordered indexes; for an order by a key, one is made that stays. */
function indexesFor(table: Table, wanted: RowOrderWanted | null): readonly OrderedIndex[] {
  const [first, ...more] = wanted?.columns ?? [];
  const isKey =
    first !== undefined &&
    more.length === 0 &&
    table.indexes.unique.some(({ key }) => key?.columns.length === 1 && key.columns[0] === first);
  if (isKey) table.indexes.orderedOn([first]);
  return table.indexes.ordered;
}

type Limit =
  | { readonly side: 'lower' | 'upper'; readonly inclusive: boolean; readonly value: Expression }
  | { readonly side: 'prefix'; readonly value: Expression };

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** What the conditions say about the range of one column. */
function limitsOf(
  conditions: readonly Expression[],
  slot: number,
  column: number,
  bound: ReadonlySet<number>,
): Limit[] {
  const isColumn = (expression: Expression): boolean =>
    expression.column?.slot === slot && expression.column.ordinal === column;
  return conditions.flatMap(({ comparison }): Limit[] => {
    if (!comparison) return [];
    if (comparison.operator === 'like') {
      const { left, pattern } = comparison;
      const usable = isColumn(left) && left.type === types.text && isKnownBefore(pattern, slot, bound);
      return usable ? [{ side: 'prefix', value: pattern }] : [];
    }
    if (!('right' in comparison) || comparison.operator === '=') return [];
    const { left, right } = comparison;
    const onLeft = isColumn(left) && isKnownBefore(right, slot, bound);
    if (!onLeft && !(isColumn(right) && isKnownBefore(left, slot, bound))) return [];
    const operator = onLeft ? comparison.operator : MIRRORED[comparison.operator];
    return [
      {
        side: operator.startsWith('<') ? 'upper' : 'lower',
        inclusive: operator.endsWith('='),
        value: onLeft ? right : left,
      },
    ];
  });
}

interface Bounds {
  readonly lower: Bound | null;
  readonly upper: Bound | null;
}

/** The bounds for the present environment; null when no row can be within them. */
type BoundsOf = (environment: Environment) => Bounds | null;

function boundsFrom(prefix: readonly Expression[], limits: readonly Limit[]): BoundsOf {
  return (environment) => {
    const equal: Datum[] = [];
    for (const { evaluate } of prefix) {
      const value = evaluate(environment);
      // Nothing equals NULL.
      if (value === null) return null;
      equal.push(value);
    }
    const whole: Bound | null = equal.length > 0 ? { values: equal, inclusive: true } : null;
    let lower = whole;
    let upper = whole;
    for (const limit of limits) {
      const value = limit.value.evaluate(environment);
      if (value === null) return null;
      if (limit.side === 'prefix') {
        const [from, to] = prefixRange(value as string);
        if (from !== '' && lower === whole) lower = { values: [...equal, from], inclusive: true };
        if (to !== null && upper === whole) upper = { values: [...equal, to], inclusive: false };
      } else if (limit.side === 'lower') {
        if (lower === whole) lower = { values: [...equal, value], inclusive: limit.inclusive };
      } else if (upper === whole) {
        upper = { values: [...equal, value], inclusive: limit.inclusive };
      }
    }
    return { lower, upper };
  };
}

/** From where to where the strings are that a LIKE pattern's fixed beginning allows: [from, to). */
function prefixRange(pattern: string): readonly [string, string | null] {
  const fixed = /^[^%_\\]*/.exec(pattern)?.[0] ?? '';
  const points = Array.from(fixed, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = last + 1 === 0xd800 ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return [fixed, String.fromCodePoint(...points, next)];
  }
  return [fixed, null];
}

function rangeScan(table: Table, index: OrderedIndex, boundsOf: BoundsOf): Scan {
  return (environment, visit) => {
    const bounds = boundsOf(environment);
    if (!bounds) return true;
    const { snapshot } = environment;
    const found: RowVersion[] = [];
    index.hits += 1;
    environment.reads?.addTable(table);
    index.range(bounds.lower, bounds.upper, 'ascending', (version) => {
      if (isVisible(version, snapshot)) found.push(version);
      return true;
    });
    return visitInHeapOrder(found, visit);
  };
}

/** Rows as the index has them, in either direction; those that sort the same come in heap order. */
function orderedScan(
  table: Table,
  index: OrderedIndex,
  boundsOf: BoundsOf,
  wanted: RowOrderWanted,
  equal: number,
): Scan {
  const { length } = wanted.columns;
  const columns = index.columns.slice(equal, equal + length);
  const columnTypes = index.types.slice(equal, equal + length);
  // Where nothing follows in the index, or nothing is left to tell apart, its own order is the answer.
  const direct =
    index.columns.length === equal + length || hasKey(table, index.columns.slice(0, equal + length));
  const direction = wanted.descending ? 'descending' : 'ascending';
  const sameKey = (a: RowVersion, b: RowVersion): boolean =>
    columns.every((column, i) => {
      const type = columnTypes[i];
      return type && compareNullsLast(type, a.values[column] ?? null, b.values[column] ?? null) === 0;
    });
  return (environment, visit) => {
    const bounds = boundsOf(environment);
    if (!bounds) return true;
    const { snapshot } = environment;
    index.hits += 1;
    environment.reads?.addTable(table);
    let going = true;
    if (direct) {
      index.range(bounds.lower, bounds.upper, direction, (version) => {
        going = !isVisible(version, snapshot) || visit(version);
        return going;
      });
      return going;
    }
    let run: RowVersion[] = [];
    const flush = (): boolean => {
      const rows = run;
      run = [];
      going = visitInHeapOrder(rows, visit);
      return going;
    };
    index.range(bounds.lower, bounds.upper, direction, (version) => {
      if (!isVisible(version, snapshot)) return true;
      const [first] = run;
      if (first && !sameKey(first, version) && !flush()) return false;
      run.push(version);
      return true;
    });
    return going && flush();
  };
}

/** Whether no two rows can have the same values in these columns. */
function hasKey(table: Table, columns: readonly number[]): boolean {
  return table.indexes.unique.some(
    ({ key }) =>
      key &&
      !key.deferrable &&
      key.columns.every((column) => columns.includes(column) && table.def.columns[column]?.notNull),
  );
}
