import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { SqlType } from '../types/sql-type';

/** A function or operator over values, as `pg_proc` describes one. */
export interface Signature {
  readonly name: string;
  /** May hold pseudo-types: `any`, `anyelement`, `anyarray`, ... (PostgreSQL, "Polymorphic Types"). */
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  /** The last argument repeats; of an array pseudo-type it is its element that does. */
  readonly variadic: boolean;
  /** Is called with NULLs too; otherwise NULL in gives NULL out. */
  readonly lenient: boolean;
  /** Another result each time (random(), nextval()). */
  readonly volatile: boolean;
  /** Names for calls like make_interval(days => 3). Arguments left out take `defaults`; undefined is for those that must be there. */
  readonly argNames?: readonly string[];
  readonly defaults?: readonly (Datum | undefined)[];
  /** @param argTypes what the arguments were resolved to, for polymorphic functions */
  readonly call: (values: readonly Datum[], context: EvalContext, argTypes: readonly SqlType[]) => Datum;
}

/** A signature chosen for a call: the types that the arguments must be coerced to, NULL handling and the code. */
export interface ResolvedCall {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  readonly lenient: boolean;
  readonly volatile: boolean;
  readonly call: (values: readonly Datum[], context: EvalContext) => Datum;
}
