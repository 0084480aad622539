import type { Table } from '../storage/table';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';

export interface OutputColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly typmod: number;
}

/** A relation that names can refer to: a table, a sub-query, a function, under its alias. */
export interface ScopeRelation {
  readonly alias: string;
  /** Where its rows stand in the environment of its query. */
  readonly slot: number;
  readonly columns: readonly OutputColumn[];
  readonly table: Table | null;
  readonly schema?: string;
  /** Columns that USING has merged into one and that `*` lists once. */
  readonly hidden: Set<number>;
}

export interface ColumnReference {
  /** How many queries outwards. */
  readonly depth: number;
  readonly relation: ScopeRelation;
  readonly ordinal: number;
}

/** The names that a query can use: its own relations, then those of the queries around it. */
export class Scope {
  readonly relations: ScopeRelation[] = [];
  private nextSlot = 0;
  readonly ctes = new Map<string, CteReference>();
  /** Some expression in here reads a row of a query further out. */
  correlated = false;

  constructor(readonly parent: Scope | null) {}

  reserveSlot(): number {
    this.nextSlot += 1;
    return this.nextSlot - 1;
  }

  /** @throws SqlError 42712 when the alias is taken */
  add(relation: ScopeRelation): void {
    if (
      relation.alias !== '' &&
      this.relations.some(({ alias, schema }) => alias === relation.alias && schema === relation.schema)
    ) {
      throw new SqlError('42712', `table name "${relation.alias}" specified more than once`);
    }
    this.relations.push(relation);
  }

  /** @throws SqlError 42703, 42702, 42P01 */
  column(name: string, qualifier: string | null): ColumnReference {
    const found = this.tryColumn(name, qualifier);
    if (found) return found;
    if (qualifier === null) throw new SqlError('42703', `column "${name}" does not exist`);
    if (!this.relation(qualifier)) throw missingFrom(qualifier);
    throw new SqlError('42703', `column ${qualifier}.${name} does not exist`);
  }

  tryColumn(name: string, qualifier: string | null): ColumnReference | null {
    for (const [depth, scope] of this.outwards().entries()) {
      const matches = scope.relations.flatMap((relation) => {
        if (qualifier !== null && relation.alias !== qualifier) return [];
        return relation.columns.flatMap((column, ordinal) =>
          column.name === name && (qualifier !== null || !relation.hidden.has(ordinal))
            ? [{ depth, relation, ordinal }]
            : [],
        );
      });
      if (matches.length > 1) throw new SqlError('42702', `column reference "${name}" is ambiguous`);
      if (matches[0]) return matches[0];
      if (qualifier !== null && scope.relations.some(({ alias }) => alias === qualifier)) return null;
    }
    return null;
  }

  /** This scope, then those of the queries around it. */
  private outwards(): readonly Scope[] {
    return this.parent ? [this, ...this.parent.outwards()] : [this];
  }

  /** Notes that an expression of this query reads `depth` queries outwards. */
  markOuter(depth: number): void {
    for (const scope of this.outwards().slice(0, depth)) scope.correlated = true;
  }

  relation(alias: string): { readonly depth: number; readonly relation: ScopeRelation } | null {
    for (const [depth, scope] of this.outwards().entries()) {
      const relation = scope.relations.find((candidate) => candidate.alias === alias);
      if (relation) return { depth, relation };
    }
    return null;
  }

  cte(name: string): CteReference | null {
    for (const scope of this.outwards()) {
      const found = scope.ctes.get(name);
      if (found) return found;
    }
    return null;
  }
}

/** A WITH query: its columns, and the key under which a run keeps its rows. */
export interface CteReference {
  readonly columns: readonly OutputColumn[];
  readonly key: object;
}

export function missingFrom(name: string): SqlError {
  return new SqlError('42P01', `missing FROM-clause entry for table "${name}"`);
}
