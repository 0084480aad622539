import { compareNullsLast } from '../storage/ordered-index';
import type { RowVersion } from '../storage/row-version';
import type { SortColumn } from './access-path';
import type { EntityAccess } from './entity-access';

/** More wanted rows than this are sorted whole: keeping them sorted as they come costs more. */
const MOST_KEPT_SORTED = 100;

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
  private readonly rows: RowVersion[] = [];

  constructor(
    private readonly order: readonly SortColumn[],
    private readonly limit: number,
  ) {}

  add(row: RowVersion): void {
    const { rows, limit } = this;
    if (limit > MOST_KEPT_SORTED) {
      rows.push(row);
      return;
    }
    if (rows.length === limit) {
      const last = rows[limit - 1];
      if (!last || this.compare(row, last) >= 0) return;
      rows.pop();
    }
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(rows[middle] as RowVersion, row) <= 0) low = middle + 1;
      else high = middle;
    }
    rows.splice(low, 0, row);
  }

  sorted(): RowVersion[] {
    return this.limit > MOST_KEPT_SORTED ? this.rows.toSorted((a, b) => this.compare(a, b)) : this.rows;
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
