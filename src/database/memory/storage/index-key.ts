import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import type { ColumnDef, RowExpression, TableDef, Tuple } from './table-def';
import type { EvalContext } from '../types/eval-context';

/** One part of an index's key: a column, or an expression over the row. */
export type KeyPart =
  | { readonly column: number; readonly type: SqlType }
  | { readonly expression: RowExpression; readonly type: SqlType };

/** A column as a part of a key. */
export function columnPart(def: TableDef, column: number): Extract<KeyPart, { column: number }> {
  return { column, type: (def.columns[column] as ColumnDef).type };
}

export function keyValue(part: KeyPart, tuple: Tuple, context: EvalContext): Datum {
  return 'column' in part ? (tuple[part.column] ?? null) : part.expression(tuple, context);
}

/** The hash key of a row's columns; NULL is a key like others, as it is where rows are ordered. */
export function groupKeyOf(
  types: readonly SqlType[],
  columns: readonly number[],
  tuple: Tuple,
): HashKey | null {
  if (columns.length === 1) {
    const value = tuple[columns[0] as number] ?? null;
    return value === null ? null : (types[0] as SqlType).key(value);
  }
  let joined = '';
  for (let i = 0; i < columns.length; i += 1) {
    const value = tuple[columns[i] as number] ?? null;
    joined += value === null ? '~' : keyPart((types[i] as SqlType).key(value));
  }
  return joined;
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
    joined += keyPart(type.key(value));
  }
  return joined;
}

/** One key as a part of a joined one: strings carry their length, so that nothing in them can end a part. */
function keyPart(key: HashKey): string {
  return typeof key === 'string' ? `${key.length}:${key}` : `${String(key)};`;
}
