import type { Node, SelectStmt } from '@pgsql/types';
import type { ResolvedAggregate } from '../functions/aggregate-signature';
import type { ResolvedSetFunction } from '../functions/set-functions';
import type { Catalog } from '../storage/catalog';
import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import type { Environment } from './environment';
import type { Expression } from './expression';
import type { ParameterMention } from './parameters';
import type { Place } from './ast';
import type { GroupedColumns, OutputColumn, Scope } from './scope';
import type { SortKey } from './sort-key';
import type { WindowCall } from './window-call';

export type Row = readonly Datum[];

/** A query that is ready to run. */
export interface CompiledQuery {
  readonly columns: readonly OutputColumn[];
  /** Looks at rows of a query around it. */
  readonly correlated: boolean;
  run(outer: Environment): readonly Row[];
  /** Whether there is a row; stops at the first. */
  exists(outer: Environment): boolean;
  /** Gives an output column that is a bare literal its type. @throws SqlError when it is not one of the type's values */
  settle(column: number, type: SqlType): void;
  /** Where an output column stands in the text, for the errors. */
  readonly placeOf: (column: number) => Place;
  /**
   * Computes the constants within, as PostgreSQL does when it plans.
   *
   * @param wanted the output columns that somebody looks at
   * @throws SqlError for what is wrong with one of them
   */
  readonly foldConstants: (environment: Environment, wanted: (column: number) => boolean) => void;
  /** Leaves out what nobody looks at, as PostgreSQL does; absent where all columns are needed for the rows. */
  readonly narrow?: (wanted: (column: number) => boolean) => void;
}

/** A statement that changes rows, ready to run. */
export interface CompiledModification {
  readonly columns: readonly OutputColumn[];
  /** See {@link CompiledQuery.foldConstants}; absent where there is nothing to compute. */
  readonly foldConstants?: (environment: Environment) => void;
  run(outer: Environment): { readonly rows: readonly Row[]; readonly rowCount: number };
}

export interface QueryOptions {
  /** Leave the type of bare literals in the output open: the caller settles it. */
  readonly unsettled?: boolean;
}

/** What the compilation of one statement shares. */
export interface CompileContext {
  readonly catalog: Catalog;
  /** Notes that the parameter with this index (from 0) stands at a place. */
  parameter(index: number, location: number | undefined): ParameterMention;
  compileExpression(node: Node, at: ExpressionScope): Expression;
  compileQuery(select: SelectStmt, outer: Scope | null, options?: QueryOptions): CompiledQuery;
  compileModification(node: Node, outer: Scope | null): CompiledModification;
  /** Notes that a WITH query changes rows: no part of the statement may then see what another does. */
  noteModifyingQuery(): void;
}

/** One aggregate call of a query: what a group feeds into it. Its result stands at its place in the list. */
export interface AggregateCall {
  readonly aggregate: ResolvedAggregate;
  /** Arguments for each row; what WITHIN GROUP sorts by comes last. */
  readonly args: readonly Expression[];
  readonly filter: Expression | null;
  readonly distinct: boolean;
  readonly order: readonly SortKey[];
}

/** The grouping of the query whose expressions are being compiled. */
export interface Grouping extends GroupedColumns {
  readonly keyExpressions: readonly Expression[];
  /** The group keeps its keys: under GROUPING SETS, or when set-returning functions are among them, no row of it can tell them. */
  readonly keepsKeys: boolean;
  readonly calls: AggregateCall[];
}

/** A set-returning function of a select list. */
export interface SetCall {
  readonly resolved: ResolvedSetFunction;
  readonly args: readonly Expression[];
}

/** Where an expression stands: which names it sees, and what is allowed there. */
export interface ExpressionScope {
  readonly scope: Scope;
  readonly context: CompileContext;
  /** The clause's name for the errors. */
  readonly clause: string;
  /** Null where aggregates are not allowed (WHERE, ON). */
  readonly grouping?: Grouping | null;
  /** Window calls found so far; absent where they are not allowed. */
  readonly windows?: WindowCollector | null;
  /** Set-returning calls found so far; absent where they are not allowed. */
  readonly sets?: SetCall[] | null;
  /** The construct around that does not let set-returning calls in. */
  readonly without?: 'CASE' | 'COALESCE';
}

export interface WindowCollector {
  readonly calls: WindowCall[];
  /** Definitions of the WINDOW clause. */
  readonly named: ReadonlyMap<string, Node>;
}

/** Compiles a node where it stands. */
export function compileAt(node: Node, at: ExpressionScope): Expression {
  return at.context.compileExpression(node, at);
}
