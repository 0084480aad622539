import { tablesOf } from './relations';
import { systemTable } from './system-table';

/** `pg_attribute`: the columns of tables. Those of indexes and views, and system columns, are left out. */
export const pgAttribute = systemTable(
  {
    attrelid: 'oid',
    attname: 'name',
    atttypid: 'oid',
    attnum: 'int2',
    atttypmod: 'int4',
    attndims: 'int2',
    attnotnull: 'bool',
    atthasdef: 'bool',
    attidentity: 'char',
    attgenerated: 'char',
    attisdropped: 'bool',
    attislocal: 'bool',
  },
  (catalog) =>
    tablesOf(catalog, { materialized: true }).flatMap(({ oid, table }) =>
      table.def.columns.map((column, i) => ({
        attrelid: oid,
        attname: column.name,
        atttypid: column.type.oid,
        attnum: i + 1,
        atttypmod: column.typmod,
        attndims: column.type.element ? 1 : 0,
        attnotnull: column.notNull,
        atthasdef: (column.defaultValue !== null && !column.identity) || column.generated !== undefined,
        attidentity: column.identity ? (column.identity === 'always' ? 'a' : 'd') : '',
        attgenerated: column.generated ? 's' : '',
        attisdropped: false,
        attislocal: true,
      })),
    ),
);
