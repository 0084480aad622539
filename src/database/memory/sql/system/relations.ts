import type { Catalog, View } from '../../storage/catalog';
import type { Sequence } from '../../storage/sequence';
import type { Table } from '../../storage/table';
import type { IndexDef, KeyDef } from '../../storage/table-def';
import type { SqlType } from '../../types/sql-type';
import { isBuiltIn } from './column-facts';

/** Oids of the schemas that every database has. */
const SCHEMA_OIDS: Readonly<Record<string, number>> = {
  pg_catalog: 11,
  public: 2200,
  information_schema: 13_000,
};

/** Where the oids of each kind begin. Nothing is dropped on its own, so that counting keeps them the same. */
const FIRST = { schema: 100_000, relation: 200_000, index: 300_000, constraint: 400_000 } as const;

/** A table, view or sequence with its oid. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** As `pg_class.relkind`. */
  readonly kind: 'r' | 'm' | 'v' | 'S';
  readonly table: Table | null;
  readonly sequence: Sequence | null;
}

/** An index, under a constraint or on its own. */
export interface Index {
  readonly oid: number;
  readonly table: Relation;
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly method: 'btree' | 'gin';
  /** Ordinals of the columns, from 0; null for an expression. */
  readonly parts: readonly (number | null)[];
  readonly partNames: readonly string[];
  readonly where: string | null;
  readonly immediate: boolean;
}

export function schemasOf(catalog: Catalog): readonly { readonly oid: number; readonly name: string }[] {
  const own = [...catalog.tables, ...catalog.sequences].map(({ def }) => def.schema);
  const others = [...own, ...catalog.views.map(({ schema }) => schema)].filter((name) => !SCHEMA_OIDS[name]);
  return [
    ...Object.entries(SCHEMA_OIDS).map(([name, oid]) => ({ oid, name })),
    ...[...new Set(others)].map((name, i) => ({ oid: FIRST.schema + i, name })),
  ];
}

export function schemaOid(catalog: Catalog): (name: string) => number {
  const oids = new Map(schemasOf(catalog).map(({ name, oid }) => [name, oid]));
  return (name) => oids.get(name) ?? 0;
}

/** Tells the schema of a type; an array is in that of its elements. */
export function schemasOfTypes(catalog: Catalog): (type: SqlType) => string {
  const own = new Map(catalog.types.map(({ schema, type }) => [type, schema]));
  return (type) => own.get(type.element ?? type) ?? (isBuiltIn(type) ? 'pg_catalog' : 'public');
}

/** A schema that has to be named with what is in it, or null. */
export function hiddenSchema(schema: string): string | null {
  return schema === 'public' || schema === 'pg_catalog' ? null : schema;
}

export function relationsOf(catalog: Catalog): readonly Relation[] {
  const found: Omit<Relation, 'oid'>[] = [
    ...catalog.tables.map((table) => ({
      schema: table.def.schema,
      name: table.def.name,
      kind: table.def.materialized ? ('m' as const) : ('r' as const),
      table,
      sequence: null,
    })),
    ...catalog.sequences.map((sequence) => ({
      schema: sequence.def.schema,
      name: sequence.def.name,
      kind: 'S' as const,
      table: null,
      sequence,
    })),
    ...catalog.views.map(({ schema, name }: View) => ({
      schema,
      name,
      kind: 'v' as const,
      table: null,
      sequence: null,
    })),
  ];
  return found.map((relation, i) => ({ ...relation, oid: FIRST.relation + i }));
}

/** Tables alone, with or without those that are materialized views. */
export function tablesOf(
  catalog: Catalog,
  { materialized }: { readonly materialized: boolean },
): readonly (Relation & { readonly table: Table })[] {
  return relationsOf(catalog).flatMap((relation) =>
    relation.table && (materialized || relation.kind === 'r') ? [{ ...relation, table: relation.table }] : [],
  );
}

export function indexesOf(catalog: Catalog): readonly Index[] {
  const found = tablesOf(catalog, { materialized: true }).flatMap((relation) => {
    const { def } = relation.table;
    const ofKey = (key: KeyDef, primary: boolean): Omit<Index, 'oid'> => ({
      table: relation,
      name: key.name,
      unique: true,
      method: 'btree',
      primary,
      parts: key.columns,
      partNames: key.columns.map((ordinal) => def.columns[ordinal]?.name ?? ''),
      where: null,
      immediate: !key.deferrable,
    });
    const ofIndex = (index: IndexDef): Omit<Index, 'oid'> => ({
      table: relation,
      name: index.name,
      unique: index.unique,
      method: index.method ?? 'btree',
      primary: false,
      parts: index.parts.map((part) => (typeof part === 'number' ? part : null)),
      partNames: index.partNames,
      where: index.whereSql ?? null,
      immediate: true,
    });
    return [
      ...(def.primaryKey ? [ofKey(def.primaryKey, true)] : []),
      ...def.uniques.map((key) => ofKey(key, false)),
      ...def.indexes.map(ofIndex),
    ];
  });
  return found.map((index, i) => ({ ...index, oid: FIRST.index + i }));
}

export function constraintOid(place: number): number {
  return FIRST.constraint + place;
}
