import type { ChangeRecord, RowRecord } from '../journal/transaction-record';
import type { ReplayedTable } from './replayed-table';

/** The rows that transactions in quarantine have touched: what touches them again, or points at them, depends on those. */
export class RefusedRows {
  /** Entries in quarantine, by the rows that they touch. */
  private readonly touchedBy = new Map<string, string>();

  constructor(private readonly tables: ReadonlyMap<string, ReplayedTable>) {}

  /** @param entry its id in quarantine */
  add(changes: readonly ChangeRecord[], entry: string): void {
    for (const change of changes)
      for (const row of this.rowsOf(change)) if (!this.touchedBy.has(row)) this.touchedBy.set(row, entry);
  }

  /** The id of an entry in quarantine on which these changes depend, or null. */
  dependencyOf(changes: readonly ChangeRecord[]): string | null {
    if (this.touchedBy.size === 0) return null;
    for (const change of changes) {
      for (const row of [...this.rowsOf(change), ...this.referencedBy(change)]) {
        const entry = this.touchedBy.get(row);
        if (entry !== undefined) return entry;
      }
    }
    return null;
  }

  /** Each way in which the change's row, before and after, can be known. */
  private rowsOf(change: ChangeRecord): string[] {
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

  private referencedBy(change: ChangeRecord): string[] {
    if (change.kind === 'delete' || change.kind === 'refresh') return [];
    const references = this.tables.get(change.table)?.references ?? [];
    return references.flatMap(({ table, columns, referencedColumns }) =>
      nameOf(table, referencedColumns, change.row, columns),
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
