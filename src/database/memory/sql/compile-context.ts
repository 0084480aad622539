import type { SelectStmt } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import type { Datum } from '../types/datum';
import type { Environment } from './environment';
import type { ParameterSlot } from './expression';
import type { OutputColumn, Scope } from './scope';

/** A query that is ready to run. */
export interface CompiledQuery {
  readonly columns: readonly OutputColumn[];
  /** Looks at rows of a query around it. */
  readonly correlated: boolean;
  run(outer: Environment): readonly (readonly Datum[])[];
  /** Whether there is a row; stops at the first. */
  exists(outer: Environment): boolean;
}

/** What the compilation of one statement shares. */
export interface CompileContext {
  readonly catalog: Catalog;
  /** The parameter with this index (from 0), made at its first mention. */
  parameter(index: number): ParameterSlot;
  compileQuery(select: SelectStmt, outer: Scope | null): CompiledQuery;
}
