import type { DataSource, EntityManager } from 'typeorm';
import type { ChangeRecord, TransactionRecord } from '../journal/transaction-record';
import type { ReplayedTable } from './replayed-table';
import { RowNames } from './row-names';

/** The rows that transactions in quarantine have touched: what touches them again, or points at them, depends on those. */
export class RefusedRows {
  private readonly names: RowNames;
  /** Entries in quarantine, by the rows that they touch. */
  private readonly touchedBy = new Map<string, string>();

  private constructor(tables: ReadonlyMap<string, ReplayedTable>) {
    this.names = new RowNames(tables);
  }

  /** Those of the entries of one journal; of all, or of those before one of them. */
  static async of(journalId: string, { from, tables, before = null }: Source): Promise<RefusedRows> {
    const refused = new RefusedRows(tables);
    const entries = await from.query<{ id: string; record: TransactionRecord }[]>(
      `SELECT id, record FROM database_quarantine WHERE journal = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id`,
      [journalId, before],
    );
    for (const { id, record } of entries) refused.add(record.changes, id);
    return refused;
  }

  /** @param entry its id in quarantine */
  add(changes: readonly ChangeRecord[], entry: string): void {
    for (const change of changes)
      for (const row of this.names.of(change)) if (!this.touchedBy.has(row)) this.touchedBy.set(row, entry);
  }

  /** The id of an entry in quarantine on which these changes depend, or null. */
  dependencyOf(changes: readonly ChangeRecord[]): string | null {
    if (this.touchedBy.size === 0) return null;
    for (const change of changes) {
      for (const row of [...this.names.of(change), ...this.names.pointedAtBy(change)]) {
        const entry = this.touchedBy.get(row);
        if (entry !== undefined) return entry;
      }
    }
    return null;
  }
}

interface Source {
  readonly from: DataSource | EntityManager;
  readonly tables: ReadonlyMap<string, ReplayedTable>;
  /** The id of an entry. */
  readonly before?: string | null;
}
