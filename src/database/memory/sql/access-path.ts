import { hashKeyOf } from '../storage/index-key';
import type { HashIndex } from '../storage/hash-index';
import { visitInHeapOrder } from '../storage/heap';
import { visitGroup } from '../storage/row-group';
import { isVisible, type RowVersion } from '../storage/row-version';
import type { ReadSet } from '../storage/read-set';
import type { Table } from '../storage/table';
import { flatten } from '../types/array-type';
import type { Datum, NonNullDatum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import type { Environment } from './environment';
import { elementPathOf, elementScan, orderedElementScan } from './element-path';
import { typeOf, type Expression } from './expression';
import { oncePerRun } from './once-per-run';
import { chooseOrderedPath } from './ordered-path';
import { type AccessPath, isKnownBefore, type RowOrderWanted, type Scan } from './scan';

/**
 * The cheapest way to the rows of a table that can meet the conditions: equality on an index, IN on an
 * index, elements of an array, a range of an ordered index, or every row. The conditions themselves are still tested afterwards,
 * and rows come in heap order, so that the choice never shows in the result.
 */
export function chooseAccessPath(
  table: Table,
  slot: number,
  bound: ReadonlySet<number>,
  conditions: readonly Expression[],
  wanted: RowOrderWanted | null,
): AccessPath {
  const equalities = equalitiesOf(conditions, slot, bound);
  const hash = bestHashIndex(table, equalities);
  if (hash?.unique) return { scan: equalityScan(table, hash, equalities), ordered: false };
  const list = listScanOf(table, conditions, slot, bound);
  const path = chooseOrderedPath(
    table,
    slot,
    bound,
    conditions,
    equalities,
    wanted,
    hash !== null || list !== null,
  );
  const elements = elementPathOf(table, slot, bound, conditions);
  if (path?.ordered && wanted && elements)
    return { scan: orderedElementScan(table, elements, path.scan, wanted), ordered: true };
  if (path?.ordered) return path;
  if (hash) return { scan: equalityScan(table, hash, equalities), ordered: false };
  if (list) return { scan: list, ordered: false };
  const full: Scan = (environment, visit) => fullScan(table, environment, visit);
  if (elements) return { scan: elementScan(table, elements, full), ordered: false };
  if (path) return path;
  if (equalities.size > 0 && bound.size > 0) return { scan: hashedScan(table, equalities), ordered: false };
  return { scan: full, ordered: false };
}

function fullScan(table: Table, environment: Environment, visit: (version: RowVersion) => boolean): boolean {
  let going = true;
  environment.reads?.addTable(table);
  table.scan(environment.snapshot, (version) => {
    going = visit(version);
    return going;
  });
  return going;
}

/** Columns of the slot with the expressions that they have to equal. */
export function equalitiesOf(
  conditions: readonly Expression[],
  slot: number,
  bound: ReadonlySet<number>,
): Map<number, Expression> {
  const found = new Map<number, Expression>();
  for (const { comparison } of conditions) {
    if (comparison?.operator !== '=') continue;
    const { left, right } = comparison;
    if (left.column?.slot === slot && isKnownBefore(right, slot, bound))
      found.set(left.column.ordinal, right);
    else if (right.column?.slot === slot && isKnownBefore(left, slot, bound))
      found.set(right.column.ordinal, left);
  }
  return found;
}

/** The index that equalities on these columns can use; a unique one if there is any. */
function bestHashIndex(table: Table, equalities: ReadonlyMap<number, Expression>): HashIndex | null {
  if (equalities.size === 0) return null;
  const covered = table.indexes.hash.filter(
    ({ parts, where }) => !where && parts.every((part) => 'column' in part && equalities.has(part.column)),
  );
  return covered.find(({ unique }) => unique) ?? covered[0] ?? null;
}

function equalityScan(table: Table, index: HashIndex, equalities: ReadonlyMap<number, Expression>): Scan {
  const { types } = index;
  const expressions = index.parts.map((part) => ('column' in part ? equalities.get(part.column) : undefined));
  const [only] = expressions;
  const [type] = types;
  const keyOf =
    expressions.length === 1 && only && type
      ? (environment: Environment): HashKey | null => {
          const value = only.evaluate(environment);
          return value === null ? null : type.key(value);
        }
      : (environment: Environment): HashKey | null =>
          hashKeyOf(
            types,
            expressions.map((expression) => expression?.evaluate(environment) ?? null),
          );
  return (environment, visit) => {
    index.hits += 1;
    const key = keyOf(environment);
    if (key === null) return true;
    environment.reads?.addKey(table, index, key);
    const group = index.group(key);
    if (group === undefined) return true;
    const { snapshot } = environment;
    return visitGroup(group, (version) => !isVisible(version, snapshot) || visit(version));
  };
}

/** IN and = ANY on a column with an index of its own. */
function listScanOf(
  table: Table,
  conditions: readonly Expression[],
  slot: number,
  bound: ReadonlySet<number>,
): Scan | null {
  for (const { comparison } of conditions) {
    if (comparison?.operator !== 'in' && comparison?.operator !== 'any') continue;
    const { column } = comparison.left;
    if (column?.slot !== slot) continue;
    const values = listOf(comparison, slot, bound);
    if (!values) continue;
    const hash = table.indexes.hashOn([column.ordinal]);
    if (hash) return hashListScan(table, hash, values);
    const ordered = table.indexes.ordered.find(({ columns }) => columns[0] === column.ordinal);
    const type = table.def.columns[column.ordinal]?.type;
    if (!ordered || !type) continue;
    return listScan(type, values, (value, collect, reads) => {
      ordered.hits += 1;
      reads?.addTable(table);
      const bounds = { values: [value], inclusive: true };
      ordered.range(bounds, bounds, 'ascending', collect);
    });
  }
  return null;
}

function listOf(
  comparison: Extract<NonNullable<Expression['comparison']>, { operator: 'in' | 'any' }>,
  slot: number,
  bound: ReadonlySet<number>,
): ((environment: Environment) => readonly Datum[]) | null {
  if (comparison.operator === 'in') {
    const { items } = comparison;
    if (!items.every((item) => isKnownBefore(item, slot, bound))) return null;
    return (environment) => items.map(({ evaluate }) => evaluate(environment));
  }
  const { left, list } = comparison;
  if (!isKnownBefore(list, slot, bound)) return null;
  const type = typeOf(left);
  return (environment) => flatten((list.evaluate(environment) ?? []) as readonly Datum[], type);
}

function hashListScan(
  table: Table,
  index: HashIndex,
  valuesOf: (environment: Environment) => readonly Datum[],
): Scan {
  const type = index.types[0] as SqlType;
  return listScan(type, valuesOf, (value, collect, reads) => {
    index.hits += 1;
    const key = type.key(value);
    reads?.addKey(table, index, key);
    const group = index.group(key);
    if (group) visitGroup(group, collect);
  });
}

function listScan(
  type: SqlType,
  valuesOf: (environment: Environment) => readonly Datum[],
  look: (value: NonNullDatum, collect: (version: RowVersion) => boolean, reads: ReadSet | null) => void,
): Scan {
  return (environment, visit) => {
    const { snapshot } = environment;
    const seen = new Set<HashKey>();
    const found: RowVersion[] = [];
    for (const value of valuesOf(environment)) {
      if (value === null) continue;
      const key = type.key(value);
      if (seen.has(key)) continue;
      seen.add(key);
      look(
        value,
        (version) => {
          if (isVisible(version, snapshot)) found.push(version);
          return true;
        },
        environment.reads,
      );
    }
    return visitInHeapOrder(found, visit);
  };
}

/** For the inner side of a join without an index: a hash table over the table, built once a run. */
function hashedScan(table: Table, equalities: ReadonlyMap<number, Expression>): Scan {
  const columns = [...equalities.keys()];
  const types = columns.flatMap((column) => table.def.columns[column]?.type ?? []);
  const expressions = [...equalities.values()];
  const bucketsOf = oncePerRun((environment) => {
    const buckets = new Map<HashKey, RowVersion[]>();
    fullScan(table, environment, (version) => {
      const key = hashKeyOf(
        types,
        columns.map((column) => version.values[column] ?? null),
      );
      if (key === null) return true;
      const bucket = buckets.get(key);
      if (bucket) bucket.push(version);
      else buckets.set(key, [version]);
      return true;
    });
    return buckets;
  });
  return (environment, visit) => {
    const key = hashKeyOf(
      types,
      expressions.map((expression) => expression.evaluate(environment)),
    );
    const found = key === null ? undefined : bucketsOf(environment).get(key);
    return found === undefined || found.every(visit);
  };
}
