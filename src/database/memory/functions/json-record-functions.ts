import type { Datum } from '../types/datum';
import type { Jsonb } from '../types/jsonb';
import { isRecordType, type RecordType } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { defineOver } from './define';
import type { SetSignature } from './define-set';
import { recordFromJson, recordsFromJson } from './record-from-json';
import type { Signature } from './signature';

const { anyelement, json, jsonb } = types;
type Row = readonly Datum[] | null;

/** A row of a given type out of a JSON object: the type, and what the object does not name, come from another row. */
export const jsonRecordFunctions: readonly Signature[] = [json, jsonb].map((type) =>
  defineOver(
    `${type.name}_populate_record`,
    [anyelement, type],
    anyelement,
    ([row], base: Row, source: Jsonb | string | null) =>
      source === null
        ? base
        : recordFromJson(source, recordOf(`${type.name}_populate_record`, row).fields, base),
    { lenient: true },
  ),
);

/** json_populate_recordset(row, array) for FROM, or null when the name is another. @throws SqlError 42804 */
export function populateRecordset(name: string, given: readonly SqlType[]): SetSignature | null {
  const source = [json, jsonb].find((type) => name === `${type.name}_populate_recordset`);
  const [row] = given;
  if (!source || !row || given.length !== 2) return null;
  const { fields } = recordOf(name, row);
  return {
    name,
    args: [row, source],
    columns: fields,
    lenient: true,
    rows: ([base, array = null]) =>
      array === null ? [] : recordsFromJson(name, array as Jsonb | string, fields, base as Row),
  };
}

function recordOf(name: string, type: SqlType | undefined): RecordType {
  if (type && isRecordType(type)) return type;
  throw new SqlError('42804', `first argument of ${name} must be a row type`);
}
