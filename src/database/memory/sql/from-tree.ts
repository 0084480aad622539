import type { Table } from '../storage/table';
import type { Tuple } from '../storage/table-def';
import type { Environment } from './environment';
import type { Expression } from './expression';
import { folded } from './fold';
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
  /** See `CompiledQuery.foldConstants`. */
  readonly foldConstants?: (environment: Environment) => void;
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

/** Computes the constants of FROM: those of its conditions and of its sub-queries. @throws SqlError */
export function foldFrom(node: FromNode | null, environment: Environment): void {
  if (!node || node.kind === 'table') return;
  if (node.kind === 'rows') {
    node.foldConstants?.(environment);
    return;
  }
  if (node.on) folded(node.on, environment);
  foldFrom(node.left, environment);
  foldFrom(node.right, environment);
}
