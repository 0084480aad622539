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

  /** @param meaning of what else than the text its meaning depends: settings of a session */
  get(sql: string, catalog: Catalog, meaning = ''): readonly Prepared[] {
    const key = meaning + sql;
    const found = this.entries.get(key);
    if (found && found.catalogVersion === catalog.version) {
      this.entries.delete(key);
      this.entries.set(key, found);
      return found.prepared;
    }
    const prepared = prepare(sql, catalog);
    this.entries.set(key, { catalogVersion: catalog.version, prepared });
    if (this.entries.size > this.capacity) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    return prepared;
  }
}
