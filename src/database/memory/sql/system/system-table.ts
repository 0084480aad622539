import type { Catalog } from '../../storage/catalog';
import type { Tuple } from '../../storage/table-def';
import type { Datum } from '../../types/datum';
import type { SqlType } from '../../types/sql-type';
import { arrayOf, types } from '../../types/type-catalog';
import type { OutputColumn } from '../scope';

/** The name of the one database. */
export const DATABASE = 'memory';

/** A table or view of `information_schema` or `pg_catalog`, read from what there is at that moment. */
export interface SystemTable {
  readonly columns: readonly OutputColumn[];
  rows(catalog: Catalog): readonly Tuple[];
}

/** The types of catalog columns under short names. */
const COLUMN_TYPES = {
  name: types.name,
  text: types.text,
  varchar: types.varchar,
  oid: types.oid,
  bool: types.bool,
  char: types.char,
  int2: types.int2,
  int4: types.int4,
  int8: types.int8,
  float4: types.float4,
  regtype: types.regtype,
  int2s: arrayOf(types.int2),
} as const satisfies Record<string, SqlType>;

type ColumnType = keyof typeof COLUMN_TYPES;

/**
 * A system table by its columns and rows.
 *
 * @param columns in the order of PostgreSQL, each with its type
 * @param rowsOf rows by column; what one leaves out is NULL
 */
export function systemTable<Name extends string>(
  columns: Readonly<Record<Name, ColumnType>>,
  rowsOf: (catalog: Catalog) => readonly Readonly<Partial<Record<Name, Datum>>>[],
): SystemTable {
  const names = Object.keys(columns) as Name[];
  return {
    columns: names.map((name) => ({ name, type: COLUMN_TYPES[columns[name]], typmod: -1 })),
    rows: (catalog) => rowsOf(catalog).map((row) => names.map((name) => row[name] ?? null)),
  };
}
