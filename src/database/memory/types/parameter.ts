import { createRequire } from 'node:module';
import { asBuffer } from './bytea-type';
import type { Datum } from './datum';
import { INT4_MAX, INT4_MIN, INT8_MAX, INT8_MIN } from './integer-types';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { LOCAL_ZONE, instantToWall } from './time-zone';
import { types } from './type-catalog';

interface PgUtils {
  prepareValue(value: unknown): string | Buffer | null;
}

let pgUtils: PgUtils | null = null;

/**
 * What `pg` would send for a JavaScript value: dates in local time with their offset, arrays as array
 * literals, objects as JSON, `toPostgres()` honoured. It is `pg`'s own function, loaded when first needed.
 */
export function parameterText(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  pgUtils ??= createRequire(__filename)('pg/lib/utils') as PgUtils;
  return pgUtils.prepareValue(value);
}

/**
 * A JavaScript parameter as a value of the type that the statement expects. Pairs that are safe skip the text.
 *
 * @throws SqlError of the type's input function, and 22021 for a NUL character
 */
export function bindParameter(type: SqlType, value: unknown): Datum {
  if (value === null || value === undefined) return null;
  const direct = bindDirectly(type, value);
  if (direct !== undefined) return direct;
  const source = parameterText(value);
  if (source === null) return null;
  if (typeof source !== 'string') return bindBuffer(type, source);
  if (source.includes('\0')) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  return type.parse(source, -1);
}

/** A statement's parameters; a failure tells in `where` which it was, and hides its value as PostgreSQL does by default. */
export function bindParameters(expected: readonly SqlType[], params: readonly unknown[]): Datum[] {
  return expected.map((type, i) => {
    try {
      return bindParameter(type, params[i]);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const shown = error.code === '22021' ? '' : ` = ${params[i] === '' ? `''` : `'...'`}`;
      throw error.during(`unnamed portal parameter $${i + 1}${shown}`);
    }
  });
}

/** The value where JavaScript's and the type's own representation agree, else undefined. */
function bindDirectly(type: SqlType, value: unknown): Datum | undefined {
  if (typeof value === 'number') {
    const fits = type === types.int4 && Number.isInteger(value) && value >= INT4_MIN && value <= INT4_MAX;
    return fits || type === types.float8 ? value + 0 : undefined;
  }
  if (typeof value === 'string') {
    return (type === types.text || type === types.varchar) && !value.includes('\0') ? value : undefined;
  }
  if (typeof value === 'boolean') return type === types.bool ? value : undefined;
  if (typeof value === 'bigint') {
    return type === types.int8 && value >= INT8_MIN && value <= INT8_MAX ? value : undefined;
  }
  return value instanceof Date ? bindDate(type, value) : undefined;
}

function bindDate(type: SqlType, value: Date): Datum | undefined {
  if (Number.isNaN(value.getTime()) || (type !== types.timestamptz && type !== types.timestamp))
    return undefined;
  const instant = BigInt(value.getTime()) * 1000n;
  return type === types.timestamptz ? instant : instantToWall(LOCAL_ZONE, instant);
}

/** `pg` sends buffers in binary: the bytes themselves for bytea, UTF-8 for the string types. */
function bindBuffer(type: SqlType, value: Buffer): Datum {
  if (type === types.bytea) return Buffer.from(asBuffer(value));
  return type.parse(value.toString('utf8'), -1);
}
