import { createHash } from 'node:crypto';
import { asBuffer, parseEscaped, parseHex } from '../types/bytea-type';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { text, bytea, int4, int8 } = types;
/** RFC 2045: the length of a base64 line. */
const BASE64_LINE = /.{76}(?=.)/g;

export const binaryFunctions = [
  define('md5', [text], text, (value: string) => createHash('md5').update(value).digest('hex')),
  define('md5', [bytea], text, (value: Uint8Array) => createHash('md5').update(value).digest('hex')),
  ...['sha224', 'sha256', 'sha384', 'sha512'].map((name) =>
    define(name, [bytea], bytea, (value: Uint8Array) => createHash(name).update(value).digest()),
  ),
  define('digest', [text, text], bytea, (value: string, algorithm: string) =>
    digest(Buffer.from(value), algorithm),
  ),
  define('digest', [bytea, text], bytea, digest),
  define('encode', [bytea, text], text, encode),
  define('decode', [text, text], bytea, decode),
  define('convert_to', [text, text], bytea, (value: string, encoding: string) => {
    requireUtf8(encoding);
    return Buffer.from(value);
  }),
  define('convert_from', [bytea, text], text, (value: Uint8Array, encoding: string) => {
    requireUtf8(encoding);
    return asBuffer(value).toString('utf8');
  }),
  define('get_byte', [bytea, int4], int4, (value: Uint8Array, at: number) => {
    const byte = value[at];
    if (byte === undefined) {
      throw new SqlError('2202E', `index ${at} out of valid range, 0..${value.byteLength - 1}`);
    }
    return byte;
  }),
  define('bit_count', [bytea], int8, (value: Uint8Array) =>
    value.reduce((count, byte) => count + BigInt(byte.toString(2).replaceAll('0', '').length), 0n),
  ),
];

function digest(value: Uint8Array, algorithm: string): Buffer {
  try {
    return createHash(algorithm).update(value).digest();
  } catch {
    throw new SqlError('22023', `Cannot use "${algorithm}": No such hash algorithm`);
  }
}

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
    case 'base64': {
      const wrong = /[^A-Za-z\d+/=\s]/u.exec(value);
      if (wrong) {
        throw new SqlError('22023', `invalid symbol "${wrong[0]}" found while decoding base64 sequence`);
      }
      return Buffer.from(value, 'base64');
    }
    case 'escape':
      return parseEscaped(value);
    default:
      throw new SqlError('22023', `unrecognized encoding: "${format}"`);
  }
}

function requireUtf8(encoding: string): void {
  if (!/^utf-?8$/i.test(encoding))
    throw new SqlError('0A000', `encoding "${encoding}" is not supported by the in-memory store`);
}
