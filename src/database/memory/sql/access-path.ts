import { isVisible, type RowVersion } from '../storage/row-version';
import { hashKeyOf } from '../storage/index-key';
import type { HashIndex } from '../storage/hash-index';
import type { Bound, OrderedIndex } from '../storage/ordered-index';
import type { Table } from '../storage/table';
import type { Datum } from '../types/datum';
import type { HashKey } from '../types/sql-type';
import type { Environment } from './environment';
import type { Expression } from './expression';

/** Visits rows of one table; `visit` returns false to stop, and the scan then returns false. */
export type Scan = (environment: Environment, visit: (version: RowVersion) => boolean) => boolean;

type Values = (environment: Environment) => readonly Datum[];

/**
 * The cheapest way to the rows of a table that can meet the conditions: equality on an index, IN on an
 * index, a range of an ordered index, or every row. The conditions themselves are still tested afterwards,
 * and rows come in heap order, so that the choice never shows in the result.
 */
export function chooseAccessPath(
  table: Table,
  slot: number,
  bound: ReadonlySet<number>,
  conditions: readonly Expression[],
): Scan {
  const usable = (expression: Expression): boolean =>
    [...expression.slots].every((other) => bound.has(other) && other !== slot);
  const equalities = equalitiesOf(conditions, slot, usable);
  const index = bestHashIndex(table, new Set(equalities.keys()));
  if (index)
    return equalityScan(
      index,
      index.parts.map((part) => ('column' in part ? equalities.get(part.column) : undefined)),
    );
  const list = listOf(table, conditions, slot, usable);
  if (list) return listScan(list.index, list.values);
  const ordered = rangeOf(table, conditions, slot, usable);
  if (ordered) return ordered;
  if (equalities.size > 0 && bound.size > 0) return hashedScan(table, equalities);
  return (environment, visit) => fullScan(table, environment, visit);
}

function fullScan(table: Table, environment: Environment, visit: (version: RowVersion) => boolean): boolean {
  let going = true;
  table.scan(environment.context.statement.snapshot, (version) => {
    going = visit(version);
    return going;
  });
  return going;
}

/** Column to the expression that it has to equal. */
function equalitiesOf(
  conditions: readonly Expression[],
  slot: number,
  usable: (expression: Expression) => boolean,
): Map<number, Expression> {
  const found = new Map<number, Expression>();
  for (const { comparison } of conditions) {
    if (comparison?.operator !== '=') continue;
    const { left, right } = comparison;
    if (left.column?.slot === slot && usable(right)) found.set(left.column.ordinal, right);
    else if (right.column?.slot === slot && usable(left)) found.set(right.column.ordinal, left);
  }
  return found;
}

function bestHashIndex(table: Table, columns: ReadonlySet<number>): HashIndex | null {
  const covered = table.hashIndexes.filter(
    ({ parts, where }) => !where && parts.every((part) => 'column' in part && columns.has(part.column)),
  );
  return covered.find(({ unique }) => unique) ?? covered[0] ?? null;
}

function equalityScan(index: HashIndex, expressions: readonly (Expression | undefined)[]): Scan {
  const { types } = index;
  return (environment, visit) => {
    const values = expressions.map((expression) => expression?.evaluate(environment) ?? null);
    index.hits += 1;
    const { snapshot } = environment.context.statement;
    for (const version of index.versions(hashKeyOf(types, values))) {
      if (isVisible(version, snapshot) && !visit(version)) return false;
    }
    return true;
  };
}

function listOf(
  table: Table,
  conditions: readonly Expression[],
  slot: number,
  usable: (expression: Expression) => boolean,
): { readonly index: HashIndex; readonly values: Values } | null {
  for (const { comparison } of conditions) {
    if (comparison?.operator !== 'in' && comparison?.operator !== 'any') continue;
    if (comparison.left.column?.slot !== slot) continue;
    const index = table.hashIndexOn([comparison.left.column.ordinal]);
    if (!index) continue;
    if (comparison.operator === 'in' && comparison.items.every(usable)) {
      const { items } = comparison;
      return { index, values: (environment) => items.map(({ evaluate }) => evaluate(environment)) };
    }
    if (comparison.operator === 'any' && usable(comparison.list)) {
      const { list } = comparison;
      return { index, values: (environment) => (list.evaluate(environment) ?? []) as readonly Datum[] };
    }
  }
  return null;
}

function listScan(index: HashIndex, valuesOf: Values): Scan {
  const [type] = index.types;
  return (environment, visit) => {
    const { snapshot } = environment.context.statement;
    const keys = new Set<HashKey>();
    for (const value of valuesOf(environment)) if (value !== null && type) keys.add(type.key(value));
    index.hits += 1;
    const found: RowVersion[] = [];
    for (const key of keys)
      for (const version of index.versions(key)) if (isVisible(version, snapshot)) found.push(version);
    return inHeapOrder(found, visit);
  };
}

function inHeapOrder(found: RowVersion[], visit: (version: RowVersion) => boolean): boolean {
  found.sort((a, b) => a.position - b.position);
  return found.every(visit);
}

/** A range over the first column of an ordered index. */
function rangeOf(
  table: Table,
  conditions: readonly Expression[],
  slot: number,
  usable: (expression: Expression) => boolean,
): Scan | null {
  for (const index of table.orderedIndexes) {
    const limits = limitsOf(conditions, slot, index.columns[0] ?? -1, usable);
    if (limits.length > 0) return rangeScan(index, limits);
  }
  return null;
}

interface Limit {
  readonly side: 'lower' | 'upper' | 'both';
  readonly inclusive: boolean;
  readonly value: Expression;
}

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function limitsOf(
  conditions: readonly Expression[],
  slot: number,
  column: number,
  usable: (expression: Expression) => boolean,
): Limit[] {
  return conditions.flatMap(({ comparison }): Limit[] => {
    if (!comparison || !('right' in comparison)) return [];
    const { left, right } = comparison;
    const onLeft = left.column?.slot === slot && left.column.ordinal === column && usable(right);
    const onRight = right.column?.slot === slot && right.column.ordinal === column && usable(left);
    if (!onLeft && !onRight) return [];
    const operator = onLeft ? comparison.operator : MIRRORED[comparison.operator];
    const value = onLeft ? right : left;
    if (operator === '=') return [{ side: 'both', inclusive: true, value }];
    return [{ side: operator.startsWith('<') ? 'upper' : 'lower', inclusive: operator.endsWith('='), value }];
  });
}

function rangeScan(index: OrderedIndex, limits: readonly Limit[]): Scan {
  return (environment, visit) => {
    let lower: Bound | null = null;
    let upper: Bound | null = null;
    for (const { side, inclusive, value } of limits) {
      const datum = value.evaluate(environment);
      // Nothing compares with NULL.
      if (datum === null) return true;
      if (side !== 'upper') lower ??= { values: [datum], inclusive };
      if (side !== 'lower') upper ??= { values: [datum], inclusive };
    }
    const { snapshot } = environment.context.statement;
    const found: RowVersion[] = [];
    index.hits += 1;
    index.range(lower, upper, 'ascending', (version) => {
      if (isVisible(version, snapshot)) found.push(version);
      return true;
    });
    return inHeapOrder(found, visit);
  };
}

/** For the inner side of a join without an index: a hash table over the table, built once a run. */
function hashedScan(table: Table, equalities: ReadonlyMap<number, Expression>): Scan {
  const columns = [...equalities.keys()];
  const types = columns.flatMap((column) => table.def.columns[column]?.type ?? []);
  const expressions = [...equalities.values()];
  const memoKey = {};
  return (environment, visit) => {
    const { memo } = environment.context;
    let buckets = memo.get(memoKey) as Map<HashKey, RowVersion[]> | undefined;
    if (!buckets) {
      buckets = new Map();
      const built = buckets;
      fullScan(table, environment, (version) => {
        const key = hashKeyOf(
          types,
          columns.map((column) => version.values[column] ?? null),
        );
        if (key === null) return true;
        const bucket = built.get(key);
        if (bucket) bucket.push(version);
        else built.set(key, [version]);
        return true;
      });
      memo.set(memoKey, buckets);
    }
    const key = hashKeyOf(
      types,
      expressions.map((expression) => expression.evaluate(environment)),
    );
    return key === null || (buckets.get(key) ?? []).every(visit);
  };
}
