import type { Catalog } from '../storage/catalog';
import type { Tuple } from '../storage/table-def';
import { types } from '../types/type-catalog';
import type { OutputColumn } from './scope';

/** A catalog view: what TypeORM's hasTable, hasColumn and hasSchema look at. */
export interface SystemTable {
  readonly columns: readonly OutputColumn[];
  rows(catalog: Catalog): readonly Tuple[];
}

/** Columns of the types that information_schema calls sql_identifier and character_data. */
const identifiers = (...names: string[]): OutputColumn[] =>
  names.map((name) => ({ name, type: types.name, typmod: -1 }));
const texts = (...names: string[]): OutputColumn[] =>
  names.map((name) => ({ name, type: types.varchar, typmod: -1 }));

const informationSchema: Record<string, SystemTable> = {
  schemata: {
    columns: identifiers('catalog_name', 'schema_name', 'schema_owner'),
    rows: (catalog) =>
      [...new Set(['public', ...catalog.tables.map(({ def }) => def.schema)])].map((schema) => [
        'memory',
        schema,
        'postgres',
      ]),
  },
  tables: {
    columns: [...identifiers('table_catalog', 'table_schema', 'table_name'), ...texts('table_type')],
    rows: (catalog) => catalog.tables.map(({ def }) => ['memory', def.schema, def.name, 'BASE TABLE']),
  },
  columns: {
    columns: [
      ...identifiers('table_catalog', 'table_schema', 'table_name', 'column_name'),
      { name: 'ordinal_position', type: types.int4, typmod: -1 },
      ...texts('is_nullable', 'data_type'),
      ...identifiers('udt_name'),
    ],
    rows: (catalog) =>
      catalog.tables.flatMap(({ def }) =>
        def.columns.map((column, i) => [
          'memory',
          def.schema,
          def.name,
          column.name,
          i + 1,
          column.notNull ? 'NO' : 'YES',
          column.type.element
            ? 'ARRAY'
            : column.type.category === 'E'
              ? 'USER-DEFINED'
              : column.type.displayName,
          column.type.name,
        ]),
      ),
  },
};

const pgCatalog: Record<string, SystemTable> = {
  pg_database: { columns: identifiers('datname'), rows: () => [['memory']] },
};

/** The view of this name, or null. */
export function systemTable(schema: string | null, name: string): SystemTable | null {
  if (schema === 'information_schema') return informationSchema[name] ?? null;
  return schema === null || schema === 'pg_catalog' ? (pgCatalog[name] ?? null) : null;
}
