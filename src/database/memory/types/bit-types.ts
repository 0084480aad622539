import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

/** bit(n): a string of 0 and 1 of exactly n digits. */
export const bit = scalarType<string>({
  oid: 1560,
  name: 'bit',
  category: 'V',
  parse: (text, typmod) => fitBit(parseBits(text), typmod, false),
  format: (value) => value,
  compare: compareBits,
});

export const varbit = scalarType<string>({
  oid: 1562,
  name: 'varbit',
  displayName: 'bit varying',
  category: 'V',
  preferred: true,
  parse: (text, typmod) => fitVarbit(parseBits(text), typmod, false),
  format: (value) => value,
  compare: compareBits,
});

/** @param typmod the number of bits; @throws SqlError 22026 unless the cast is explicit, which cuts or pads */
export function fitBit(value: string, typmod: number, explicit: boolean): string {
  if (typmod < 1 || value.length === typmod) return value;
  if (explicit) return value.slice(0, typmod).padEnd(typmod, '0');
  throw new SqlError('22026', `bit string length ${value.length} does not match type bit(${typmod})`);
}

/** @throws SqlError 22001 unless the cast is explicit, which cuts */
export function fitVarbit(value: string, typmod: number, explicit: boolean): string {
  if (typmod < 1 || value.length <= typmod) return value;
  if (explicit) return value.slice(0, typmod);
  throw new SqlError('22001', `bit string too long for type bit varying(${typmod})`);
}

function parseBits(text: string): string {
  if (/^[xX]/.test(text)) return parseHexBits(text.slice(1));
  const digits = /^[bB]/.test(text) ? text.slice(1) : text;
  const wrong = /[^01]/u.exec(digits);
  if (wrong) throw new SqlError('22P02', `"${wrong[0]}" is not a valid binary digit`);
  return digits;
}

function parseHexBits(digits: string): string {
  const wrong = /[^\da-f]/iu.exec(digits);
  if (wrong) throw new SqlError('22P02', `"${wrong[0]}" is not a valid hexadecimal digit`);
  return digits.replace(/./g, (digit) => parseInt(digit, 16).toString(2).padStart(4, '0'));
}

/** Bit by bit from the left; of equal beginnings the shorter one is smaller. */
function compareBits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
