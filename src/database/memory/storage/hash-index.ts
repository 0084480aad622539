import type { HashKey, SqlType } from '../types/sql-type';
import type { EvalContext } from '../types/eval-context';
import type { Datum } from '../types/datum';
import { hashKeyOf, keyValue, type KeyPart } from './index-key';
import type { RowVersion } from './row-version';
import type { RowExpression, Tuple } from './table-def';

const NONE: readonly RowVersion[] = Object.freeze([]);

/**
 * Equality look-up from a key to all versions that carry it, in heap order.
 * Keys with a NULL are not kept: nothing equals them, and they never conflict.
 */
export class HashIndex {
  private readonly buckets = new Map<HashKey, RowVersion | RowVersion[]>();
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
    return this.buckets.size;
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
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, version);
    else if (Array.isArray(bucket)) bucket.push(version);
    else this.buckets.set(key, [bucket, version]);
  }

  remove(version: RowVersion): void {
    const key = this.keyOf(version.values);
    if (key === null) return;
    const bucket = this.buckets.get(key);
    if (bucket === version) {
      this.buckets.delete(key);
    } else if (Array.isArray(bucket)) {
      const at = bucket.indexOf(version);
      if (at >= 0) bucket.splice(at, 1);
      if (bucket.length === 1) this.buckets.set(key, bucket[0] as RowVersion);
    }
  }

  /** All versions under a key, visible or not, in heap order. */
  versions(key: HashKey | null): readonly RowVersion[] {
    if (key === null) return NONE;
    const bucket = this.buckets.get(key);
    if (bucket === undefined) return NONE;
    return Array.isArray(bucket) ? bucket : [bucket];
  }

  /** The bucket as it is stored: a version, several, or undefined. For look-ups that must not allocate. */
  bucket(key: HashKey): RowVersion | RowVersion[] | undefined {
    return this.buckets.get(key);
  }

  clear(): void {
    this.buckets.clear();
  }
}
