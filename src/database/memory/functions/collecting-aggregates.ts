import { dimensionsOf } from '../types/array-type';
import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { collectAggregate } from './define-aggregate';

const { anyarray, anynonarray, text, bytea } = types;
type Rows = readonly (readonly Datum[])[];

export const collectingAggregates: readonly AggregateSignature[] = [
  collectAggregate('array_agg', [anynonarray], anyarray, (rows) => firstValues(rows)),
  collectAggregate('array_agg', [anyarray], anyarray, (rows, [type]) =>
    arrayOfArrays(firstValues(rows), type ?? text),
  ),

  collectAggregate('string_agg', [text, text], text, (rows) => {
    const present = rows.filter(([value]) => value !== null);
    if (present.length === 0) return null;
    return present
      .map(
        ([value, separator], i) => `${i === 0 ? '' : ((separator as string | null) ?? '')}${value as string}`,
      )
      .join('');
  }),
  collectAggregate('string_agg', [bytea, bytea], bytea, (rows) => {
    const present = rows.filter(([value]) => value !== null);
    if (present.length === 0) return null;
    return Buffer.concat(
      present.flatMap(([value, separator], i) =>
        i === 0 || separator === null
          ? [value as Uint8Array]
          : [separator as Uint8Array, value as Uint8Array],
      ),
    );
  }),
];

function firstValues(rows: Rows): Datum[] {
  return rows.map(([value = null]) => value);
}

/** @throws SqlError 22004, 2202E */
function arrayOfArrays(values: readonly Datum[], type: SqlType): readonly Datum[] {
  const element = type.element ?? text;
  let first: string | null = null;
  for (const value of values) {
    if (value === null) throw new SqlError('22004', 'cannot accumulate null arrays');
    const shape = dimensionsOf(value as readonly Datum[], element).join();
    first ??= shape;
    if (first === '') throw new SqlError('2202E', 'cannot accumulate empty arrays');
    if (shape !== first) throw new SqlError('2202E', 'cannot accumulate arrays of different dimensionality');
  }
  return values;
}
