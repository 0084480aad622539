import type { Datum } from '../types/datum';
import type { Jsonb } from '../types/jsonb';
import { isRecordType, type RecordType } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { defineOver } from './define';
import { recordFromJson, recordsFromJson } from './record-from-json';
import type { ResolvedSetFunction } from './set-functions';
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
export function populateRecordset(name: string, given: readonly SqlType[]): ResolvedSetFunction | null {
  const source =
    name === 'json_populate_recordset' ? json : name === 'jsonb_populate_recordset' ? jsonb : null;
  const [row] = given;
  if (!source || !row || given.length !== 2) return null;
  const { fields } = recordOf(name, row);
  return {
    args: [row, source],
    columns: fields,
    keepsName: true,
    rows: ([base, array]) =>
      array === null || array === undefined
        ? []
        : recordsFromJson(name, array as Jsonb | string, fields, base as Row),
  };
}

function recordOf(name: string, type: SqlType | undefined): RecordType {
  if (type && isRecordType(type)) return type;
  throw new SqlError('42804', `first argument of ${name} must be a row type`);
}
