import type { Table } from '../storage/table';
import type { Tuple } from '../storage/table-def';
import type { Environment } from './environment';
import type { Expression } from './expression';
import type { ScopeRelation } from './scope';

/** The tree of FROM: its names are in the scope, its plan is made once WHERE is known. */
export type FromNode = FromTable | FromRows | FromJoin;

export interface FromTable {
  readonly kind: 'table';
  readonly relation: ScopeRelation;
  readonly table: Table;
}

/** A sub-query, a function, a WITH query, a catalog view. */
export interface FromRows {
  readonly kind: 'rows';
  readonly relation: ScopeRelation;
  /** Hands on one row after another until `visit` returns false. */
  readonly each: (environment: Environment, visit: (row: Tuple) => boolean) => boolean;
  /** Gives the same rows throughout a run, so that they may be hashed once. */
  readonly fixed: boolean;
  /** Slots of this query's relations that the rows depend on (LATERAL). */
  readonly slots: ReadonlySet<number>;
}

export interface FromJoin {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'full';
  readonly left: FromNode;
  readonly right: FromNode;
  readonly on: Expression | null;
}
