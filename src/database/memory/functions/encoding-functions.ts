import { asBuffer, parseEscaped, parseHex } from '../types/bytea-type';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { text, bytea } = types;
/** RFC 2045: the length of a base64 line. */
const BASE64_LINE = /.{76}(?=.)/g;

/** Bytes as text, and text in an encoding as bytes. */
export const encodingFunctions = [
  define('encode', [bytea, text], text, encode),
  define('decode', [text, text], bytea, decode),
  define('convert_to', [text, text], bytea, (value: string, encoding: string) =>
    toBytes(value, encoding, 'destination'),
  ),
  define('convert_from', [bytea, text], text, fromBytes),
  define('convert', [bytea, text, text], bytea, (value: Uint8Array, from: string, to: string) =>
    toBytes(fromBytes(value, from), to, 'destination'),
  ),
];

/** @throws SqlError 22023 */
function encode(value: Uint8Array, format: string): string {
  const buffer = asBuffer(value);
  switch (format.toLowerCase()) {
    case 'hex':
      return buffer.toString('hex');
    case 'base64':
      return buffer.toString('base64').replace(BASE64_LINE, '$&\n');
    case 'escape':
      return buffer
        .toString('latin1')
        .replace(/[\\\0\x80-\xff]/g, (byte) =>
          byte === '\\' ? '\\\\' : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`,
        );
    default:
      throw new SqlError('22023', `unrecognized encoding: "${format}"`);
  }
}

/** @throws SqlError 22023 */
function decode(value: string, format: string): Buffer {
  switch (format.toLowerCase()) {
    case 'hex':
      return parseHex(value);
    case 'base64':
      return decodeBase64(value);
    case 'escape':
      return parseEscaped(value);
    default:
      throw new SqlError('22023', `unrecognized encoding: "${format}"`);
  }
}

/** @throws SqlError 22023 */
function decodeBase64(value: string): Buffer {
  const symbols = value.replace(/[ \t\n\r]/g, '');
  const wrong = /[^A-Za-z\d+/=]/u.exec(symbols);
  const end = symbols.indexOf('=');
  if (wrong && (end < 0 || wrong.index < end)) {
    throw new SqlError('22023', `invalid symbol "${wrong[0]}" found while decoding base64 sequence`);
  }
  const padding = end < 0 ? '' : symbols.slice(end);
  // Padding stands at the third or fourth place of the last group.
  if (end >= 0 && (end % 4 < 2 || !/^={1,2}$/.test(padding) || (end + padding.length) % 4 !== 0)) {
    throw new SqlError('22023', 'unexpected "=" while decoding base64 sequence');
  }
  if (symbols.length % 4 !== 0) {
    throw new SqlError('22023', 'invalid base64 end sequence', {
      hint: 'Input data is missing padding, is truncated, or is otherwise corrupted.',
    });
  }
  return Buffer.from(symbols, 'base64');
}

const ENCODINGS: Readonly<Record<string, 'utf8' | 'latin1'>> = {
  utf8: 'utf8',
  unicode: 'utf8',
  latin1: 'latin1',
  iso88591: 'latin1',
};
const OTHER_ENCODINGS =
  /^(latin([2-9]|10)|iso8859\d+|win\d+|windows\d+|koi8[ru]?|euc\w+|big5|gbk|gb18030|sjis|johab|uhc|sqlascii)$/;

/** @throws SqlError 22023, 0A000 for encodings that this store does not know */
function encodingOf(name: string, role: string): 'utf8' | 'latin1' {
  const key = name.toLowerCase().replace(/[^a-z\d]/g, '');
  const found = ENCODINGS[key];
  if (found) return found;
  if (OTHER_ENCODINGS.test(key))
    throw new SqlError('0A000', `encoding "${name}" is not supported by the in-memory store`);
  throw new SqlError('22023', `invalid ${role} encoding name "${name}"`);
}

function toBytes(value: string, name: string, role: string): Buffer {
  const encoding = encodingOf(name, role);
  if (encoding === 'latin1') {
    const foreign = /[^\0-\xff]/u.exec(value);
    if (foreign) {
      const bytes = hexBytes(Buffer.from(foreign[0]));
      throw new SqlError(
        '22P05',
        `character with byte sequence ${bytes} in encoding "UTF8" has no equivalent in encoding "LATIN1"`,
      );
    }
  }
  return Buffer.from(value, encoding);
}

/** @throws SqlError 22021 */
function fromBytes(value: Uint8Array, name: string): string {
  const encoding = encodingOf(name, 'source');
  const buffer = asBuffer(value);
  if (buffer.includes(0))
    throw new SqlError('22021', `invalid byte sequence for encoding "${encoding.toUpperCase()}": 0x00`);
  const decoded = buffer.toString(encoding);
  const wrong = encoding === 'utf8' ? firstInvalid(buffer, decoded) : null;
  if (wrong) throw new SqlError('22021', `invalid byte sequence for encoding "UTF8": ${hexBytes(wrong)}`);
  return decoded;
}

/** The first bytes that are no character, as many as their first one announces; or null. */
function firstInvalid(buffer: Buffer, decoded: string): Buffer | null {
  if (!decoded.includes('\ufffd') || Buffer.from(decoded).equals(buffer)) return null;
  let at = 0;
  for (const character of decoded) {
    const bytes = Buffer.from(character);
    if (!buffer.subarray(at, at + bytes.length).equals(bytes)) break;
    at += bytes.length;
  }
  const lead = buffer[at] ?? 0;
  const length =
    lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
  return buffer.subarray(at, at + length);
}

function hexBytes(bytes: Buffer): string {
  return [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' ');
}
