import type { FindRequest } from '../../fast-path/find-request';
import type { RowVersion, Snapshot } from '../storage/row-version';
import { rowOfKey, visitRows, type AccessPath, type SortColumn } from './entity-access-path';
import { readConditions, type Condition } from './condition';
import type { EntityAccess } from './entity-access';
import { readOrder, RowSorter } from './row-order';

const NO_ORDER: readonly SortColumn[] = [];
/** Conditions together with the way to their rows. */
export interface Selection {
  readonly conditions: readonly Condition[];
  readonly order: readonly SortColumn[];
  readonly path: AccessPath;
}

/**
 * How the rows of a request are found, or null when that is better left to SQL.
 *
 * @throws SqlError when a value is not one of its column's type
 */
export function select(access: EntityAccess, { where, order, withDeleted }: FindRequest): Selection | null {
  if (where !== undefined && !isObject(where)) return null;
  const conditions = where === undefined ? [] : readConditions(access.byProperty, where);
  if (!conditions) return null;
  if (access.deletedAt >= 0 && !withDeleted) conditions.push(notDeleted(access));
  return selectBy(access, conditions, order);
}

/** The same for conditions that are known; soft-deleted rows are rows like others. */
export function selectBy(
  access: EntityAccess,
  conditions: readonly Condition[],
  order?: object,
): Selection | null {
  const columns = order ? readOrder(access, order) : NO_ORDER;
  if (!columns) return null;
  const path = access.paths.get(conditions, columns);
  return path ? { conditions, order: columns, path } : null;
}

/** The rows of a selection, in order, at most as many as are asked for. */
export function findRows(
  { path, conditions, order }: Selection,
  snapshot: Snapshot,
  skip = 0,
  take = Infinity,
): RowVersion[] {
  const limit = skip + take;
  if (limit === 0) return [];
  if (order.length > 0 && !(path.kind === 'ordered' && path.sorted)) {
    const sorter = new RowSorter(order, limit);
    visitRows(path, conditions, snapshot, (version) => {
      sorter.add(version);
      return true;
    });
    const sorted = sorter.sorted();
    return skip === 0 ? sorted : sorted.slice(skip);
  }
  const rows: RowVersion[] = [];
  let passed = 0;
  visitRows(path, conditions, snapshot, (version) => {
    passed += 1;
    if (passed > skip) rows.push(version);
    return passed < limit;
  });
  return rows;
}

/** The first of the rows that {@link findRows} gives, or null. */
export function findRow(selection: Selection, snapshot: Snapshot): RowVersion | null {
  const { path, conditions } = selection;
  return path.kind === 'unique'
    ? rowOfKey(path, conditions, snapshot)
    : (findRows(selection, snapshot, 0, 1)[0] ?? null);
}

export function countRows({ path, conditions }: Selection, snapshot: Snapshot): number {
  let count = 0;
  visitRows(path, conditions, snapshot, () => {
    count += 1;
    return true;
  });
  return count;
}

function notDeleted({ deletedAt, table }: EntityAccess): Condition {
  const type = table.def.columns[deletedAt]?.type;
  if (!type) throw new Error(`there is no column ${deletedAt} in ${table.def.name}`);
  return { ordinal: deletedAt, type, kind: 'null', negated: false, operands: [], keys: [] };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
