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
import { compactText, plainText, textItem, textMember, walkText } from './json-text-path';
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
} from './json-key-path';
import type { Signature } from './signature';

const { any, json, jsonb, text, int4, bool } = types;
const texts = arrayOf(text);
type Source = Jsonb | string;

function found(value: JsonValue | undefined): Datum {
  return value === undefined ? null : new Jsonb(value);
}

export const jsonOperators: readonly Signature[] = [
  define('->', [json, text], json, (a: string, key: string) => textMember(a, key) ?? null),
  define('->', [json, int4], json, (a: string, index: number) => textItem(a, index) ?? null),
  define('->>', [json, text], text, (a: string, key: string) => plainText(textMember(a, key))),
  define('->>', [json, int4], text, (a: string, index: number) => plainText(textItem(a, index))),
  define('#>', [json, texts], json, (a: string, path: JsonPath) => walkText(a, path) ?? null),
  define('#>>', [json, texts], text, (a: string, path: JsonPath) => plainText(walkText(a, path))),
  define('->', [jsonb, text], jsonb, (a: Jsonb, key: string) => found(member(a.value, key))),
  define('->', [jsonb, int4], jsonb, (a: Jsonb, index: number) => found(item(a.value, index))),
  define('->>', [jsonb, text], text, (a: Jsonb, key: string) => jsonText(member(a.value, key))),
  define('->>', [jsonb, int4], text, (a: Jsonb, index: number) => jsonText(item(a.value, index))),
  define('#>', [jsonb, texts], jsonb, (a: Jsonb, path: JsonPath) => found(walk(a.value, path))),
  define('#>>', [jsonb, texts], text, (a: Jsonb, path: JsonPath) => jsonText(walk(a.value, path))),
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
    'json_extract_path',
    [json, text],
    json,
    (a: string, ...path: string[]) => walkText(a, path) ?? null,
    {
      variadic: true,
    },
  ),
  define(
    'json_extract_path_text',
    [json, text],
    text,
    (a: string, ...path: string[]) => plainText(walkText(a, path)),
    {
      variadic: true,
    },
  ),
  define('json_strip_nulls', [json], json, (a: string) => compactText(a, (value) => value !== 'null')),
  define(
    'jsonb_extract_path',
    [jsonb, text],
    jsonb,
    (a: Jsonb, ...path: string[]) => found(walk(a.value, path)),
    {
      variadic: true,
    },
  ),
  define(
    'jsonb_extract_path_text',
    [jsonb, text],
    text,
    (a: Jsonb, ...path: string[]) => jsonText(walk(a.value, path)),
    {
      variadic: true,
    },
  ),
  define('jsonb_strip_nulls', [jsonb], jsonb, (a: Jsonb) => new Jsonb(stripNulls(a.value))),
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
