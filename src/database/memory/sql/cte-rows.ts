import type { ExecutionContext } from './environment';
import type { Row } from './compile-context';

/** The rows of one WITH query in a run. */
export interface CteRows {
  /** The row at a place, or null behind the last; rows are computed when they are first asked for. */
  at(index: number): Row | null;
}

const NO_ROWS: CteRows = { at: () => null };

export function cteRows(context: ExecutionContext, key: object): CteRows {
  return (context.memo.get(key) as CteRows | undefined) ?? NO_ROWS;
}

export function setCteRows(context: ExecutionContext, key: object, rows: CteRows): void {
  context.memo.set(key, rows);
}

/** Rows that are computed together, at the first look. */
export function lazyRows(compute: () => readonly Row[]): CteRows {
  let rows: readonly Row[] | null = null;
  return { at: (index) => (rows ??= compute())[index] ?? null };
}

export function fixedRows(rows: readonly Row[]): CteRows {
  return { at: (index) => rows[index] ?? null };
}
