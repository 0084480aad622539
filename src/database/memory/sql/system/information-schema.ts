import type { Catalog } from '../../storage/catalog';
import { types } from '../../types/type-catalog';
import { columnFactsTable } from './information-schema-columns';
import { constraintsOf, type Constraint } from './constraints';
import { relationsOf, schemasOf, type Relation } from './relations';
import { DATABASE, systemTable, type SystemTable } from './system-table';

const TABLE_TYPES: Readonly<Partial<Record<Relation['kind'], string>>> = { r: 'BASE TABLE', v: 'VIEW' };

const CONSTRAINT_TYPES: Readonly<Partial<Record<Constraint['kind'], string>>> = {
  p: 'PRIMARY KEY',
  u: 'UNIQUE',
  f: 'FOREIGN KEY',
  c: 'CHECK',
};

const ofConstraint = ({ name, table }: Constraint) => ({
  constraint_catalog: DATABASE,
  constraint_schema: table.schema,
  constraint_name: name,
});

const ofTable = ({ schema, name }: Relation) => ({
  table_catalog: DATABASE,
  table_schema: schema,
  table_name: name,
});

const columnName = ({ table }: Relation, ordinal: number): string => table?.def.columns[ordinal]?.name ?? '';

const CONSTRAINT_NAME = {
  constraint_catalog: 'name',
  constraint_schema: 'name',
  constraint_name: 'name',
} as const;
const TABLE_NAME = { table_catalog: 'name', table_schema: 'name', table_name: 'name' } as const;

export const informationSchema: Readonly<Record<string, SystemTable>> = {
  schemata: systemTable({ catalog_name: 'name', schema_name: 'name', schema_owner: 'name' }, (catalog) =>
    schemasOf(catalog).map(({ name }) => ({
      catalog_name: DATABASE,
      schema_name: name,
      schema_owner: 'postgres',
    })),
  ),
  tables: systemTable({ ...TABLE_NAME, table_type: 'varchar', is_insertable_into: 'varchar' }, (catalog) =>
    relationsOf(catalog).flatMap((relation) => {
      const type = TABLE_TYPES[relation.kind];
      if (!type) return [];
      return {
        ...ofTable(relation),
        table_type: type,
        is_insertable_into: relation.kind === 'r' ? 'YES' : 'NO',
      };
    }),
  ),
  columns: columnFactsTable,
  views: systemTable(TABLE_NAME, (catalog) =>
    relationsOf(catalog)
      .filter(({ kind }) => kind === 'v')
      .map(ofTable),
  ),
  sequences: systemTable(
    {
      sequence_catalog: 'name',
      sequence_schema: 'name',
      sequence_name: 'name',
      data_type: 'varchar',
      start_value: 'varchar',
      minimum_value: 'varchar',
      maximum_value: 'varchar',
      increment: 'varchar',
      cycle_option: 'varchar',
    },
    sequenceRows,
  ),
  table_constraints: systemTable(
    {
      ...CONSTRAINT_NAME,
      ...TABLE_NAME,
      constraint_type: 'varchar',
      is_deferrable: 'varchar',
      initially_deferred: 'varchar',
      enforced: 'varchar',
    },
    (catalog) =>
      constraintsOf(catalog).flatMap((constraint) => {
        const type = CONSTRAINT_TYPES[constraint.kind];
        if (!type) return [];
        return {
          ...ofConstraint(constraint),
          ...ofTable(constraint.table),
          constraint_type: type,
          is_deferrable: constraint.deferrable ? 'YES' : 'NO',
          initially_deferred: constraint.deferred ? 'YES' : 'NO',
          enforced: 'YES',
        };
      }),
  ),
  key_column_usage: systemTable(
    {
      ...CONSTRAINT_NAME,
      ...TABLE_NAME,
      column_name: 'name',
      ordinal_position: 'int4',
      position_in_unique_constraint: 'int4',
    },
    (catalog) =>
      constraintsOf(catalog).flatMap((constraint) =>
        constraint.columns.map((ordinal, i) => ({
          ...ofConstraint(constraint),
          ...ofTable(constraint.table),
          column_name: columnName(constraint.table, ordinal),
          ordinal_position: i + 1,
          position_in_unique_constraint: constraint.foreign ? placeInReferenced(constraint, i) : null,
        })),
      ),
  ),
  constraint_column_usage: systemTable(
    { ...TABLE_NAME, column_name: 'name', ...CONSTRAINT_NAME },
    (catalog) =>
      constraintsOf(catalog).flatMap((constraint) => {
        const table = constraint.foreign?.table ?? constraint.table;
        const columns = constraint.foreign?.columns ?? constraint.columns;
        return columns.map((ordinal) => ({
          ...ofTable(table),
          column_name: columnName(table, ordinal),
          ...ofConstraint(constraint),
        }));
      }),
  ),
  referential_constraints: systemTable(
    {
      ...CONSTRAINT_NAME,
      unique_constraint_catalog: 'name',
      unique_constraint_schema: 'name',
      unique_constraint_name: 'name',
      match_option: 'varchar',
      update_rule: 'varchar',
      delete_rule: 'varchar',
    },
    (catalog) =>
      constraintsOf(catalog).flatMap((constraint) => {
        const { foreign } = constraint;
        if (!foreign) return [];
        const key = referencedKey(constraint);
        return {
          ...ofConstraint(constraint),
          ...(key && foreign.table
            ? {
                unique_constraint_catalog: DATABASE,
                unique_constraint_schema: foreign.table.schema,
                unique_constraint_name: key.name,
              }
            : {}),
          match_option: 'NONE',
          update_rule: foreign.onUpdate.toUpperCase(),
          delete_rule: foreign.onDelete.toUpperCase(),
        };
      }),
  ),
};

function referencedKey({ foreign }: Constraint): { name: string; columns: readonly number[] } | null {
  const def = foreign?.table?.table?.def;
  const keys = [...(def?.primaryKey ? [def.primaryKey] : []), ...(def?.uniques ?? [])];
  const wanted = new Set(foreign?.columns);
  return (
    keys.find(({ columns }) => columns.length === wanted.size && columns.every((one) => wanted.has(one))) ??
    null
  );
}

/** The place, from 1, of a foreign key's column in the key that it refers to. */
function placeInReferenced(constraint: Constraint, i: number): number | null {
  const place = referencedKey(constraint)?.columns.indexOf(constraint.foreign?.columns[i] ?? -1) ?? -1;
  return place < 0 ? null : place + 1;
}

function sequenceRows(catalog: Catalog) {
  const identities = new Set(
    catalog.tables.flatMap(({ def }) =>
      def.columns.flatMap(({ identity, sequence }) =>
        identity && sequence ? `${def.schema}.${sequence}` : [],
      ),
    ),
  );
  return catalog.sequences
    .filter(({ def }) => !identities.has(`${def.schema}.${def.name}`))
    .map(({ def }) => ({
      sequence_catalog: DATABASE,
      sequence_schema: def.schema,
      sequence_name: def.name,
      data_type: sequenceType(def.maxValue),
      start_value: String(def.start),
      minimum_value: String(def.minValue),
      maximum_value: String(def.maxValue),
      increment: String(def.increment),
      cycle_option: def.cycle ? 'YES' : 'NO',
    }));
}

/** The type that a sequence was made for: its greatest value tells. */
export function sequenceType(maxValue: bigint): string {
  if (maxValue < 2n ** 15n) return types.int2.displayName;
  return maxValue < 2n ** 31n ? types.int4.displayName : types.int8.displayName;
}
