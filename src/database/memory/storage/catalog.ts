import type { SelectStmt } from '@pgsql/types';
import { SqlError, type SqlErrorFields } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import type { Sequence } from './sequence';
import type { Table } from './table';

/** A query under a name. */
export interface View {
  readonly schema: string;
  readonly name: string;
  /** @throws SqlError 0A000 when the store cannot run it */
  readonly query: () => SelectStmt;
}

const STANDARD_SCHEMAS: ReadonlySet<string> = new Set(['public', 'pg_catalog', 'information_schema']);

/** What there is, by qualified name. */
class CatalogObjects {
  version = 0;
  readonly tables = new Map<string, Table>();
  readonly sequences = new Map<string, Sequence>();
  readonly types = new Map<string, SqlType>();
  readonly views = new Map<string, View>();
}

/** What there is, by name. `version` grows with every change, so that prepared statements know when to start over. */
export class Catalog {
  constructor(
    private readonly objects = new CatalogObjects(),
    /** Schemas that names without one are looked up in, first match wins (search_path). */
    private readonly searchPath: readonly string[] = ['public'],
  ) {}

  /** The same objects, under names that are looked up in other schemas. */
  seenThrough(searchPath: readonly string[]): Catalog {
    return new Catalog(this.objects, searchPath);
  }

  get version(): number {
    return this.objects.version;
  }

  /** The schemas of the search path that exist. */
  get existingSchemas(): readonly string[] {
    return this.searchPath.filter((schema) => this.hasSchema(schema));
  }

  /** Whether there is such a schema: one that always is, or the name of one that something is in. */
  hasSchema(schema: string): boolean {
    if (STANDARD_SCHEMAS.has(schema)) return true;
    const { tables, sequences, types, views } = this.objects;
    const prefix = qualified(schema, '');
    return [tables, sequences, types, views].some((objects) =>
      [...objects.keys()].some((name) => name.startsWith(prefix)),
    );
  }

  table(schema: string | null, name: string): Table | null {
    return this.find(this.objects.tables, schema, name);
  }

  sequence(schema: string | null, name: string): Sequence | null {
    return this.find(this.objects.sequences, schema, name);
  }

  type(schema: string | null, name: string): SqlType | null {
    return this.find(this.objects.types, schema, name);
  }

  view(schema: string | null, name: string): View | null {
    return this.find(this.objects.views, schema, name);
  }

  get tables(): Table[] {
    return [...this.objects.tables.values()];
  }

  get sequences(): Sequence[] {
    return [...this.objects.sequences.values()];
  }

  get views(): View[] {
    return [...this.objects.views.values()];
  }

  /** The types that the schemas have made of their own. */
  get types(): { readonly schema: string; readonly type: SqlType }[] {
    return [...this.objects.types].map(([name, type]) => ({ schema: name.split('\u0000')[0] ?? '', type }));
  }

  /** How many types the schema has made of its own. */
  get typeCount(): number {
    return this.objects.types.size;
  }

  addTable(table: Table): void {
    this.objects.tables.set(qualified(table.def.schema, table.def.name), table);
    this.objects.version += 1;
  }

  addSequence(sequence: Sequence): void {
    this.objects.sequences.set(qualified(sequence.def.schema, sequence.def.name), sequence);
    this.objects.version += 1;
  }

  addType(schema: string, type: SqlType): void {
    this.objects.types.set(qualified(schema, type.name), type);
    this.objects.version += 1;
  }

  addView(view: View): void {
    this.objects.views.set(qualified(view.schema, view.name), view);
    this.objects.version += 1;
  }

  clear(): void {
    this.objects.views.clear();
    this.objects.tables.clear();
    this.objects.sequences.clear();
    this.objects.types.clear();
    this.objects.version += 1;
  }

  private find<T>(map: ReadonlyMap<string, T>, schema: string | null, name: string): T | null {
    if (schema !== null) return map.get(qualified(schema, name)) ?? null;
    for (const candidate of this.searchPath) {
      const found = map.get(qualified(candidate, name));
      if (found) return found;
    }
    return null;
  }
}

function qualified(schema: string, name: string): string {
  return `${schema}\u0000${name}`;
}

/** 42P01: nothing of this name, as it was written. */
export function missingRelation(
  schema: string | undefined,
  name: string,
  fields: SqlErrorFields = {},
): SqlError {
  return new SqlError('42P01', `relation "${schema ? `${schema}.` : ''}${name}" does not exist`, fields);
}
