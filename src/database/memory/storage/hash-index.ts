import type { HashKey, SqlType } from '../types/sql-type';
import type { EvalContext } from '../types/eval-context';
import type { Datum } from '../types/datum';
import { hashKeyOf, keyValue, type KeyPart } from './index-key';
import { addRow, removeRow, type RowGroup } from './row-group';
import type { RowVersion } from './row-version';
import type { RowExpression, Tuple } from './table-def';

/**
 * Equality look-up from a key to all versions that carry it, in heap order.
 * Keys with a NULL are not kept: nothing equals them, and they never conflict.
 */
export class HashIndex {
  private readonly groups = new Map<HashKey, RowGroup>();
  readonly types: readonly SqlType[];
  private readonly singleColumn: number;
  hits = 0;

  constructor(
    readonly name: string,
    readonly parts: readonly KeyPart[],
    readonly unique: boolean,
    private readonly context: EvalContext,
    /** Partial index: only rows for which it is true. */
    readonly where: RowExpression | null = null,
  ) {
    this.types = parts.map((part) => part.type);
    const [only] = parts;
    this.singleColumn = parts.length === 1 && only && 'column' in only && !where ? only.column : -1;
  }

  get size(): number {
    return this.groups.size;
  }

  /** The key of a row, or null when the index does not hold it. */
  keyOf(tuple: Tuple): HashKey | null {
    if (this.singleColumn >= 0) {
      const value = tuple[this.singleColumn] ?? null;
      return value === null ? null : (this.types[0] as SqlType).key(value);
    }
    if (this.where && this.where(tuple, this.context) !== true) return null;
    return hashKeyOf(this.types, this.valuesOf(tuple));
  }

  valuesOf(tuple: Tuple): Datum[] {
    return this.parts.map((part) => keyValue(part, tuple, this.context));
  }

  add(version: RowVersion): void {
    const key = this.keyOf(version.values);
    if (key === null) return;
    const group = this.groups.get(key);
    const grown = group === undefined ? version : addRow(group, version);
    if (grown !== group) this.groups.set(key, grown);
  }

  remove(version: RowVersion): void {
    const key = this.keyOf(version.values);
    if (key === null) return;
    const group = this.groups.get(key);
    if (group === undefined) return;
    const left = removeRow(group, version);
    if (left === null) this.groups.delete(key);
    else if (left !== group) this.groups.set(key, left);
  }

  /** All versions under a key, visible or not; undefined when there are none. */
  group(key: HashKey): RowGroup | undefined {
    return this.groups.get(key);
  }
}
