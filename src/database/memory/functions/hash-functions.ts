import { createHash } from 'node:crypto';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { text, bytea } = types;

export const hashFunctions = [
  define('md5', [text], text, (value: string) => createHash('md5').update(value).digest('hex')),
  define('md5', [bytea], text, (value: Uint8Array) => createHash('md5').update(value).digest('hex')),
  ...['sha224', 'sha256', 'sha384', 'sha512'].map((name) =>
    define(name, [bytea], bytea, (value: Uint8Array) => createHash(name).update(value).digest()),
  ),
  define('digest', [text, text], bytea, (value: string, algorithm: string) =>
    digest(Buffer.from(value), algorithm),
  ),
  define('digest', [bytea, text], bytea, digest),
];

function digest(value: Uint8Array, algorithm: string): Buffer {
  try {
    return createHash(algorithm).update(value).digest();
  } catch {
    throw new SqlError('22023', `Cannot use "${algorithm}": No such hash algorithm`);
  }
}
