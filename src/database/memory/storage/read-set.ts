import type { HashKey } from '../types/sql-type';
import type { Change, ChangedTable } from './change';
import type { HashIndex } from './hash-index';

/**
 * What a SERIALIZABLE transaction has looked at: whole tables, and keys of indexes, found or not. It stands for
 * PostgreSQL's predicate locks (SIREAD), which take a table for a scan and less for a look-up.
 */
export class ReadSet {
  private readonly tables = new Set<ChangedTable>();
  private readonly keys = new Map<ChangedTable, Map<HashIndex, Set<HashKey>>>();

  addTable(table: ChangedTable): void {
    this.tables.add(table);
    this.keys.delete(table);
  }

  addKey(table: ChangedTable, index: HashIndex, key: HashKey): void {
    if (this.tables.has(table)) return;
    let indexes = this.keys.get(table);
    if (!indexes) this.keys.set(table, (indexes = new Map<HashIndex, Set<HashKey>>()));
    const keys = indexes.get(index);
    if (keys) keys.add(key);
    else indexes.set(index, new Set([key]));
  }

  /** Whether a change would have shown in what was read. */
  touches(change: Change): boolean {
    if (this.tables.has(change.table)) return true;
    for (const [index, keys] of this.keys.get(change.table) ?? []) {
      const before = change.kind === 'insert' ? null : index.keyOf(change.old.values);
      const after = change.kind === 'delete' ? null : index.keyOf(change.version.values);
      if ((before !== null && keys.has(before)) || (after !== null && keys.has(after))) return true;
    }
    return false;
  }
}
