import type { HashIndex } from '../storage/hash-index';
import { visitInHeapOrder } from '../storage/heap';
import { hashKeyOf } from '../storage/index-key';
import type { OrderedIndex } from '../storage/ordered-index';
import { visitGroup } from '../storage/row-group';
import { isVisible, RowVersion, type Snapshot } from '../storage/row-version';
import type { Table } from '../storage/table';
import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import { meets, type Condition } from './condition';

/** One column of an order. */
export interface SortColumn {
  readonly ordinal: number;
  readonly type: SqlType;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/**
 * How rows are found that meet conditions of one shape, told by their places in the list of conditions: those that
 * the index answers, and those that are left to test.
 */
export type AccessPath = Way & { readonly untested: readonly number[] };

type Way =
  | { readonly kind: 'unique'; readonly index: HashIndex; readonly conditions: readonly number[] }
  | { readonly kind: 'hash'; readonly index: HashIndex; readonly conditions: readonly number[] }
  | { readonly kind: 'list'; readonly index: HashIndex; readonly condition: number }
  | {
      readonly kind: 'ordered';
      readonly index: OrderedIndex;
      readonly conditions: readonly number[];
      /** The index gives the rows in the wanted order. */
      readonly sorted: boolean;
      readonly descending: boolean;
      /** The index gives them in heap order. */
      readonly inHeapOrder: boolean;
    };

const NO_CONDITIONS: readonly Condition[] = [];

/** The path for conditions and an order, or null where no index answers: SQL then does as well. */
export function chooseAccessPath(
  table: Table,
  conditions: readonly Condition[],
  order: readonly SortColumn[],
): AccessPath | null {
  const way = chooseWay(table, conditions, order);
  if (!way) return null;
  const answered = way.kind === 'list' ? [way.condition] : way.conditions;
  return { ...way, untested: [...conditions.keys()].filter((place) => !answered.includes(place)) };
}

function chooseWay(table: Table, conditions: readonly Condition[], order: readonly SortColumn[]): Way | null {
  const places = new Map<number, number>();
  conditions.forEach(({ kind, negated, ordinal }, place) => {
    if (kind === '=' && !negated) places.set(ordinal, place);
  });
  const hash = hashPath(table, places);
  if (hash?.kind === 'unique') return hash;
  const ordered = orderedPath(table, places, order);
  if (ordered?.sorted && ordered.conditions.length > 0) return ordered;
  return hash ?? listPath(table, conditions) ?? ordered;
}

function hashPath(table: Table, places: ReadonlyMap<number, number>): Way | null {
  let found: Way | null = null;
  for (const index of table.indexes.hash) {
    if (index.where) continue;
    const conditions = index.parts.map((part) => ('column' in part ? (places.get(part.column) ?? -1) : -1));
    if (conditions.includes(-1)) continue;
    if (index.unique) return { kind: 'unique', index, conditions };
    found ??= { kind: 'hash', index, conditions };
  }
  return found;
}

function listPath(table: Table, conditions: readonly Condition[]): Way | null {
  const condition = conditions.findIndex(({ kind, negated }) => kind === 'in' && !negated);
  const ordinal = conditions[condition]?.ordinal;
  const index = ordinal === undefined ? null : table.indexes.hashOn([ordinal]);
  return index ? { kind: 'list', index, condition } : null;
}

function orderedPath(
  table: Table,
  places: ReadonlyMap<number, number>,
  order: readonly SortColumn[],
): Extract<Way, { kind: 'ordered' }> | null {
  let best: Extract<Way, { kind: 'ordered' }> | null = null;
  for (const index of table.indexes.ordered) {
    const prefix = index.columns.findIndex((column) => !places.has(column));
    const equal = prefix < 0 ? index.columns.length : prefix;
    const sorted = isSortedBy(index, equal, order);
    if (equal === 0 && !sorted) continue;
    if (best && (best.conditions.length > equal || (best.conditions.length === equal && best.sorted)))
      continue;
    best = {
      kind: 'ordered',
      index,
      conditions: index.columns.slice(0, equal).map((column) => places.get(column) ?? -1),
      sorted,
      descending: order[0]?.descending ?? false,
      inHeapOrder: equal === index.columns.length,
    };
  }
  return best;
}

/** Whether what follows the equal columns in the index is exactly the order. */
function isSortedBy({ columns }: OrderedIndex, equal: number, order: readonly SortColumn[]): boolean {
  const [first] = order;
  if (!first || columns.length !== equal + order.length) return false;
  const { descending } = first;
  return order.every(
    (column, i) =>
      columns[equal + i] === column.ordinal &&
      column.descending === descending &&
      column.nullsFirst === descending,
  );
}

/** The row of a unique key, if it is visible and meets the conditions; null otherwise. */
export function rowOfKey(
  { index, conditions: places, untested }: Extract<AccessPath, { kind: 'unique' }>,
  conditions: readonly Condition[],
  snapshot: Snapshot,
): RowVersion | null {
  index.hits += 1;
  const key = keyOf(index, places, conditions);
  const group = key === null ? undefined : index.group(key);
  if (group === undefined) return null;
  const left = conditionsAt(untested, conditions);
  const isFound = (version: RowVersion): boolean =>
    isVisible(version, snapshot) && meets(version.values, left);
  if (group instanceof RowVersion) return isFound(group) ? group : null;
  let found: RowVersion | null = null;
  visitGroup(group, (version) => {
    if (isFound(version)) found = version;
    return found === null;
  });
  return found;
}

/** The visible rows that meet the conditions, until `visit` returns false: sorted if the path is, else in heap order. */
export function visitRows(
  path: AccessPath,
  conditions: readonly Condition[],
  snapshot: Snapshot,
  visit: (version: RowVersion) => boolean,
): void {
  const { index, untested } = path;
  index.hits += 1;
  const left = conditionsAt(untested, conditions);
  switch (path.kind) {
    case 'unique':
    case 'hash':
      visitKey(path.index, keyOf(path.index, path.conditions, conditions), left, snapshot, visit);
      return;
    case 'list': {
      const found: RowVersion[] = [];
      for (const key of new Set(conditions[path.condition]?.keys)) {
        visitKey(path.index, key, left, snapshot, (version) => found.push(version) > 0);
      }
      visitInHeapOrder(found, visit);
      return;
    }
    case 'ordered': {
      const values = path.conditions.map((place): Datum => conditions[place]?.operands[0] ?? null);
      const bound = values.length > 0 ? { values, inclusive: true } : null;
      const test = (version: RowVersion): boolean =>
        isVisible(version, snapshot) && meets(version.values, left);
      if (path.sorted || path.inHeapOrder) {
        const direction = path.sorted && path.descending ? 'descending' : 'ascending';
        path.index.range(bound, bound, direction, (version) => !test(version) || visit(version));
        return;
      }
      const found: RowVersion[] = [];
      path.index.range(bound, bound, 'ascending', (version) => {
        if (test(version)) found.push(version);
        return true;
      });
      visitInHeapOrder(found, visit);
    }
  }
}

function conditionsAt(places: readonly number[], conditions: readonly Condition[]): readonly Condition[] {
  return places.length === 0 ? NO_CONDITIONS : places.map((place) => conditions[place] as Condition);
}

function keyOf(
  index: HashIndex,
  places: readonly number[],
  conditions: readonly Condition[],
): HashKey | null {
  const first = conditions[places[0] ?? 0];
  if (places.length === 1) return first?.keys[0] ?? null;
  return hashKeyOf(
    index.types,
    places.map((place): Datum => conditions[place]?.operands[0] ?? null),
  );
}

function visitKey(
  index: HashIndex,
  key: HashKey | null,
  conditions: readonly Condition[],
  snapshot: Snapshot,
  visit: (version: RowVersion) => boolean,
): void {
  if (key === null) return;
  const group = index.group(key);
  if (group === undefined) return;
  if (group instanceof RowVersion) {
    if (isVisible(group, snapshot) && meets(group.values, conditions)) visit(group);
    return;
  }
  visitGroup(
    group,
    (version) => !isVisible(version, snapshot) || !meets(version.values, conditions) || visit(version),
  );
}
