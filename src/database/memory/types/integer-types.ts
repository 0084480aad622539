import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

const DECIMAL = /^\s*[+-]?\d+(?:_\d+)*\s*$/;
const PREFIXED = /^\s*([+-]?)(0[xX](?:_?[\da-fA-F]+)+|0[oO](?:_?[0-7]+)+|0[bB](?:_?[01]+)+)\s*$/;

export const INT4_MAX = 2_147_483_647;
export const INT4_MIN = -2_147_483_648;
export const INT8_MAX = 9_223_372_036_854_775_807n;
export const INT8_MIN = -9_223_372_036_854_775_808n;

function smallInteger(oid: number, name: string, displayName: string, min: number, max: number): SqlType {
  return scalarType<number>({
    oid,
    name,
    displayName,
    category: 'N',
    preferred: name === 'oid',
    parse: (text) => {
      const value = text.length < 10 ? Number(DECIMAL.test(text) ? text.replaceAll('_', '') : NaN) : NaN;
      if (value >= min && value <= max) return value + 0;
      const exact = readInteger(text, displayName);
      if (exact < BigInt(min) || exact > BigInt(max)) throw outOfRange(text, displayName);
      return Number(exact);
    },
    format: String,
    compare: (a, b) => a - b,
    key: (value) => value,
    directClientValue: (value) => value,
  });
}

export const int2 = smallInteger(21, 'int2', 'smallint', -32_768, 32_767);
export const int4 = smallInteger(23, 'int4', 'integer', INT4_MIN, INT4_MAX);
const unsigned = smallInteger(26, 'oid', 'oid', INT4_MIN, 4_294_967_295);
/** Unsigned; a negative number is read as its two's complement. */
export const oid: SqlType = {
  ...unsigned,
  parse: (text, typmod) => Number(unsigned.parse(text, typmod)) >>> 0,
};

export const int8 = scalarType<bigint>({
  oid: 20,
  name: 'int8',
  displayName: 'bigint',
  category: 'N',
  parse: (text) => {
    const value = readInteger(text, 'bigint');
    if (value < INT8_MIN || value > INT8_MAX) throw outOfRange(text, 'bigint');
    return value;
  },
  format: String,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  key: (value) => value,
  directClientValue: String,
});

/** The id of a transaction. */
export const xid: SqlType = { ...int8, oid: 28, name: 'xid', displayName: 'xid' };

/** Decimal, or 0x, 0o and 0b with underscores between digits. @throws SqlError 22P02 */
function readInteger(text: string, type: string): bigint {
  if (DECIMAL.test(text)) return BigInt(text.replaceAll('_', '').replace('+', ''));
  const match = PREFIXED.exec(text);
  if (!match?.[2]) throw new SqlError('22P02', `invalid input syntax for type ${type}: "${text}"`);
  const size = BigInt(match[2].replaceAll('_', ''));
  return match[1] === '-' ? -size : size;
}

function outOfRange(text: string, type: string): SqlError {
  return new SqlError('22003', `value "${text}" is out of range for type ${type}`);
}
