import type { Datum } from '../types/datum';
import {
  containsJson,
  isJsonArray,
  isJsonObject,
  Jsonb,
  jsonObject,
  jsonTypeOf,
  printJson,
  type JsonValue,
} from '../types/jsonb';
import { isRecordType } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { define, defineOver } from './define';
import { outputText } from './format-functions';
import { jsonValueOf, toJsonText, toJsonValue } from './json-conversion';
import {
  concatenate,
  hasKey,
  insertAt,
  item,
  jsonText,
  member,
  setPath,
  stripNulls,
  walk,
  withoutIndex,
  withoutKeys,
  withoutPath,
  type JsonPath,
} from './json-path';
import type { Signature } from './signature';

const { any, json, jsonb, text, int4, bool } = types;
const texts = arrayOf(text);
type Source = Jsonb | string;

/** A JSON value found inside a json (kept compact) or jsonb one. */
function found(value: JsonValue | undefined, type: SqlType): Datum {
  if (value === undefined) return null;
  return type === jsonb ? new Jsonb(value) : printJson(value);
}

export const jsonOperators: readonly Signature[] = [
  ...[json, jsonb].flatMap((type) => [
    define('->', [type, text], type, (a: Source, key: string) => found(member(jsonValueOf(a), key), type)),
    define('->', [type, int4], type, (a: Source, index: number) => found(item(jsonValueOf(a), index), type)),
    define('->>', [type, text], text, (a: Source, key: string) => jsonText(member(jsonValueOf(a), key))),
    define('->>', [type, int4], text, (a: Source, index: number) => jsonText(item(jsonValueOf(a), index))),
    define('#>', [type, texts], type, (a: Source, path: JsonPath) => found(walk(jsonValueOf(a), path), type)),
    define('#>>', [type, texts], text, (a: Source, path: JsonPath) => jsonText(walk(jsonValueOf(a), path))),
  ]),
  define('@>', [jsonb, jsonb], bool, (a: Jsonb, b: Jsonb) => containsJson(a.value, b.value)),
  define('<@', [jsonb, jsonb], bool, (a: Jsonb, b: Jsonb) => containsJson(b.value, a.value)),
  define('?', [jsonb, text], bool, (a: Jsonb, key: string) => hasKey(a.value, key)),
  define('?|', [jsonb, texts], bool, (a: Jsonb, keys: readonly (string | null)[]) =>
    keys.some((key) => key !== null && hasKey(a.value, key)),
  ),
  define('?&', [jsonb, texts], bool, (a: Jsonb, keys: readonly (string | null)[]) =>
    keys.every((key) => key === null || hasKey(a.value, key)),
  ),
  define('||', [jsonb, jsonb], jsonb, (a: Jsonb, b: Jsonb) => new Jsonb(concatenate(a.value, b.value))),
  define('-', [jsonb, text], jsonb, (a: Jsonb, key: string) => new Jsonb(withoutKeys(a.value, [key]))),
  define(
    '-',
    [jsonb, texts],
    jsonb,
    (a: Jsonb, keys: readonly Datum[]) => new Jsonb(withoutKeys(a.value, keys)),
  ),
  define('-', [jsonb, int4], jsonb, (a: Jsonb, index: number) => new Jsonb(withoutIndex(a.value, index))),
  define('#-', [jsonb, texts], jsonb, (a: Jsonb, path: JsonPath) => new Jsonb(withoutPath(a.value, path))),
];

export const jsonFunctions: readonly Signature[] = [
  defineOver('to_json', [any], json, ([type = text], value: Datum) => toJsonText(type, value)),
  defineOver('to_jsonb', [any], jsonb, ([type = text], value: Datum) => new Jsonb(toJsonValue(type, value))),
  defineOver('row_to_json', [any], json, ([type = text], value: Datum) => {
    if (!isRecordType(type))
      throw new SqlError('42883', `function row_to_json(${type.displayName}) does not exist`);
    return toJsonText(type, value);
  }),
  defineOver('array_to_json', [types.anyarray], json, ([type = text], value: Datum) =>
    toJsonText(type, value),
  ),
  ...[json, jsonb].flatMap((type) => builders(type)),
  ...[json, jsonb].flatMap((type) => readers(type)),
  define(
    'jsonb_set',
    [jsonb, texts, jsonb],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb) => new Jsonb(setPath(a.value, path, value.value, true)),
  ),
  define(
    'jsonb_set',
    [jsonb, texts, jsonb, bool],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb, create: boolean) =>
      new Jsonb(setPath(a.value, path, value.value, create)),
  ),
  define(
    'jsonb_insert',
    [jsonb, texts, jsonb],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb) => new Jsonb(insertAt(a.value, path, value.value, false)),
  ),
  define(
    'jsonb_insert',
    [jsonb, texts, jsonb, bool],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb, after: boolean) =>
      new Jsonb(insertAt(a.value, path, value.value, after)),
  ),
  define('jsonb_pretty', [jsonb], text, (a: Jsonb) => pretty(a.value, '')),
  define('jsonb_exists', [jsonb, text], bool, (a: Jsonb, key: string) => hasKey(a.value, key)),
  define('jsonb_contains', [jsonb, jsonb], bool, (a: Jsonb, b: Jsonb) => containsJson(a.value, b.value)),
];

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
    define(`${name}_object`, [texts], type, (pairs: readonly (string | null)[]) =>
      objectOf(
        pairs.filter((_, i) => i % 2 === 0),
        pairs.filter((_, i) => i % 2 === 1),
        type,
      ),
    ),
    define(
      `${name}_object`,
      [texts, texts],
      type,
      (keys: readonly (string | null)[], values: readonly (string | null)[]) => objectOf(keys, values, type),
    ),
  ];
}

function readers(type: SqlType): Signature[] {
  const name = type.name;
  return [
    define(`${name}_array_length`, [type], int4, (a: Source) => {
      const value = jsonValueOf(a);
      if (isJsonArray(value)) return value.length;
      throw new SqlError(
        '22023',
        `cannot get array length of a ${isJsonObject(value) ? 'non-array' : 'scalar'}`,
      );
    }),
    define(`${name}_typeof`, [type], text, (a: Source) => jsonTypeOf(jsonValueOf(a))),
    define(
      `${name}_extract_path`,
      [type, text],
      type,
      (a: Source, ...path: string[]) => found(walk(jsonValueOf(a), path), type),
      {
        variadic: true,
      },
    ),
    define(
      `${name}_extract_path_text`,
      [type, text],
      text,
      (a: Source, ...path: string[]) => jsonText(walk(jsonValueOf(a), path)),
      {
        variadic: true,
      },
    ),
    define(`${name}_strip_nulls`, [type], type, (a: Source) => found(stripNulls(jsonValueOf(a)), type)),
  ];
}

/** @throws SqlError 22004 (json 22023) for a NULL key */
function keyText(key: Datum, type: SqlType | undefined, index: number, name: string): string {
  if (key !== null) return outputText(key, type);
  if (name === 'json') throw new SqlError('22004', 'null value not allowed for object key');
  throw new SqlError('22023', `argument ${index + 1}: key must not be null`);
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

function pretty(value: JsonValue, indent: string): string {
  const inner = `${indent}    `;
  if (isJsonArray(value)) {
    if (value.length === 0) return `[\n${indent}]`;
    return `[\n${value.map((entry) => inner + pretty(entry, inner)).join(',\n')}\n${indent}]`;
  }
  if (isJsonObject(value)) {
    if (value.size === 0) return `{\n${indent}}`;
    return `{\n${[...value].map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${pretty(entry, inner)}`).join(',\n')}\n${indent}}`;
  }
  return printJson(value);
}
