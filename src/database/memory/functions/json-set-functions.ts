import { isJsonArray, isJsonObject, Jsonb, jsonTypeOf, type JsonValue } from '../types/jsonb';
import { jsonElements, jsonKindOf, jsonMembers } from '../types/raw-json-parts';
import type { RecordField } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { defineRecordSet, defineSet, type SetSignature } from './define-set';
import { jsonText } from './json-key-path';
import { plainText } from './json-text-path';

const { text, json, jsonb } = types;

export const jsonSetFunctions: readonly SetSignature[] = [
  defineSet(
    'json_array_elements',
    [json],
    json,
    (a: string) => textElements(a, 'json_array_elements'),
    'value',
  ),
  defineSet(
    'json_array_elements_text',
    [json],
    text,
    (a: string) => textElements(a, 'json_array_elements_text').map(plainText),
    'value',
  ),
  defineSet('json_object_keys', [json], text, (a: string) => {
    const kind = jsonKindOf(a);
    if (kind === 'object') return jsonMembers(a).map(([key]) => key);
    throw new SqlError(
      '22023',
      `cannot call json_object_keys on ${kind === 'array' ? 'an array' : 'a scalar'}`,
    );
  }),
  defineRecordSet('json_each', [json], pair(json), textMembers),
  defineRecordSet('json_each_text', [json], pair(text), (a: string) =>
    textMembers(a).map(([key, value]) => [key, plainText(value)]),
  ),

  defineSet(
    'jsonb_array_elements',
    [jsonb],
    jsonb,
    (a: Jsonb) => elements(a).map((value) => new Jsonb(value)),
    'value',
  ),
  defineSet('jsonb_array_elements_text', [jsonb], text, (a: Jsonb) => elements(a).map(jsonText), 'value'),
  defineSet('jsonb_object_keys', [jsonb], text, (a: Jsonb) => {
    if (isJsonObject(a.value)) return a.value.keys();
    const kind = jsonTypeOf(a.value) === 'array' ? 'an array' : 'a scalar';
    throw new SqlError('22023', `cannot call jsonb_object_keys on ${kind}`);
  }),
  defineRecordSet('jsonb_each', [jsonb], pair(jsonb), (a: Jsonb) =>
    members(a, 'jsonb_each').map(([key, value]) => [key, new Jsonb(value)]),
  ),
  defineRecordSet('jsonb_each_text', [jsonb], pair(text), (a: Jsonb) =>
    members(a, 'jsonb_each_text').map(([key, value]) => [key, jsonText(value)]),
  ),
];

function pair(valueType: SqlType): RecordField[] {
  return [
    { name: 'key', type: text },
    { name: 'value', type: valueType },
  ];
}

/** @throws SqlError 22023 */
function elements({ value }: Jsonb): readonly JsonValue[] {
  if (isJsonArray(value)) return value;
  throw new SqlError(
    '22023',
    `cannot extract elements from ${isJsonObject(value) ? 'an object' : 'a scalar'}`,
  );
}

/** @throws SqlError 22023 */
function members({ value }: Jsonb, name: string): [string, JsonValue][] {
  if (isJsonObject(value)) return [...value];
  throw new SqlError('22023', `cannot call ${name} on a non-object`);
}

/** @throws SqlError 22023 */
function textElements(source: string, name: string): string[] {
  const kind = jsonKindOf(source);
  if (kind === 'array') return jsonElements(source);
  throw new SqlError('22023', `cannot call ${name} on a ${kind === 'object' ? 'non-array' : 'scalar'}`);
}

/** @throws SqlError 22023 */
function textMembers(source: string): [string, string][] {
  const kind = jsonKindOf(source);
  if (kind === 'object') return jsonMembers(source);
  throw new SqlError(
    '22023',
    kind === 'array' ? 'cannot deconstruct an array as an object' : 'cannot deconstruct a scalar',
  );
}
