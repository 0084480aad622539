import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { SqlType } from '../types/sql-type';

/** Stand-ins in a signature for "any type, the same everywhere" (PostgreSQL, "Polymorphic Types"). */
export type Polymorphic = 'any' | 'anyelement' | 'anyarray';
export type ArgumentType = SqlType | Polymorphic;

/** A function or operator over values; NULL in gives NULL out unless it is `lenient`. */
export interface Signature {
  readonly args: readonly ArgumentType[];
  readonly result: SqlType | 'anyelement' | 'anyarray';
  /** The last argument repeats. */
  readonly variadic?: boolean;
  /** Is called with NULLs too. */
  readonly lenient?: boolean;
  /** Another result each time (random(), nextval()). */
  readonly volatile?: boolean;
  readonly call: (values: readonly Datum[], context: EvalContext, argTypes: readonly SqlType[]) => Datum;
}

/** A signature chosen for a call: the types that the arguments must be coerced to. */
export interface ResolvedCall {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  readonly lenient: boolean;
  readonly volatile: boolean;
  readonly call: (values: readonly Datum[], context: EvalContext) => Datum;
}
