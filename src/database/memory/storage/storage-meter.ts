import type { Tuple } from './table-def';
import { SqlError } from '../types/sql-error';

export interface StorageLimits {
  /** The most row versions that all tables may hold together. */
  readonly maxRows: number;
  /** The most bytes that they may take, by estimate. */
  readonly maxBytes: number;
}

/** What a version costs beside its values: the object, its list links, its place in two indexes. */
const ROW_OVERHEAD_BYTES = 160;

/** Counts what is stored, and refuses more than the ceiling; reads and deletes always go on. */
export class StorageMeter {
  rows = 0;
  bytes = 0;

  constructor(private readonly limits: StorageLimits) {}

  /** @throws SqlError 53200 when the ceiling is reached */
  add(bytes: number): void {
    if (this.rows >= this.limits.maxRows || this.bytes + bytes > this.limits.maxBytes) {
      throw new SqlError('53200', 'the in-memory store is full', {
        hint: `It holds ${this.rows} rows and about ${this.bytes} bytes. Delete rows, or raise its limits.`,
      });
    }
    this.rows += 1;
    this.bytes += bytes;
  }

  /** Counts what was there before, which no ceiling keeps out. */
  restore(bytes: number): void {
    this.rows += 1;
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.rows -= 1;
    this.bytes -= bytes;
  }
}

/** An estimate of the memory that a row takes, in bytes. */
export function estimateBytes(tuple: Tuple): number {
  let bytes = ROW_OVERHEAD_BYTES + 8 * tuple.length;
  for (const value of tuple) {
    if (typeof value === 'string') bytes += 16 + value.length;
    else if (typeof value === 'object' && value !== null) bytes += sizeOfObject(value);
    else if (typeof value === 'bigint') bytes += 16;
  }
  return bytes;
}

function sizeOfObject(value: object): number {
  if (value instanceof Uint8Array) return 64 + value.byteLength;
  if (Array.isArray(value)) return 32 + 24 * value.length;
  return 96;
}
