import type { Datum } from './datum';
import type { SqlType } from './sql-type';

/** NULL sorts as larger than every value, as in PostgreSQL. */
export function compareNullsLast(type: SqlType, a: Datum, b: Datum): number {
  if (a === null) return b === null ? 0 : 1;
  if (b === null) return -1;
  return type.compare(a, b);
}
