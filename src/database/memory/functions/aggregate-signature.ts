import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';

/** The running state of an aggregate over one group. */
export interface Accumulator {
  /** Takes the arguments for one row; an ordered-set aggregate gets its rows in order. */
  add(values: readonly Datum[]): void;
  result(): Datum;
}

export interface AggregateSignature {
  readonly name: string;
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  /** Its last argument is what WITHIN GROUP sorts by, those before it are the direct ones. */
  readonly orderedSet: boolean;
  readonly create: (args: readonly SqlType[]) => Accumulator;
}

export interface ResolvedAggregate {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  /** See {@link AggregateSignature.orderedSet}. */
  readonly orderedSet: boolean;
  create(): Accumulator;
}
