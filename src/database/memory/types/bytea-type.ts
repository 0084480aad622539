import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

/** bytea, printed in hex; read in hex and in the older escape format. */
export const bytea = scalarType<Uint8Array>({
  oid: 17,
  name: 'bytea',
  category: 'U',
  parse: (text) => (text.startsWith('\\x') ? parseHex(text.slice(2)) : parseEscaped(text)),
  format: (value) => `\\x${asBuffer(value).toString('hex')}`,
  compare: (a, b) => Buffer.compare(a, b),
  key: (value) => asBuffer(value).toString('latin1'),
  directClientValue: (value) => Buffer.from(value),
});

export function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** @throws SqlError 22023 */
export function parseHex(text: string): Buffer {
  const digits = text.replace(/\s+/g, '');
  const wrong = /[^\da-fA-F]/u.exec(digits);
  if (wrong) throw new SqlError('22023', `invalid hexadecimal digit: "${wrong[0]}"`);
  if (digits.length % 2 === 1) throw new SqlError('22023', 'invalid hexadecimal data: odd number of digits');
  return Buffer.from(digits, 'hex');
}

/** @throws SqlError 22P02 */
export function parseEscaped(text: string): Buffer {
  if (!text.includes('\\')) return Buffer.from(text);
  const pieces: Buffer[] = [];
  const token = /([^\\]+)|\\(\\|[0-3][0-7]{2})/y;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) throw new SqlError('22P02', 'invalid input syntax for type bytea');
    const [, plain, escape] = match;
    pieces.push(plain !== undefined ? Buffer.from(plain) : escapedByte(escape ?? ''));
  }
  return Buffer.concat(pieces);
}

function escapedByte(escape: string): Buffer {
  return Buffer.from([escape === '\\' ? 0x5c : parseInt(escape, 8)]);
}
