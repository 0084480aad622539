import type { Datum } from '../types/datum';
import {
  containsJson,
  isJsonArray,
  isJsonObject,
  Jsonb,
  jsonTypeOf,
  printJson,
  type JsonValue,
} from '../types/jsonb';
import { isRecordType } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { define, defineOver } from './define';
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
import { jsonSetLaxFunctions } from './json-set-lax';
import type { Signature } from './signature';

const { any, anyelement, json, jsonb, text, int4, bool } = types;
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
  defineOver('to_json', [anyelement], json, ([type = text], value: Datum) => toJsonText(type, value)),
  defineOver(
    'to_jsonb',
    [anyelement],
    jsonb,
    ([type = text], value: Datum) => new Jsonb(toJsonValue(type, value)),
  ),
  ...[[any], [any, bool]].map((args) =>
    defineOver('row_to_json', args, json, ([type = text], value: Datum, onLines = false) => {
      if (!isRecordType(type))
        throw new SqlError('42883', `function row_to_json(${type.displayName}) does not exist`);
      return toJsonText(type, value, separatorOf(onLines));
    }),
  ),
  defineOver('array_to_json', [types.anyarray], json, ([type = text], value: Datum) =>
    toJsonText(type, value),
  ),
  defineOver('array_to_json', [types.anyarray, bool], json, ([type = text], value: Datum, onLines: boolean) =>
    toJsonText(type, value, separatorOf(onLines)),
  ),
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
    [jsonb, texts, jsonb, bool],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb, create: boolean) =>
      new Jsonb(setPath(a.value, path, value.value, create)),
    {
      argNames: ['jsonb_in', 'path', 'replacement', 'create_if_missing'],
      defaults: [undefined, undefined, undefined, true],
    },
  ),
  ...jsonSetLaxFunctions,
  define(
    'jsonb_insert',
    [jsonb, texts, jsonb, bool],
    jsonb,
    (a: Jsonb, path: JsonPath, value: Jsonb, after: boolean) =>
      new Jsonb(insertAt(a.value, path, value.value, after)),
    {
      argNames: ['jsonb_in', 'path', 'replacement', 'insert_after'],
      defaults: [undefined, undefined, undefined, false],
    },
  ),
  define('jsonb_pretty', [jsonb], text, (a: Jsonb) => pretty(a.value, '')),
  named('jsonb_exists', '?', jsonb),
  named('jsonb_exists_any', '?|', jsonb),
  named('jsonb_exists_all', '?&', jsonb),
  named('jsonb_contains', '@>', jsonb),
  named('jsonb_contained', '<@', jsonb),
  named('jsonb_concat', '||', jsonb),
  named('jsonb_delete', '-', jsonb),
  named('jsonb_delete_path', '#-', jsonb),
].flat();

/** An operator in the form of a function, for clients that cannot write its question mark. */
function named(name: string, operator: string, type: SqlType): Signature[] {
  return jsonOperators
    .filter((signature) => signature.name === operator && signature.args[0] === type)
    .map((signature) => ({ ...signature, name }));
}

/** Between the outermost elements: a comma, and a line's end where it is asked for. */
function separatorOf(onLines: boolean): string {
  return onLines ? ',\n ' : ',';
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
