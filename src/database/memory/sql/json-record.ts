import { jsonValueOf } from '../functions/json-conversion';
import { jsonText } from '../functions/json-key-path';
import type { Datum } from '../types/datum';
import { isJsonArray, isJsonObject, Jsonb, printJson, type JsonValue } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { Row } from './compile-context';
import type { OutputColumn } from './scope';

/** Functions that read JSON objects into the columns that the query lists: `AS t(id int, name text)`. */
const FUNCTIONS: Readonly<Record<string, { readonly type: SqlType; readonly set: boolean }>> = {
  json_to_record: { type: types.json, set: false },
  json_to_recordset: { type: types.json, set: true },
  jsonb_to_record: { type: types.jsonb, set: false },
  jsonb_to_recordset: { type: types.jsonb, set: true },
};

export interface JsonRecordFunction {
  readonly argument: SqlType;
  rows(value: Datum, columns: readonly OutputColumn[]): readonly Row[];
}

export function jsonRecordFunction(name: string): JsonRecordFunction | null {
  const found = FUNCTIONS[name];
  if (!found) return null;
  return {
    argument: found.type,
    rows: (value, columns) => {
      if (value === null) return found.set ? [] : [columns.map(() => null)];
      const json = jsonValueOf(value as Jsonb | string);
      return objectsOf(json, found.set, name).map((object) =>
        columns.map((column) => fromJson(object.get(column.name) ?? null, column)),
      );
    },
  };
}

/** @throws SqlError 22023 */
function objectsOf(json: JsonValue, set: boolean, name: string): ReadonlyMap<string, JsonValue>[] {
  if (!set) {
    if (isJsonObject(json)) return [json];
    throw new SqlError('22023', `cannot call ${name} on ${isJsonArray(json) ? 'an array' : 'a scalar'}`);
  }
  if (!isJsonArray(json))
    throw new SqlError('22023', `cannot call ${name} on ${isJsonObject(json) ? 'an object' : 'a scalar'}`);
  return json.map((item) => {
    if (isJsonObject(item)) return item;
    throw new SqlError('22023', `argument of ${name} must be an array of objects`);
  });
}

/** A JSON value as one of a column's type. @throws SqlError of the type's input function */
function fromJson(value: JsonValue, { type, typmod }: Pick<OutputColumn, 'type' | 'typmod'>): Datum {
  if (type === types.jsonb) return value === null ? null : new Jsonb(value);
  if (type === types.json) return value === null ? null : printJson(value);
  if (value === null) return null;
  const { element } = type;
  if (element && isJsonArray(value)) return value.map((item) => fromJson(item, { type: element, typmod }));
  const text = jsonText(value);
  return text === null ? null : type.parse(text, typmod);
}
