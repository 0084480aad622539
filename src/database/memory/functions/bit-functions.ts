import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { define } from './define';
import { substring } from './text-functions';

const { bytea, int4, int8, bit } = types;

/** Single bytes and bits of binary strings (the lowest bit of a byte first) and bit strings (from the left). */
export const bitFunctions = [
  define('get_byte', [bytea, int4], int4, (value: Uint8Array, at: number) => byteAt(value, at)),
  define('set_byte', [bytea, int4, int4], bytea, (value: Uint8Array, at: number, to: number) => {
    byteAt(value, at);
    return value.with(at, to & 0xff);
  }),
  define('get_bit', [bytea, int8], int4, (value: Uint8Array, at: bigint) => {
    const place = placeOf(value, at);
    return (byteAt(value, place.byte) >> place.bit) & 1;
  }),
  define('set_bit', [bytea, int8, int4], bytea, (value: Uint8Array, at: bigint, to: number) => {
    const { byte, bit: shift } = placeOf(value, at);
    const kept = byteAt(value, byte) & ~(1 << shift);
    return value.with(byte, kept | (requireBit(to) << shift));
  }),
  define('bit_count', [bytea], int8, (value: Uint8Array) =>
    value.reduce((count, byte) => count + ones(byte.toString(2)), 0n),
  ),

  define('get_bit', [bit, int4], int4, (value: string, at: number) => Number(bitAt(value, at))),
  define('set_bit', [bit, int4, int4], bit, (value: string, at: number, to: number) => {
    bitAt(value, at);
    return `${value.slice(0, at)}${requireBit(to)}${value.slice(at + 1)}`;
  }),
  define('bit_count', [bit], int8, ones),
  ...lengthFunctions(bit),
  define('substring', [bit, int4], bit, (value: string, from: number) => substring(value, from)),
  define('substring', [bit, int4, int4], bit, substring),
  define('overlay', [bit, bit, int4], bit, (value: string, part: string, from: number) =>
    overlayBits(value, part, from, part.length),
  ),
  define('overlay', [bit, bit, int4, int4], bit, overlayBits),
  define('position', [bit, bit], int4, (value: string, part: string) => value.indexOf(part) + 1),
];

function lengthFunctions(type: SqlType): ReturnType<typeof define>[] {
  return [
    define('bit_length', [type], int4, (value: string) => value.length),
    define('octet_length', [type], int4, (value: string) => Math.ceil(value.length / 8)),
  ];
}

/** @throws SqlError 2202E */
function byteAt(value: Uint8Array, at: number): number {
  const byte = value[at];
  if (byte === undefined) throw outsideOf(String(at), value.byteLength);
  return byte;
}

/** @throws SqlError 2202E */
function placeOf(value: Uint8Array, at: bigint): { byte: number; bit: number } {
  if (at < 0n || at >= BigInt(value.byteLength) * 8n) throw outsideOf(String(at), value.byteLength * 8);
  return { byte: Number(at / 8n), bit: Number(at % 8n) };
}

/** @throws SqlError 2202E */
function bitAt(value: string, at: number): string {
  const found = value[at];
  if (found === undefined) {
    throw new SqlError('2202E', `bit index ${at} out of valid range (0..${value.length - 1})`);
  }
  return found;
}

function outsideOf(index: string, length: number): SqlError {
  return new SqlError('2202E', `index ${index} out of valid range, 0..${length - 1}`);
}

/** @throws SqlError 22023 */
function requireBit(value: number): number {
  if (value !== 0 && value !== 1) throw new SqlError('22023', 'new bit must be 0 or 1');
  return value;
}

function ones(digits: string): bigint {
  return BigInt(digits.replaceAll('0', '').length);
}

/** @throws SqlError 22011 */
function overlayBits(value: string, part: string, from: number, count: number): string {
  if (from <= 0) throw new SqlError('22011', 'negative substring length not allowed');
  return value.slice(0, from - 1) + part + value.slice(Math.max(from - 1 + count, 0));
}
