import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import { BPlusTree } from './b-plus-tree';
import type { RowVersion } from './row-version';
import type { Tuple } from './table-def';

/** One end of a range over the first columns of an index. */
export interface Bound {
  readonly values: readonly Datum[];
  readonly inclusive: boolean;
}

/** NULL sorts as larger than every value, as in PostgreSQL. */
export function compareNullsLast(type: SqlType, a: Datum, b: Datum): number {
  if (a === null) return b === null ? 0 : 1;
  if (b === null) return -1;
  return type.compare(a, b);
}

/** Rows in the order of some columns, ascending with NULLs last; equal keys in heap order. */
export class OrderedIndex {
  private readonly tree: BPlusTree<RowVersion>;
  hits = 0;

  constructor(
    readonly name: string,
    readonly columns: readonly number[],
    readonly types: readonly SqlType[],
  ) {
    this.tree = new BPlusTree(this.rowOrder());
  }

  get size(): number {
    return this.tree.size;
  }

  add(version: RowVersion): void {
    this.tree.insert(version);
  }

  remove(version: RowVersion): void {
    this.tree.delete(version);
  }

  clear(): void {
    this.tree.clear();
  }

  /**
   * Visits versions, visible or not, whose leading columns lie between the bounds, in index order
   * (or against it), until `visit` returns false.
   */
  range(
    lower: Bound | null,
    upper: Bound | null,
    direction: 'ascending' | 'descending',
    visit: (version: RowVersion) => boolean,
  ): void {
    const beforeLower =
      lower &&
      ((version: RowVersion) => {
        const order = this.compareToBound(version.values, lower.values);
        return order < 0 || (order === 0 && !lower.inclusive);
      });
    const withinUpper =
      upper &&
      ((version: RowVersion) => {
        const order = this.compareToBound(version.values, upper.values);
        return order < 0 || (order === 0 && upper.inclusive);
      });
    if (direction === 'ascending') this.tree.ascend(beforeLower, withinUpper, visit);
    else this.tree.descend(beforeLower, withinUpper, visit);
  }

  private rowOrder(): (a: RowVersion, b: RowVersion) => number {
    const [column, ...more] = this.columns;
    const [type] = this.types;
    if (column === undefined || !type || more.length > 0)
      return (a, b) => this.compareKeys(a.values, b.values) || a.position - b.position;
    return (a, b) => {
      const left = a.values[column] ?? null;
      const right = b.values[column] ?? null;
      return (left === right ? 0 : compareNullsLast(type, left, right)) || a.position - b.position;
    };
  }

  private compareKeys(a: Tuple, b: Tuple): number {
    for (let i = 0; i < this.columns.length; i += 1) {
      const column = this.columns[i] as number;
      const order = compareNullsLast(this.types[i] as SqlType, a[column] ?? null, b[column] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }

  private compareToBound(tuple: Tuple, bound: readonly Datum[]): number {
    for (let i = 0; i < bound.length; i += 1) {
      const column = this.columns[i] as number;
      const order = compareNullsLast(this.types[i] as SqlType, tuple[column] ?? null, bound[i] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }
}
