import type { RowVersion } from '../storage/row-version';
import { compareNullsLast } from '../types/compare-nulls-last';
import type { SortColumn } from './entity-access-path';
import type { EntityAccess } from './entity-access';

/** Rows are sorted, and those that are too many dropped, when this many have come, or four times what is wanted. */
const SMALLEST_BUFFER = 256;

/** The columns of a find's `order`, or null when it is not one over plain columns. */
export function readOrder({ byProperty }: EntityAccess, order: object | undefined): SortColumn[] | null {
  const columns: SortColumn[] = [];
  for (const property in order) {
    const given = (order as Record<string, unknown>)[property];
    if (given === undefined) continue;
    const column = byProperty.get(property);
    if (!column || !column.comparedAs) return null;
    const detailed = typeof given === 'object' && given !== null;
    const { direction, nulls } = (detailed ? given : { direction: given }) as {
      direction?: unknown;
      nulls?: unknown;
    };
    const descending = direction === 'DESC' || direction === 'desc' || direction === -1;
    if (nulls !== undefined && typeof nulls !== 'string') return null;
    const place = nulls?.toLowerCase();
    columns.push({
      ordinal: column.ordinal,
      type: column.column.type,
      descending,
      nullsFirst: place === 'first' || (place !== 'last' && descending),
    });
  }
  return columns;
}

/** Sorts rows that come in heap order, which decides between equals, and keeps the first ones. */
export class RowSorter {
  private rows: RowVersion[] = [];
  /** The last row of those that are kept, once there are as many as are wanted. */
  private last: RowVersion | null = null;
  private readonly capacity: number;

  constructor(
    private readonly order: readonly SortColumn[],
    private readonly limit: number,
  ) {
    this.capacity = Math.max(SMALLEST_BUFFER, 4 * limit);
  }

  add(row: RowVersion): void {
    if (this.last && this.compare(row, this.last) >= 0) return;
    this.rows.push(row);
    if (this.rows.length < this.capacity) return;
    this.rows = this.sorted();
    this.last = this.rows[this.limit - 1] ?? null;
  }

  sorted(): RowVersion[] {
    return this.rows.toSorted((a, b) => this.compare(a, b)).slice(0, this.limit);
  }

  private compare(a: RowVersion, b: RowVersion): number {
    for (const { ordinal, type, descending, nullsFirst } of this.order) {
      const left = a.values[ordinal] ?? null;
      const right = b.values[ordinal] ?? null;
      let order: number;
      if (left === null || right === null) {
        order = left === right ? 0 : compareNullsLast(type, left, right);
        if (nullsFirst) order = -order;
      } else {
        order = type.compare(left, right);
        if (descending) order = -order;
      }
      if (order !== 0) return order;
    }
    return 0;
  }
}
