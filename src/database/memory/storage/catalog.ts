import type { SqlType } from '../types/sql-type';
import type { Sequence } from './sequence';
import type { Table } from './table';

/** What there is, by name. `version` grows with every change, so that prepared statements know when to start over. */
export class Catalog {
  version = 0;
  private readonly tablesByName = new Map<string, Table>();
  private readonly sequencesByName = new Map<string, Sequence>();
  private readonly typesByName = new Map<string, SqlType>();
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

  get tables(): Table[] {
    return [...this.tablesByName.values()];
  }

  get sequences(): Sequence[] {
    return [...this.sequencesByName.values()];
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

  clear(): void {
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
