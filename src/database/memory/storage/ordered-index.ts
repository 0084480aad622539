import { compareNullsLast } from '../types/compare-nulls-last';
import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import { BPlusTree } from './b-plus-tree';
import { groupKeyOf } from './index-key';
import { addRow, firstRow, removeRow, type RowGroup, visitGroup } from './row-group';
import type { RowVersion } from './row-version';
import type { Tuple } from './table-def';

/** One end of a range over the first columns of an index. */
export interface Bound {
  readonly values: readonly Datum[];
  readonly inclusive: boolean;
}

/** The rows of one key. */
interface KeyGroup {
  /** One of them, which the key is read from. */
  sample: RowVersion;
  rows: RowGroup;
}

/**
 * Rows in the order of some columns, NULLs last; rows with one key are in heap order, in both directions.
 * The tree orders the distinct keys. A hash table leads from a key to its rows, so that a write only goes to the
 * tree when it brings a new key or takes the last row of one away.
 */
export class OrderedIndex {
  private readonly groups = new Map<HashKey | null, KeyGroup>();
  private readonly tree = new BPlusTree<KeyGroup>((a, b) =>
    this.compareKeys(a.sample.values, b.sample.values),
  );
  hits = 0;

  constructor(
    readonly name: string,
    readonly columns: readonly number[],
    readonly types: readonly SqlType[],
  ) {}

  /** How many keys there are. */
  get size(): number {
    return this.groups.size;
  }

  add(version: RowVersion): void {
    const key = groupKeyOf(this.types, this.columns, version.values);
    const known = this.groups.get(key);
    if (known) {
      known.rows = addRow(known.rows, version);
      return;
    }
    const group = { sample: version, rows: version };
    this.groups.set(key, group);
    this.tree.insert(group);
  }

  remove(version: RowVersion): void {
    const key = groupKeyOf(this.types, this.columns, version.values);
    const group = this.groups.get(key);
    const left = group && removeRow(group.rows, version);
    if (!group || left === undefined) return;
    if (left === null) {
      this.tree.delete(group);
      this.groups.delete(key);
      return;
    }
    group.rows = left;
    if (group.sample === version) group.sample = firstRow(left);
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
      (({ sample }: KeyGroup) => {
        const order = this.compareToBound(sample.values, lower.values);
        return order < 0 || (order === 0 && !lower.inclusive);
      });
    const withinUpper =
      upper &&
      (({ sample }: KeyGroup) => {
        const order = this.compareToBound(sample.values, upper.values);
        return order < 0 || (order === 0 && upper.inclusive);
      });
    const visitRows = ({ rows }: KeyGroup): boolean => visitGroup(rows, visit);
    if (direction === 'ascending') this.tree.ascend(beforeLower, withinUpper, visitRows);
    else this.tree.descend(beforeLower, withinUpper, visitRows);
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
