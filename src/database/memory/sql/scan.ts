import type { RowVersion } from '../storage/row-version';
import type { Environment } from './environment';
import type { Expression } from './expression';

/** Visits rows of one table; `visit` returns false to stop, and the scan then returns false. */
export type Scan = (environment: Environment, visit: (version: RowVersion) => boolean) => boolean;

/** An order in which rows of one relation are wanted, NULLs where PostgreSQL puts them by default. */
export interface RowOrderWanted {
  readonly slot: number;
  readonly columns: readonly number[];
  readonly descending: boolean;
}

export interface AccessPath {
  readonly scan: Scan;
  /** The rows come in the order that was wanted, equal ones in heap order; otherwise in heap order. */
  readonly ordered: boolean;
}

/** Whether an expression can be computed before the slot's own rows are looked at. */
export function isKnownBefore(expression: Expression, slot: number, bound: ReadonlySet<number>): boolean {
  for (const other of expression.slots) if (other === slot || !bound.has(other)) return false;
  return true;
}
