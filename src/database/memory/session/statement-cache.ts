import type { Node } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import { parse } from '../sql/parser';
import { type Prepared, prepareNode } from '../sql/prepare';

/** Several statements, or none, in one text: each is prepared when its turn has come, as it may depend on those before. */
export interface StatementList {
  readonly kind: 'several';
  readonly nodes: readonly Node[];
}

export type PreparedText = Prepared | StatementList;

interface Entry {
  readonly catalogVersion: number;
  readonly prepared: PreparedText;
}

/** Prepared statements by their text, the least recently used forgotten first; a change of the schema forgets all. */
export class StatementCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly capacity: number) {}

  /** @param meaning of what else than the text its meaning depends: settings of a session */
  get(sql: string, catalog: Catalog, meaning = ''): PreparedText {
    const key = meaning + sql;
    const found = this.entries.get(key);
    if (found && found.catalogVersion === catalog.version) {
      this.entries.delete(key);
      this.entries.set(key, found);
      return found.prepared;
    }
    const prepared = prepareText(sql, catalog);
    this.entries.set(key, { catalogVersion: catalog.version, prepared });
    if (this.entries.size > this.capacity) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    return prepared;
  }
}

function prepareText(sql: string, catalog: Catalog): PreparedText {
  const nodes = parse(sql);
  const [node] = nodes;
  return node && nodes.length === 1 ? prepareNode(node, catalog) : { kind: 'several', nodes };
}
