import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import type { RowExpression, Tuple } from './table-def';
import type { EvalContext } from '../types/eval-context';

/** One part of an index's key: a column, or an expression over the row. */
export type KeyPart =
  | { readonly column: number; readonly type: SqlType }
  | { readonly expression: RowExpression; readonly type: SqlType };

export function keyValue(part: KeyPart, tuple: Tuple, context: EvalContext): Datum {
  return 'column' in part ? (tuple[part.column] ?? null) : part.expression(tuple, context);
}

/** The hash key of values under their types, or null when one of them is NULL (NULLs are distinct). */
export function hashKeyOf(types: readonly SqlType[], values: readonly Datum[]): HashKey | null {
  const [firstType] = types;
  const first = values[0] ?? null;
  if (types.length === 1 && firstType) return first === null ? null : firstType.key(first);
  let joined = '';
  for (let i = 0; i < types.length; i += 1) {
    const value = values[i] ?? null;
    const type = types[i];
    if (value === null || !type) return null;
    const key = type.key(value);
    const text = String(key);
    joined += `${(typeof key)[0]}${text.length}:${text}`;
  }
  return joined;
}
