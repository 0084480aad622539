import { toInteger } from '../types/integer-conversion';
import { SqlError } from '../types/sql-error';
import { characterCount, charactersOf, lowerCase, sliceCharacters, upperCase } from '../types/text-order';
import { trimPadding } from '../types/text-types';
import { arrayOf, types } from '../types/type-catalog';
import { requireBuffer } from '../types/value-limits';
import { define } from './define';

const { text, int4, bool, bpchar, bytea, bit, varbit } = types;

export const textFunctions = [
  define('lower', [text], text, lowerCase),
  define('upper', [text], text, upperCase),
  define('initcap', [text], text, (value: string) =>
    lowerCase(value).replace(/[\p{L}\p{N}]+/gu, (word) => {
      const first = sliceCharacters(word, 0, 1);
      return upperCase(first) + word.slice(first.length);
    }),
  ),
  define('reverse', [text], text, (value: string) => charactersOf(value).toReversed().join('')),
  ...['length', 'char_length', 'character_length'].flatMap((name) => [
    define(name, [text], int4, characterCount),
    define(name, [bpchar], int4, (value: string) => characterCount(trimPadding(value))),
  ]),
  define('length', [bytea], int4, (value: Uint8Array) => value.byteLength),
  define('length', [bit], int4, (value: string) => value.length),
  define('length', [varbit], int4, (value: string) => value.length),
  define('octet_length', [text], int4, (value: string) => Buffer.byteLength(value)),
  define('octet_length', [bpchar], int4, (value: string) => Buffer.byteLength(value)),
  define('octet_length', [bytea], int4, (value: Uint8Array) => value.byteLength),
  define('bit_length', [text], int4, (value: string) => Buffer.byteLength(value) * 8),
  define('bit_length', [bytea], int4, (value: Uint8Array) => value.byteLength * 8),
  define('ascii', [text], int4, (value: string) => value.codePointAt(0) ?? 0),
  define('chr', [int4], text, (code: number) => {
    if (code === 0) throw new SqlError('54000', 'null character not permitted');
    if (code < 0) throw new SqlError('22023', 'character number must be positive');
    if (code >= 0xd800 && code <= 0xdfff) {
      throw new SqlError('54000', `requested character not valid for encoding: ${code}`);
    }
    if (code > 0x10ffff) {
      throw new SqlError('54000', `requested character too large for encoding: ${code}`);
    }
    return String.fromCodePoint(code);
  }),
  ...trimFunctions('btrim', true, true),
  ...trimFunctions('ltrim', true, false),
  ...trimFunctions('rtrim', false, true),
  ...['substring', 'substr'].flatMap((name) => [
    define(name, [text, int4], text, (value: string, from: number) => substring(value, from)),
    define(name, [text, int4, int4], text, substring),
    define(name, [bytea, int4], bytea, (value: Uint8Array, from: number) => byteRange(value, from)),
    define(name, [bytea, int4, int4], bytea, byteRange),
  ]),
  define('position', [text, text], int4, position),
  define('strpos', [text, text], int4, position),
  define(
    'position',
    [bytea, bytea],
    int4,
    (value: Uint8Array, part: Uint8Array) => Buffer.from(value).indexOf(part) + 1,
  ),
  define('starts_with', [text, text], bool, (value: string, prefix: string) => value.startsWith(prefix)),
  define('overlay', [text, text, int4], text, (value: string, part: string, from: number) =>
    overlay(value, part, from, characterCount(part)),
  ),
  define('overlay', [text, text, int4, int4], text, overlay),
  define('overlay', [bytea, bytea, int4], bytea, (value: Uint8Array, part: Uint8Array, from: number) =>
    overlayBytes(value, part, from, part.byteLength),
  ),
  define('overlay', [bytea, bytea, int4, int4], bytea, overlayBytes),
  define('replace', [text, text, text], text, replaceText),
  define('left', [text, int4], text, (value: string, count: number) =>
    sliceCharacters(value, 0, count < 0 ? characterCount(value) + count : count),
  ),
  define('right', [text, int4], text, (value: string, count: number) =>
    // As PostgreSQL's, the least integer has no negative and takes nothing away.
    sliceCharacters(value, count < 0 ? -count | 0 : characterCount(value) - count),
  ),
  define('split_part', [text, text, int4], text, splitPart),
  define(
    'string_to_array',
    [text, text],
    arrayOf(text),
    (value: string | null, separator: string | null) => (value === null ? null : splitText(value, separator)),
    { lenient: true },
  ),
  define(
    'string_to_array',
    [text, text, text],
    arrayOf(text),
    (value: string | null, separator: string | null, nullText: string | null) =>
      value === null ? null : splitText(value, separator).map((part) => (part === nullText ? null : part)),
    { lenient: true },
  ),
  define('translate', [text, text, text], text, translate),
  define('to_hex', [int4], text, (value: number) => (value >>> 0).toString(16)),
  define('to_hex', [types.int8], text, (value: bigint) => BigInt.asUintN(64, value).toString(16)),
];

/** Positions count from 1; those before the text take from the length. @throws SqlError 22011 */
export function substring(value: string, from: number, count = Infinity): string {
  if (count < 0) throw new SqlError('22011', 'negative substring length not allowed');
  return sliceCharacters(value, from - 1, from - 1 + count);
}

/** Splits as string_to_array does: by nothing into one, by NULL into characters, '' into no parts. */
export function splitText(value: string, separator: string | null): string[] {
  if (value === '') return [];
  if (separator === null) return charactersOf(value);
  return separator === '' ? [value] : value.split(separator);
}

/** @throws SqlError 54000 */
function replaceText(value: string, from: string, to: string): string {
  if (from === '') return value;
  if (to.length <= from.length) return value.replaceAll(from, () => to);
  const parts = value.split(from);
  requireBuffer(value.length + (parts.length - 1) * (to.length - from.length));
  return parts.join(to);
}

function byteRange(value: Uint8Array, from: number, count = Infinity): Uint8Array {
  if (count < 0) throw new SqlError('22011', 'negative substring length not allowed');
  return value.subarray(Math.max(from - 1, 0), Math.max(from - 1 + count, 0));
}

function position(value: string, part: string): number {
  const at = value.indexOf(part);
  return at < 0 ? 0 : characterCount(value.slice(0, at)) + 1;
}

/** @throws SqlError 22011, 22003 */
function overlay(value: string, part: string, from: number, count: number): string {
  if (from <= 0) throw new SqlError('22011', 'negative substring length not allowed');
  toInteger(BigInt(from) + BigInt(count), int4);
  return substring(value, 1, from - 1) + part + substring(value, from + count);
}

/** @throws SqlError 22011 */
function overlayBytes(value: Uint8Array, part: Uint8Array, from: number, count: number): Uint8Array {
  if (from <= 0) throw new SqlError('22011', 'negative substring length not allowed');
  return Buffer.concat([value.subarray(0, from - 1), part, value.subarray(Math.max(from - 1 + count, 0))]);
}

function trimFunctions(name: string, start: boolean, end: boolean): ReturnType<typeof define>[] {
  const trim = (value: string, set: string): string => {
    const characters = new Set(set);
    const list = charactersOf(value);
    const first = list.findIndex((character) => !characters.has(character));
    if (first < 0) return '';
    const last = list.findLastIndex((character) => !characters.has(character));
    return list.slice(start ? first : 0, end ? last + 1 : undefined).join('');
  };
  return [
    define(name, [text], text, (value: string) => trim(value, ' ')),
    define(name, [text, text], text, trim),
    define(name, [bytea, bytea], bytea, (value: Uint8Array, set: Uint8Array) => {
      const first = value.findIndex((byte) => !set.includes(byte));
      const last = value.findLastIndex((byte) => !set.includes(byte));
      if (first < 0) return new Uint8Array();
      return value.subarray(start ? first : 0, end ? last + 1 : undefined);
    }),
  ];
}

/** @throws SqlError 22023 */
function splitPart(value: string, separator: string, field: number): string {
  if (field === 0) throw new SqlError('22023', 'field position must not be zero');
  const parts = separator === '' ? [value] : value.split(separator);
  return parts.at(field > 0 ? field - 1 : field) ?? '';
}

/** Characters of `from` become those of `to` at the same place, or go where there is none. */
function translate(value: string, from: string, to: string): string {
  const source = charactersOf(from);
  const target = charactersOf(to);
  return charactersOf(value)
    .map((character) => {
      const at = source.indexOf(character);
      return at < 0 ? character : (target[at] ?? '');
    })
    .join('');
}
