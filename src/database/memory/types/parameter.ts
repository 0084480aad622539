import { createRequire } from 'node:module';
import type { Datum } from './datum';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { types } from './type-catalog';

interface PgUtils {
  prepareValue(value: unknown): string | Buffer | null;
}

let pgUtils: PgUtils | null = null;

/**
 * The text that `pg` would send for a JavaScript value: dates in local time with their offset, arrays as
 * array literals, objects as JSON. It is `pg`'s own function, loaded when the first such value comes.
 */
export function parameterText(value: unknown): string | Buffer | null {
  pgUtils ??= createRequire(__filename)('pg/lib/utils') as PgUtils;
  return pgUtils.prepareValue(value);
}

const MAX_INT4 = 2_147_483_647;

/**
 * A JavaScript parameter as a value of the type that the statement expects.
 *
 * @throws SqlError of the type's input function, and 22021 for a NUL character
 */
export function bindParameter(type: SqlType, value: unknown): Datum {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number':
      if (type === types.int4 && Number.isInteger(value) && Math.abs(value) <= MAX_INT4) return value;
      if (type === types.float8) return value;
      break;
    case 'boolean':
      if (type === types.bool) return value;
      break;
    case 'string':
      if (type === types.text && !value.includes('\0')) return value;
      break;
    default:
  }
  if (value instanceof Date && type === types.timestamptz && !Number.isNaN(value.getTime())) {
    return BigInt(value.getTime()) * 1000n;
  }
  if (type === types.bytea && value instanceof Uint8Array) return Buffer.from(value);
  return parseText(type, parameterText(value));
}

function parseText(type: SqlType, text: string | Buffer | null): Datum {
  if (text === null) return null;
  const source = typeof text === 'string' ? text : text.toString('utf8');
  if (source.includes('\0')) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  return type.parse(source, -1);
}
