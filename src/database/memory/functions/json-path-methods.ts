import {
  isJsonArray,
  isJsonObject,
  jsonNumber,
  jsonObject,
  jsonTypeOf,
  type JsonValue,
} from '../types/jsonb';
import type { Numeric } from '../types/numeric';
import { SqlError, unsupported } from '../types/sql-error';

type Values = readonly JsonValue[];

/** What a method of a path makes of a value; in lax mode it is taken on each item of an array. @throws SqlError 22036 and its relatives */
export function methodOf(name: string, value: JsonValue, strict: boolean): Values {
  if (name === 'type') return [jsonTypeOf(value)];
  if (name === 'size') {
    if (!isJsonArray(value) && strict)
      throw new SqlError('22039', 'jsonpath item method .size() can only be applied to an array');
    return [isJsonArray(value) ? value.length : 1];
  }
  if (isJsonArray(value) && !strict) return value.flatMap((one) => methodOf(name, one, strict));
  if (name === 'keyvalue') return pairs(value);
  if (name === 'datetime') throw unsupported('jsonpath item method .datetime()');
  const read = name === 'double' && typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isFinite(read)) return [read];
  if (jsonTypeOf(value) !== 'number') {
    const expected = name === 'double' ? 'a string or numeric value' : 'a numeric value';
    throw new SqlError('22036', `jsonpath item method .${name}() can only be applied to ${expected}`);
  }
  const number = jsonNumber(value);
  if (name === 'double') return [number.toNumber()];
  const results = { ceiling: number.ceil(), floor: number.floor(), abs: number.abs() };
  return [plainNumber(results[name as keyof typeof results])];
}

/** @throws SqlError 2203C */
function pairs(value: JsonValue): Values {
  if (!isJsonObject(value))
    throw new SqlError('2203C', 'jsonpath item method .keyvalue() can only be applied to an object');
  return [...value].map(([key, inner]) =>
    jsonObject([
      ['key', key],
      ['value', inner],
      ['id', 0],
    ]),
  );
}

/** A double where that is exact. */
export function plainNumber(value: Numeric): JsonValue {
  const number = value.toNumber();
  return String(number) === value.toString() ? number : value;
}
