import type { ChangeRecord, RowRecord } from '../journal/transaction-record';
import type { ReplayedTable } from './replayed-table';

/** What rows are known by to those that point at them: the values of the columns that foreign keys point at. */
export class RowNames {
  constructor(private readonly tables: ReadonlyMap<string, ReplayedTable>) {}

  /** Each way in which the change's row, before and after, can be known. */
  of(change: ChangeRecord): string[] {
    if (change.kind === 'refresh') return [];
    const identities = this.tables.get(change.table)?.identities ?? [];
    const shapes: RowRecord[] = [];
    if (change.kind !== 'insert') shapes.push(change.key);
    if (change.kind === 'insert') shapes.push(change.row);
    if (change.kind === 'update') shapes.push({ ...change.key, ...change.row });
    return shapes.flatMap((row) =>
      identities.flatMap((columns) => nameOf(change.table, columns, row, columns)),
    );
  }

  /** The rows that the change makes its row point at. */
  pointedAtBy(change: ChangeRecord): string[] {
    if (change.kind === 'delete' || change.kind === 'refresh') return [];
    const references = this.tables.get(change.table)?.references ?? [];
    const row = change.kind === 'update' ? { ...change.key, ...change.row } : change.row;
    return references.flatMap(({ table, columns, referencedColumns }) =>
      nameOf(table, referencedColumns, row, columns),
    );
  }
}

/** A row by the values of some columns; nothing where one is missing or null. */
function nameOf(
  table: string,
  identity: readonly string[],
  row: RowRecord,
  columns: readonly string[],
): string[] {
  const values = columns.map((column) => row[column] ?? null);
  if (values.some((value) => value === null)) return [];
  const cells = identity.map((column, i) => [column, values[i]] as const);
  return [JSON.stringify([table, ...cells.toSorted(([a], [b]) => (a < b ? -1 : 1))])];
}
