import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';

/** The running state of an aggregate over one group. */
export interface Accumulator {
  /** Takes the arguments for one row; those of an ordered-set aggregate come in order, without the direct ones. */
  add(values: readonly Datum[]): void;
  result(): Datum;
}

export interface AggregateSignature {
  readonly name: string;
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  /** How many of the arguments stand before WITHIN GROUP; 0 for ordinary aggregates. */
  readonly directArgs: number;
  readonly create: (args: readonly SqlType[], direct: readonly Datum[]) => Accumulator;
}

export interface ResolvedAggregate {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  /** See {@link AggregateSignature.directArgs}. */
  readonly directArgs: number;
  /** @param direct the values of the direct arguments of an ordered-set aggregate */
  create(direct?: readonly Datum[]): Accumulator;
}
