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

/** What there is, by name. `version` grows with every change, so that prepared statements know when to start over. */
export class Catalog {
  version = 0;
  private readonly tablesByName = new Map<string, Table>();
  private readonly sequencesByName = new Map<string, Sequence>();
  private readonly typesByName = new Map<string, SqlType>();
  private readonly viewsByName = new Map<string, View>();
  /** Schemas that names without one are looked up in, first match wins (search_path). */
  searchPath: readonly string[] = ['public'];

  table(schema: string | null, name: string): Table | null {
    return this.find(this.tablesByName, schema, name);
  }

  sequence(schema: string | null, name: string): Sequence | null {
    return this.find(this.sequencesByName, schema, name);
  }

  type(schema: string | null, name: string): SqlType | null {
    return this.find(this.typesByName, schema, name);
  }

  view(schema: string | null, name: string): View | null {
    return this.find(this.viewsByName, schema, name);
  }

  get tables(): Table[] {
    return [...this.tablesByName.values()];
  }

  get sequences(): Sequence[] {
    return [...this.sequencesByName.values()];
  }

  get views(): View[] {
    return [...this.viewsByName.values()];
  }

  /** How many types the schema has made of its own. */
  get typeCount(): number {
    return this.typesByName.size;
  }

  addTable(table: Table): void {
    this.tablesByName.set(qualified(table.def.schema, table.def.name), table);
    this.version += 1;
  }

  addSequence(sequence: Sequence): void {
    this.sequencesByName.set(qualified(sequence.def.schema, sequence.def.name), sequence);
    this.version += 1;
  }

  addType(schema: string, type: SqlType): void {
    this.typesByName.set(qualified(schema, type.name), type);
    this.version += 1;
  }

  addView(view: View): void {
    this.viewsByName.set(qualified(view.schema, view.name), view);
    this.version += 1;
  }

  clear(): void {
    this.viewsByName.clear();
    this.tablesByName.clear();
    this.sequencesByName.clear();
    this.typesByName.clear();
    this.version += 1;
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
