import { formatTimestamp, formatTimestampTz } from '../types/date-time-format';
import { dimensionsOf } from '../types/array-type';
import { castToText } from '../types/cast-table';
import type { Datum, NonNullDatum } from '../types/datum';
import { formatFloat4, formatFloat8 } from '../types/float-types';
import { Jsonb, jsonObject, parseJson, type JsonValue } from '../types/jsonb';
import { Numeric } from '../types/numeric';
import { isRecordType } from '../types/record-type';
import type { SqlType } from '../types/sql-type';
import { formatOffset, LOCAL_ZONE } from '../types/time-zone';
import { types } from '../types/type-catalog';

/** The JSON value behind a json or jsonb datum. */
export function jsonValueOf(value: Jsonb | string): JsonValue {
  return value instanceof Jsonb ? value.value : parseJson(value, 'json');
}

/** A SQL value as JSON: what to_jsonb makes of it. */
export function toJsonValue(type: SqlType, value: Datum): JsonValue {
  if (value === null) return null;
  if (value instanceof Jsonb) return value.value;
  if (type === types.json) return parseJson(value as string, 'json');
  if (type === types.bool) return value as boolean;
  if (type.element) return arrayToJson(type.element, value as readonly Datum[]);
  if (isRecordType(type)) {
    const items = value as readonly Datum[];
    return jsonObject(
      type.fields.map((field, i) => [field.name, toJsonValue(field.type, items[i] ?? null)] as const),
    );
  }
  const number = numberOf(type, value);
  return number ?? scalarText(type, value);
}

/**
 * A SQL value as JSON text: what to_json makes of it. Keeps json's own text and the order of a row's columns.
 *
 * @param separator of the outermost elements or members
 */
export function toJsonText(type: SqlType, value: Datum, separator = ','): string {
  if (value === null) return 'null';
  if (value instanceof Jsonb) return value.toString();
  if (type === types.json) return value as string;
  if (type === types.bool) return value === true ? 'true' : 'false';
  if (type.element) {
    const { element } = type;
    const nested = dimensionsOf(value as readonly Datum[], element).length > 1;
    return `[${(value as readonly Datum[]).map((item) => toJsonText(nested ? type : element, item)).join(separator)}]`;
  }
  if (isRecordType(type)) {
    const items = value as readonly Datum[];
    return `{${type.fields.map((field, i) => `${JSON.stringify(field.name)}:${toJsonText(field.type, items[i] ?? null)}`).join(separator)}}`;
  }
  const number = numberOf(type, value);
  return number === null ? JSON.stringify(scalarText(type, value)) : number.toString();
}

function arrayToJson(element: SqlType, value: readonly Datum[]): JsonValue {
  const nested = dimensionsOf(value, element).length > 1;
  return value.map((item) =>
    nested ? arrayToJson(element, item as readonly Datum[]) : toJsonValue(element, item),
  );
}

/** Numbers stay numbers, NaN and infinities become strings. */
function numberOf(type: SqlType, value: NonNullDatum): Numeric | null {
  switch (type) {
    case types.int2:
    case types.int4:
    case types.int8:
      return Numeric.fromBigint(BigInt(value as number | bigint));
    case types.float4:
    case types.float8: {
      const print = type === types.float4 ? formatFloat4 : formatFloat8;
      return Number.isFinite(value) ? Numeric.parse(print(value as number)) : null;
    }
    case types.numeric:
      return (value as Numeric).isFinite ? (value as Numeric) : null;
    default:
      return null;
  }
}

/** Dates and times are written as ISO 8601, everything else by its text. */
function scalarText(type: SqlType, value: NonNullDatum): string {
  if (type === types.timestamp) return formatTimestamp(value as bigint, 'T');
  if (type === types.timestamptz) {
    const text = formatTimestampTz(value as bigint, LOCAL_ZONE, 'T');
    const short = formatOffset(LOCAL_ZONE.offsetAt(value as bigint));
    return short.length === 3 && text.endsWith(short) ? `${text}:00` : text;
  }
  return type === types.bpchar ? (value as string) : castToText(type, value);
}
