import { types } from '../../types/type-catalog';
import { constraintsOf } from './constraints';
import { defaultText } from './default-text';
import { indexDefinition } from './index-definition';
import { sequenceType } from './information-schema';
import { pgAttribute } from './pg-attribute';
import { pgClass } from './pg-class';
import { pgEnum, pgType } from './pg-type';
import {
  hiddenSchema,
  indexesOf,
  relationsOf,
  schemaOid,
  schemasOf,
  schemasOfTypes,
  tablesOf,
} from './relations';
import { DATABASE, systemTable, type SystemTable } from './system-table';

const OWNER = 'postgres';
const OWNER_OID = 10;
const DATABASE_OID = 5;

const ACTIONS = {
  'no action': 'a',
  restrict: 'r',
  cascade: 'c',
  'set null': 'n',
  'set default': 'd',
} as const;

/** Numbers of columns as the catalogs count them: from 1, 0 for an expression. */
const attributeNumbers = (ordinals: readonly (number | null)[]): readonly number[] =>
  ordinals.map((ordinal) => (ordinal === null ? 0 : ordinal + 1));

export const pgCatalog: Readonly<Record<string, SystemTable>> = {
  pg_database: systemTable({ oid: 'oid', datname: 'name' }, () => [{ oid: DATABASE_OID, datname: DATABASE }]),
  pg_namespace: systemTable({ oid: 'oid', nspname: 'name', nspowner: 'oid' }, (catalog) =>
    schemasOf(catalog).map(({ oid, name }) => ({ oid, nspname: name, nspowner: OWNER_OID })),
  ),
  pg_class: pgClass,
  pg_attribute: pgAttribute,
  pg_attrdef: systemTable({ oid: 'oid', adrelid: 'oid', adnum: 'int2', adbin: 'text' }, (catalog) => {
    const schemaOfType = schemasOfTypes(catalog);
    return tablesOf(catalog, { materialized: false }).flatMap(({ oid, schema, table }) =>
      table.def.columns.flatMap((column, i) => {
        const text =
          column.generatedSql ?? defaultText(schema, column, hiddenSchema(schemaOfType(column.type)));
        return text === null ? [] : { oid: oid * 100 + i, adrelid: oid, adnum: i + 1, adbin: text };
      }),
    );
  }),
  pg_type: pgType,
  pg_enum: pgEnum,
  pg_am: systemTable({ oid: 'oid', amname: 'name', amtype: 'char' }, () => [
    { oid: 2, amname: 'heap', amtype: 't' },
    { oid: 403, amname: 'btree', amtype: 'i' },
  ]),
  pg_index: systemTable(
    {
      indexrelid: 'oid',
      indrelid: 'oid',
      indnatts: 'int2',
      indnkeyatts: 'int2',
      indisunique: 'bool',
      indisprimary: 'bool',
      indisexclusion: 'bool',
      indimmediate: 'bool',
      indisvalid: 'bool',
      indisready: 'bool',
      indislive: 'bool',
      indkey: 'int2s',
      indpred: 'text',
    },
    (catalog) =>
      indexesOf(catalog).map((index) => ({
        indexrelid: index.oid,
        indrelid: index.table.oid,
        indnatts: index.parts.length,
        indnkeyatts: index.parts.length,
        indisunique: index.unique,
        indisprimary: index.primary,
        indisexclusion: false,
        indimmediate: index.immediate,
        indisvalid: true,
        indisready: true,
        indislive: true,
        indkey: attributeNumbers(index.parts),
        indpred: index.where,
      })),
  ),
  pg_constraint: systemTable(
    {
      oid: 'oid',
      conname: 'name',
      connamespace: 'oid',
      contype: 'char',
      condeferrable: 'bool',
      condeferred: 'bool',
      convalidated: 'bool',
      conrelid: 'oid',
      confrelid: 'oid',
      confupdtype: 'char',
      confdeltype: 'char',
      confmatchtype: 'char',
      conkey: 'int2s',
      confkey: 'int2s',
    },
    (catalog) => {
      const schema = schemaOid(catalog);
      return constraintsOf(catalog).map(({ foreign, ...constraint }) => ({
        oid: constraint.oid,
        conname: constraint.name,
        connamespace: schema(constraint.table.schema),
        contype: constraint.kind,
        condeferrable: constraint.deferrable,
        condeferred: constraint.deferred,
        convalidated: true,
        conrelid: constraint.table.oid,
        confrelid: foreign?.table?.oid ?? 0,
        confupdtype: foreign ? ACTIONS[foreign.onUpdate] : ' ',
        confdeltype: foreign ? ACTIONS[foreign.onDelete] : ' ',
        confmatchtype: foreign ? 's' : ' ',
        conkey: constraint.columns.length > 0 ? attributeNumbers(constraint.columns) : null,
        confkey: foreign ? attributeNumbers(foreign.columns) : null,
      }));
    },
  ),
  pg_tables: systemTable(
    {
      schemaname: 'name',
      tablename: 'name',
      tableowner: 'name',
      tablespace: 'name',
      hasindexes: 'bool',
      hasrules: 'bool',
      hastriggers: 'bool',
      rowsecurity: 'bool',
    },
    (catalog) => {
      const indexed = new Set(indexesOf(catalog).map(({ table }) => table.oid));
      return tablesOf(catalog, { materialized: false }).map(({ oid, schema, name, table }) => ({
        schemaname: schema,
        tablename: name,
        tableowner: OWNER,
        hasindexes: indexed.has(oid),
        hasrules: false,
        // PostgreSQL keeps foreign keys by triggers, on both tables.
        hastriggers: table.def.foreignKeys.length > 0 || table.references.length > 0,
        rowsecurity: false,
      }));
    },
  ),
  pg_indexes: systemTable(
    { schemaname: 'name', tablename: 'name', indexname: 'name', tablespace: 'name', indexdef: 'text' },
    (catalog) =>
      indexesOf(catalog).map((index) => ({
        schemaname: index.table.schema,
        tablename: index.table.name,
        indexname: index.name,
        indexdef: indexDefinition(index),
      })),
  ),
  pg_views: systemTable({ schemaname: 'name', viewname: 'name', viewowner: 'name' }, (catalog) =>
    relationsOf(catalog)
      .filter(({ kind }) => kind === 'v')
      .map(({ schema, name }) => ({ schemaname: schema, viewname: name, viewowner: OWNER })),
  ),
  pg_matviews: systemTable({ schemaname: 'name', matviewname: 'name', matviewowner: 'name' }, (catalog) =>
    relationsOf(catalog)
      .filter(({ kind }) => kind === 'm')
      .map(({ schema, name }) => ({ schemaname: schema, matviewname: name, matviewowner: OWNER })),
  ),
  pg_sequences: systemTable(
    {
      schemaname: 'name',
      sequencename: 'name',
      sequenceowner: 'name',
      data_type: 'regtype',
      start_value: 'int8',
      min_value: 'int8',
      max_value: 'int8',
      increment_by: 'int8',
      cycle: 'bool',
      cache_size: 'int8',
      last_value: 'int8',
    },
    (catalog) =>
      catalog.sequences.map(({ def, state }) => ({
        schemaname: def.schema,
        sequencename: def.name,
        sequenceowner: OWNER,
        data_type: sequenceType(def.maxValue),
        start_value: def.start,
        min_value: def.minValue,
        max_value: def.maxValue,
        increment_by: def.increment,
        cycle: def.cycle,
        cache_size: 1n,
        last_value: state.isCalled ? state.last : null,
      })),
  ),
  pg_extension: systemTable({ oid: 'oid', extname: 'name' }, () => [{ oid: 13_500, extname: 'plpgsql' }]),
  pg_roles: systemTable({ oid: 'oid', rolname: 'name', rolsuper: 'bool', rolcanlogin: 'bool' }, () => [
    { oid: OWNER_OID, rolname: OWNER, rolsuper: true, rolcanlogin: true },
  ]),
};

/** Columns of a sequence when it is read as a table. */
export const SEQUENCE_COLUMNS = [
  { name: 'last_value', type: types.int8, typmod: -1 },
  { name: 'log_cnt', type: types.int8, typmod: -1 },
  { name: 'is_called', type: types.bool, typmod: -1 },
] as const;
