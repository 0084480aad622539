import { groupKeyOf } from '../storage/index-key';
import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';

/** A key under which rows count as the same for DISTINCT, GROUP BY and set operations: NULLs are equal there. */
export type RowKey = HashKey | null;

/** Computes the key of rows with columns of these types. */
export function rowKeyOf(types: readonly SqlType[]): (row: readonly Datum[]) => RowKey {
  const columns = [...types.keys()];
  return (row) => groupKeyOf(types, columns, row);
}
