import type { Datum } from '../types/datum';
import { Jsonb } from '../types/jsonb';
import { jsonElements, jsonKindOf, jsonMembers } from '../types/raw-json-parts';
import { isRecordType, type RecordField } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import { NO_TYPMOD } from '../types/typmod';
import { types } from '../types/type-catalog';
import { plainText } from './json-text-path';

/** A field of the row that is made, with the length or precision of its type. */
export interface RecordColumn extends RecordField {
  readonly typmod?: number;
}

/**
 * A row out of a JSON object, whose members go to the fields of the same name.
 *
 * @param base what the fields hold that the object does not name; NULL by default
 * @throws SqlError 22023 when it is no object, 22P02 and others of the types' input functions
 */
export function recordFromJson(
  source: Jsonb | string,
  columns: readonly RecordColumn[],
  base: readonly Datum[] | null = null,
): readonly Datum[] {
  const raw = source.toString();
  const kind = jsonKindOf(raw);
  if (kind !== 'object') {
    const shown = kind === 'array' ? 'an array' : 'a scalar';
    throw new SqlError('22023', `cannot call populate_composite on ${shown}`);
  }
  const members = new Map(jsonMembers(raw));
  return columns.map((column, i) => {
    const value = members.get(column.name);
    return value === undefined ? (base?.[i] ?? null) : valueFromJson(value, column);
  });
}

/** The rows out of a JSON array of objects. @param name of the function, for errors @throws SqlError 22023 */
export function recordsFromJson(
  name: string,
  source: Jsonb | string,
  columns: readonly RecordColumn[],
  base: readonly Datum[] | null = null,
): (readonly Datum[])[] {
  const raw = source.toString();
  const kind = jsonKindOf(raw);
  if (kind !== 'array') {
    throw new SqlError('22023', `cannot call ${name} on ${kind === 'object' ? 'an object' : 'a scalar'}`);
  }
  return jsonElements(raw).map((element) => {
    if (jsonKindOf(element) !== 'object')
      throw new SqlError('22023', `argument of ${name} must be an array of objects`);
    return recordFromJson(element, columns, base);
  });
}

/** A JSON text as a value of a type. */
function valueFromJson(raw: string, { name, type, typmod = NO_TYPMOD }: RecordColumn): Datum {
  if (raw.trim() === 'null') return null;
  if (type === types.json) return raw;
  if (type === types.jsonb) return Jsonb.parse(raw);
  const { element } = type;
  if (element) {
    if (jsonKindOf(raw) !== 'array') {
      throw new SqlError('22P02', 'expected JSON array', { hint: `See the value of key "${name}".` });
    }
    return jsonElements(raw).map((item) =>
      jsonKindOf(item) === 'array' && element !== types.json && element !== types.jsonb
        ? valueFromJson(item, { name, type, typmod })
        : valueFromJson(item, { name, type: element, typmod }),
    );
  }
  if (isRecordType(type)) return recordFromJson(raw, type.fields);
  const text = plainText(raw);
  return text === null ? null : type.parse(text, typmod);
}
