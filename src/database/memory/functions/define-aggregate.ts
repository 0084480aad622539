import type { Datum, NonNullDatum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import type { AggregateSignature } from './aggregate-signature';

/**
 * An aggregate that folds the non-NULL values of its one argument; NULL when there was none.
 *
 * The casts in this file rest on resolution: every value has the representation of its declared type.
 */
export function foldAggregate<V extends NonNullDatum, S>(
  name: string,
  type: SqlType,
  result: SqlType,
  start: (value: V, type: SqlType) => S,
  step: (state: S, value: V, type: SqlType) => S,
  finish: (state: S, count: number) => Datum,
): AggregateSignature {
  return {
    name,
    args: [type],
    result,
    orderedSet: false,
    create: ([argType = type]) => {
      let state: S;
      let count = 0;
      return {
        add: (values) => {
          const value = (values[0] ?? null) as V | null;
          if (value === null) return;
          state = count === 0 ? start(value, argType) : step(state, value, argType);
          count += 1;
        },
        result: () => (count === 0 ? null : finish(state, count)),
      };
    },
  };
}

/** An aggregate over all of a group's rows at once, NULLs included; NULL when there was no row. */
export function collectAggregate(
  name: string,
  args: readonly SqlType[],
  result: SqlType,
  finish: (rows: readonly (readonly Datum[])[], args: readonly SqlType[]) => Datum,
): AggregateSignature {
  return {
    name,
    args,
    result,
    orderedSet: false,
    create: (argTypes) => {
      const rows: (readonly Datum[])[] = [];
      return {
        add: (values) => {
          rows.push(values);
        },
        result: () => (rows.length === 0 ? null : finish(rows, argTypes)),
      };
    },
  };
}

/** An ordered-set aggregate: its sorted values without NULLs, and the direct arguments before them. */
export function orderedSetAggregate(
  name: string,
  direct: readonly SqlType[],
  sorted: SqlType,
  result: SqlType,
  finish: (values: readonly NonNullDatum[], direct: readonly Datum[], sorted: SqlType) => Datum,
): AggregateSignature {
  return {
    name,
    args: [...direct, sorted],
    result,
    orderedSet: true,
    create: (argTypes) => {
      const kept: NonNullDatum[] = [];
      let directValues: readonly Datum[] = [];
      return {
        add: (values) => {
          directValues = values.slice(0, -1);
          const value = values.at(-1) ?? null;
          if (value !== null) kept.push(value);
        },
        result: () => (kept.length === 0 ? null : finish(kept, directValues, argTypes.at(-1) ?? sorted)),
      };
    },
  };
}
