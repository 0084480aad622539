import { dimensionsOf } from '../types/array-type';
import type { Datum } from '../types/datum';
import { Jsonb, jsonObject } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { collectAggregate } from './define-aggregate';
import { outputText } from './format-functions';
import { toJsonText, toJsonValue } from './json-conversion';

const { any, anyarray, anynonarray, text, bytea, json, jsonb } = types;
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

  collectAggregate(
    'json_agg',
    [any],
    json,
    (rows, [type = text]) =>
      `[${firstValues(rows)
        .map((value) => toJsonText(type, value))
        .join(rowSeparator(type))}]`,
  ),
  collectAggregate(
    'jsonb_agg',
    [any],
    jsonb,
    (rows, [type = text]) => new Jsonb(firstValues(rows).map((value) => toJsonValue(type, value))),
  ),
  collectAggregate('json_object_agg', [any, any], json, (rows, [keyType = text, type = text]) => {
    const entries = rows.map(
      ([key = null, value = null]) => `${JSON.stringify(keyOf(key, keyType))} : ${toJsonText(type, value)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }),
  collectAggregate(
    'jsonb_object_agg',
    [any, any],
    jsonb,
    (rows, [keyType = text, type = text]) =>
      new Jsonb(
        jsonObject(
          rows.map(([key = null, value = null]) => [keyOf(key, keyType), toJsonValue(type, value)] as const),
        ),
      ),
  ),
];

function firstValues(rows: Rows): Datum[] {
  return rows.map(([value = null]) => value);
}

/** Rows are put on lines of their own. */
function rowSeparator(type: SqlType): string {
  return type.category === 'C' || type.category === 'P' ? ', \n ' : ', ';
}

/** @throws SqlError 22004 */
function keyOf(key: Datum, type: SqlType): string {
  if (key === null) throw new SqlError('22004', 'null value not allowed for object key');
  return outputText(key, type);
}

/** @throws SqlError 22004, 2202E */
function arrayOfArrays(values: readonly Datum[], type: SqlType): readonly Datum[] {
  const element = type.element ?? text;
  const shapes = values.map((value) => {
    if (value === null) throw new SqlError('22004', 'cannot accumulate null arrays');
    const lengths = dimensionsOf(value as readonly Datum[], element);
    if (lengths.length === 0) throw new SqlError('2202E', 'cannot accumulate empty arrays');
    return lengths.join();
  });
  if (shapes.some((shape) => shape !== shapes[0])) {
    throw new SqlError('2202E', 'cannot accumulate arrays of different dimensionality');
  }
  return values;
}
