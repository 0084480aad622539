import { indexesOf, relationsOf, schemaOid } from './relations';
import { systemTable } from './system-table';

const HEAP = 2;
/** Oids of pg_am. */
const METHODS = { btree: 403, gin: 2742 };

/** `pg_class`: tables, views, sequences and indexes. */
export const pgClass = systemTable(
  {
    oid: 'oid',
    relname: 'name',
    relnamespace: 'oid',
    reltype: 'oid',
    relowner: 'oid',
    relam: 'oid',
    reltuples: 'float4',
    relhasindex: 'bool',
    relisshared: 'bool',
    relpersistence: 'char',
    relkind: 'char',
    relnatts: 'int2',
    relchecks: 'int2',
    relhasrules: 'bool',
    relhastriggers: 'bool',
    relhassubclass: 'bool',
    relrowsecurity: 'bool',
    relispopulated: 'bool',
    relispartition: 'bool',
  },
  (catalog) => {
    const schema = schemaOid(catalog);
    const indexes = indexesOf(catalog);
    const indexed = new Set(indexes.map(({ table }) => table.oid));
    const plain = {
      reltype: 0,
      relowner: 10,
      relam: 0,
      reltuples: -1,
      relhasindex: false,
      relisshared: false,
      relpersistence: 'p',
      relchecks: 0,
      relhasrules: false,
      relhastriggers: false,
      relhassubclass: false,
      relrowsecurity: false,
      relispopulated: true,
      relispartition: false,
    };
    return [
      ...relationsOf(catalog).map(({ oid, schema: namespace, name, kind, table }) => ({
        ...plain,
        oid,
        relname: name,
        relnamespace: schema(namespace),
        relkind: kind,
        ...(table
          ? {
              relam: HEAP,
              relhasindex: indexed.has(oid),
              relnatts: table.def.columns.length,
              relchecks: table.def.checks.length,
              relhastriggers: table.def.foreignKeys.length > 0 || table.references.length > 0,
            }
          : { relnatts: kind === 'S' ? 3 : 0 }),
      })),
      ...indexes.map(({ oid, name, table, method, parts }) => ({
        ...plain,
        oid,
        relname: name,
        relnamespace: schema(table.schema),
        relam: METHODS[method],
        relkind: 'i',
        relnatts: parts.length,
      })),
    ];
  },
);
