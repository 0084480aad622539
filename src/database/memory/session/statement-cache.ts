import type { Catalog } from '../storage/catalog';
import { prepare, type Prepared } from '../sql/prepare';

interface Entry {
  readonly catalogVersion: number;
  readonly prepared: readonly Prepared[];
}

/** Prepared statements by their text, the least recently used forgotten first; a change of the schema forgets all. */
export class StatementCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly capacity: number) {}

  get(sql: string, catalog: Catalog): readonly Prepared[] {
    const found = this.entries.get(sql);
    if (found && found.catalogVersion === catalog.version) {
      this.entries.delete(sql);
      this.entries.set(sql, found);
      return found.prepared;
    }
    const prepared = prepare(sql, catalog);
    this.entries.set(sql, { catalogVersion: catalog.version, prepared });
    if (this.entries.size > this.capacity) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    return prepared;
  }
}
