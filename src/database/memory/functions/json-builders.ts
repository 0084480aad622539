import { dimensionsOf, flatten } from '../types/array-type';
import type { Datum } from '../types/datum';
import { Jsonb, jsonObject } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { define, defineOver } from './define';
import { outputText } from './format-functions';
import { toJsonText, toJsonValue } from './json-conversion';
import type { Signature } from './signature';

const { any, json, jsonb, text } = types;
const texts = arrayOf(text);

/** Objects and arrays out of keys and values. */
export const jsonBuilders: readonly Signature[] = [json, jsonb].flatMap((type) => builders(type));

function builders(type: SqlType): Signature[] {
  const name = type.name;
  const separator = type === json ? ', ' : '';
  return [
    define(`${name}_build_object`, [], type, () => (type === json ? '{}' : new Jsonb(jsonObject([])))),
    defineOver(
      `${name}_build_object`,
      [any],
      type,
      (argTypes, ...values: Datum[]) => {
        if (values.length % 2 !== 0) {
          throw new SqlError('22023', 'argument list must have even number of elements', {
            hint: `The arguments of ${name}_build_object() must consist of alternating keys and values.`,
          });
        }
        const keys = values
          .filter((_, i) => i % 2 === 0)
          .map((key, i) => keyText(key, argTypes[i * 2], i * 2, name));
        const valueAt = (i: number): [SqlType, Datum] => [
          argTypes[i * 2 + 1] ?? text,
          values[i * 2 + 1] ?? null,
        ];
        if (type === jsonb)
          return new Jsonb(jsonObject(keys.map((key, i) => [key, toJsonValue(...valueAt(i))] as const)));
        return `{${keys.map((key, i) => `${JSON.stringify(key)} : ${toJsonText(...valueAt(i))}`).join(separator)}}`;
      },
      { lenient: true, variadic: true },
    ),
    define(`${name}_build_array`, [], type, () => (type === json ? '[]' : new Jsonb([]))),
    defineOver(
      `${name}_build_array`,
      [any],
      type,
      (argTypes, ...values: Datum[]) =>
        type === jsonb
          ? new Jsonb(values.map((value, i) => toJsonValue(argTypes[i] ?? text, value)))
          : `[${values.map((value, i) => toJsonText(argTypes[i] ?? text, value)).join(separator)}]`,
      { lenient: true, variadic: true },
    ),
    define(`${name}_object`, [texts], type, (list: readonly Datum[]) => {
      const pairs = pairsOf(list);
      return objectOf(
        pairs.filter((_, i) => i % 2 === 0),
        pairs.filter((_, i) => i % 2 === 1),
        type,
      );
    }),
    define(
      `${name}_object`,
      [texts, texts],
      type,
      (keys: readonly (string | null)[], values: readonly (string | null)[]) => objectOf(keys, values, type),
    ),
  ];
}

/** @throws SqlError 22004 (json 22023) for a NULL key */
function keyText(key: Datum, type: SqlType | undefined, index: number, name: string): string {
  if (key !== null) return outputText(key, type);
  if (name === 'json') throw new SqlError('22004', 'null value not allowed for object key');
  throw new SqlError('22023', `argument ${index + 1}: key must not be null`);
}

/** The keys and values in an array: one after the other, or each pair in a row. @throws SqlError 2202E */
function pairsOf(list: readonly Datum[]): (string | null)[] {
  const lengths = dimensionsOf(list, text);
  if (lengths.length > 2) throw new SqlError('2202E', 'wrong number of array subscripts');
  if (lengths.length === 2 && lengths[1] !== 2) throw new SqlError('2202E', 'array must have two columns');
  const pairs = flatten(list, text) as (string | null)[];
  if (pairs.length % 2 !== 0) throw new SqlError('2202E', 'array must have even number of elements');
  return pairs;
}

function objectOf(
  keys: readonly (string | null)[],
  values: readonly (string | null)[],
  type: SqlType,
): Datum {
  if (keys.length !== values.length) throw new SqlError('2202E', 'mismatched array dimensions');
  const entries = keys.map((key, i): readonly [string, string | null] => {
    if (key === null) throw new SqlError('22004', 'null value not allowed for object key');
    return [key, values[i] ?? null];
  });
  if (type === jsonb) return new Jsonb(jsonObject(entries));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)} : ${JSON.stringify(value)}`).join(', ')}}`;
}
