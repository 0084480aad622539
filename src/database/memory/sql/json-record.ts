import { recordFromJson, recordsFromJson } from '../functions/record-from-json';
import type { Datum } from '../types/datum';
import type { Jsonb } from '../types/jsonb';
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
      const source = value as Jsonb | string;
      return found.set ? recordsFromJson(name, source, columns) : [recordFromJson(source, columns)];
    },
  };
}
