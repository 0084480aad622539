import type { IndexDef, TableDef, Tuple } from './table-def';

/** Columns that a foreign key elsewhere could point to: changing one needs the strongest lock. */
export function keyColumnsOf(def: TableDef): readonly number[] {
  const columns = [
    ...(def.primaryKey?.columns ?? []),
    ...def.uniques.flatMap((key) => key.columns),
    ...def.indexes.flatMap(({ unique, where, parts }) => (unique && !where ? onlyColumns(parts) : [])),
  ];
  return [...new Set(columns)];
}

/** Whether columns keep their values between two versions of a row. */
export function keepsColumns(def: TableDef, columns: readonly number[], a: Tuple, b: Tuple): boolean {
  for (let i = 0; i < columns.length; i += 1) {
    if (!keepsColumn(def, columns[i] as number, a, b)) return false;
  }
  return true;
}

function keepsColumn(def: TableDef, column: number, a: Tuple, b: Tuple): boolean {
  const left = a[column] ?? null;
  const right = b[column] ?? null;
  if (left === right) return true;
  if (left === null || right === null) return false;
  const type = def.columns[column]?.type;
  return type !== undefined && type.key(left) === type.key(right);
}

/** The columns of an index, or none when it is over expressions: no foreign key can point to that. */
function onlyColumns(parts: IndexDef['parts']): readonly number[] {
  const columns = parts.filter((part) => typeof part === 'number');
  return columns.length === parts.length ? columns : [];
}
