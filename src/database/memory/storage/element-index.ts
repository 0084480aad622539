import { flatten } from '../types/array-type';
import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import { addRow, removeRow, type RowGroup, sizeOf } from './row-group';
import type { RowVersion } from './row-version';
import type { Tuple } from './table-def';

/**
 * What GIN is to an array column of PostgreSQL: from an element to all versions whose array has it, in heap order. NULL is no
 * element that anything is found by.
 */
export class ElementIndex {
  private readonly groups = new Map<HashKey, RowGroup>();
  hits = 0;

  constructor(
    readonly name: string,
    readonly column: number,
    /** That of the elements. */
    readonly type: SqlType,
  ) {}

  /** How many elements there are. */
  get size(): number {
    return this.groups.size;
  }

  add(version: RowVersion): void {
    for (const key of this.keysOf(version.values)) {
      const group = this.groups.get(key);
      const grown = group === undefined ? version : addRow(group, version);
      if (grown !== group) this.groups.set(key, grown);
    }
  }

  remove(version: RowVersion): void {
    for (const key of this.keysOf(version.values)) {
      const group = this.groups.get(key);
      if (group === undefined) continue;
      const left = removeRow(group, version);
      if (left === null) this.groups.delete(key);
      else if (left !== group) this.groups.set(key, left);
    }
  }

  /**
   * The smallest group in which every version is whose array has all of these elements, visible or not.
   *
   * @returns undefined when no version has them all; null when there is none to look for, and any version may be meant
   */
  groupOfAll(elements: readonly Datum[]): RowGroup | undefined | null {
    let smallest: RowGroup | null = null;
    for (const element of flatten(elements, this.type)) {
      if (element === null) continue;
      const group = this.groups.get(this.type.key(element));
      if (group === undefined) return undefined;
      if (smallest === null || sizeOf(group) < sizeOf(smallest)) smallest = group;
    }
    return smallest;
  }

  private keysOf(tuple: Tuple): ReadonlySet<HashKey> {
    const keys = new Set<HashKey>();
    const elements = (tuple[this.column] ?? []) as readonly Datum[];
    for (const element of flatten(elements, this.type))
      if (element !== null) keys.add(this.type.key(element));
    return keys;
  }
}
