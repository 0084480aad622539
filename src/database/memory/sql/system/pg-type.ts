import type { Catalog } from '../../storage/catalog';
import { isEnumType } from '../../types/enum-type';
import type { SqlType } from '../../types/sql-type';
import { arrayOf, types } from '../../types/type-catalog';
import { schemaOid } from './relations';
import { systemTable } from './system-table';

const PSEUDO = 'P';

/** `pg_type`: the types that come with the database, those of its schemas, and arrays of both. */
export const pgType = systemTable(
  {
    oid: 'oid',
    typname: 'name',
    typnamespace: 'oid',
    typowner: 'oid',
    typtype: 'char',
    typcategory: 'char',
    typispreferred: 'bool',
    typisdefined: 'bool',
    typelem: 'oid',
    typarray: 'oid',
    typrelid: 'oid',
    typnotnull: 'bool',
    typbasetype: 'oid',
    typtypmod: 'int4',
    typndims: 'int4',
  },
  (catalog) => {
    const schema = schemaOid(catalog);
    return typesOf(catalog).flatMap(({ schema: namespace, type }) => {
      const array = type.category === PSEUDO || type.element ? null : arrayOf(type);
      return [type, ...(array ? [array] : [])].map((one) => ({
        oid: one.oid,
        typname: one.name,
        typnamespace: schema(namespace),
        typowner: 10,
        typtype: kindOfType(one),
        typcategory: one.category,
        typispreferred: one.preferred,
        typisdefined: true,
        typelem: one.element?.oid ?? 0,
        typarray: one === type ? (array?.oid ?? 0) : 0,
        typrelid: 0,
        typnotnull: false,
        typbasetype: 0,
        typtypmod: -1,
        typndims: 0,
      }));
    });
  },
);

/** `pg_enum`: the labels of enums in their order. */
export const pgEnum = systemTable(
  { oid: 'oid', enumtypid: 'oid', enumsortorder: 'float4', enumlabel: 'name' },
  (catalog) =>
    catalog.types.flatMap(({ type }) =>
      isEnumType(type)
        ? type.labels.map((label, i) => ({
            oid: type.oid * 1_000 + i,
            enumtypid: type.oid,
            enumsortorder: i + 1,
            enumlabel: label,
          }))
        : [],
    ),
);

function typesOf(catalog: Catalog): readonly { readonly schema: string; readonly type: SqlType }[] {
  return [...Object.values<SqlType>(types).map((type) => ({ schema: 'pg_catalog', type })), ...catalog.types];
}

/** As `pg_type.typtype`: base, enum, pseudo, range or multirange. */
function kindOfType(type: SqlType): string {
  if (type.element) return 'b';
  if (isEnumType(type)) return 'e';
  if (type.category === PSEUDO) return 'p';
  if (type.category !== 'R') return 'b';
  return type.name.endsWith('multirange') ? 'm' : 'r';
}
