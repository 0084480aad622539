import type { ElementIndex } from '../storage/element-index';
import { type RowGroup, sizeOf, visitGroup } from '../storage/row-group';
import { isVisible, type RowVersion } from '../storage/row-version';
import type { Table } from '../storage/table';
import { compareNullsLast } from '../types/compare-nulls-last';
import type { Datum } from '../types/datum';
import type { Environment } from './environment';
import type { Expression } from './expression';
import { isKnownBefore, type RowOrderWanted, type Scan } from './scan';

/** The rows that can meet `column @> array`: a group of versions, or what the index says where it knows of none. */
export interface ElementPath {
  readonly index: ElementIndex;
  /** Undefined when no row can meet it, null when the index cannot tell. */
  readonly groupIn: (environment: Environment) => RowGroup | undefined | null;
  /** Whether a row meets it. */
  readonly isMet: (environment: Environment, row: RowVersion) => boolean;
}

export function elementPathOf(
  table: Table,
  slot: number,
  bound: ReadonlySet<number>,
  conditions: readonly Expression[],
): ElementPath | null {
  for (const { comparison, evaluate } of conditions) {
    if (comparison?.operator !== 'contains') continue;
    const { left, elements } = comparison;
    if (left.column?.slot !== slot || elements.volatile || !isKnownBefore(elements, slot, bound)) continue;
    const { ordinal } = left.column;
    const index = table.indexes.elements.find(({ column }) => column === ordinal);
    if (!index) continue;
    const groupIn: ElementPath['groupIn'] = (environment) => {
      const array = elements.evaluate(environment);
      return array === null ? undefined : index.groupOfAll(array as readonly Datum[]);
    };
    const isMet: ElementPath['isMet'] = (environment, row) => {
      environment.rows[slot] = row.values;
      return evaluate(environment) === true;
    };
    return { index, groupIn, isMet };
  }
  return null;
}

/** The rows of the group, in heap order. @param otherwise where the index cannot tell */
export function elementScan(table: Table, { index, groupIn }: ElementPath, otherwise: Scan): Scan {
  return (environment, visit) => {
    const group = groupIn(environment);
    if (group === null) return otherwise(environment, visit);
    index.hits += 1;
    environment.reads?.addTable(table);
    const { snapshot } = environment;
    return group === undefined || visitGroup(group, (row) => !isVisible(row, snapshot) || visit(row));
  };
}

/**
 * The rows in the order that is wanted, where an index has that order and another one the elements. When many rows have the
 * elements, those that are wanted are soon met on the way through the order; when few have them, it is cheaper to sort these.
 * Which of the two it is shows on the way: once as many rows were met as there are to sort, the rest of those are sorted. So
 * it never takes more than twice the better of the two.
 */
export function orderedElementScan(
  table: Table,
  { index, groupIn, isMet }: ElementPath,
  inOrder: Scan,
  wanted: RowOrderWanted,
): Scan {
  const compare = orderOf(table, wanted);
  return (environment, visit) => {
    const group = groupIn(environment);
    if (group === null) return inOrder(environment, visit);
    index.hits += 1;
    environment.reads?.addTable(table);
    if (group === undefined) return true;
    const most = sizeOf(group);
    let met = 0;
    let last: RowVersion | null = null;
    let stopped = false;
    const finished = inOrder(environment, (row) => {
      if (met === most) {
        stopped = true;
        return false;
      }
      met += 1;
      last = row;
      return visit(row);
    });
    if (!stopped) return finished;
    const { snapshot } = environment;
    const rest: RowVersion[] = [];
    visitGroup(group, (row) => {
      const isLeft = isVisible(row, snapshot) && (last === null || compare(row, last) > 0);
      if (isLeft && isMet(environment, row)) rest.push(row);
      return true;
    });
    return rest.toSorted(compare).every(visit);
  };
}

/** Rows that are equal come in heap order, in both directions. */
function orderOf(
  table: Table,
  { columns, descending }: RowOrderWanted,
): (a: RowVersion, b: RowVersion) => number {
  const types = columns.flatMap((column) => table.def.columns[column]?.type ?? []);
  return (a, b) => {
    for (const [i, type] of types.entries()) {
      const column = columns[i] ?? 0;
      const order = compareNullsLast(type, a.values[column] ?? null, b.values[column] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return a.position - b.position;
  };
}
