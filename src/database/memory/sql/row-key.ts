import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';

/** A key under which rows count as the same for DISTINCT, GROUP BY and set operations: NULLs are equal there. */
export type RowKey = HashKey | null;

/** Computes the key of rows with columns of these types. */
export function rowKeyOf(types: readonly SqlType[]): (row: readonly Datum[]) => RowKey {
  const [only] = types;
  if (only && types.length === 1) {
    return (row) => {
      const value = row[0] ?? null;
      return value === null ? null : only.key(value);
    };
  }
  return (row) => {
    let key = '';
    for (let i = 0; i < types.length; i += 1) {
      const value = row[i] ?? null;
      if (value === null) {
        key += 'n;';
        continue;
      }
      const text = String((types[i] as SqlType).key(value));
      key += `${text.length}:${text};`;
    }
    return key;
  };
}
