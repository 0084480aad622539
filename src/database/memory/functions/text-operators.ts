import { castToText } from '../types/cast-table';
import type { NonNullDatum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { requireBuffer } from '../types/value-limits';
import { define, defineOver } from './define';
import { likeMatcher } from './like-pattern';
import { posixMatcher } from './posix-pattern';
import type { Signature } from './signature';

const { text, bpchar, citext, bool, bytea, anynonarray, bit, varbit, int4, name } = types;

export const textOperators: readonly Signature[] = [
  define('||', [text, text], text, joined),
  defineOver('||', [text, anynonarray], text, ([, type], a: string, b: NonNullDatum) =>
    joined(a, castToText(type ?? text, b)),
  ),
  defineOver('||', [anynonarray, text], text, ([type], a: NonNullDatum, b: string) =>
    joined(castToText(type ?? text, a), b),
  ),
  define('||', [bytea, bytea], bytea, (a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b])),
  define('||', [varbit, varbit], varbit, (a: string, b: string) => a + b),

  ...patternOperators('~~', (value, pattern) => likeMatcher(pattern, '\\', true)(value)),
  ...patternOperators('~~*', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...patternOperators('~', (value, pattern) => posixMatcher(pattern).test(value)),
  ...patternOperators('~*', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  ...caselessOperators('~~', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...caselessOperators('~~*', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...caselessOperators('~', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  ...caselessOperators('~*', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  define('^@', [text, text], bool, (a: string, b: string) => a.startsWith(b)),

  ...[bit, varbit].flatMap((type) => [
    define('&', [type, type], type, (a: string, b: string) => combineBits('AND', a, b, (x, y) => x && y)),
    define('|', [type, type], type, (a: string, b: string) => combineBits('OR', a, b, (x, y) => x || y)),
    define('#', [type, type], type, (a: string, b: string) => combineBits('XOR', a, b, (x, y) => x !== y)),
    define('~', [type], type, (a: string) => a.replace(/[01]/g, (digit) => (digit === '0' ? '1' : '0'))),
    define('<<', [type, int4], type, (a: string, by: number) => a.slice(by).padEnd(a.length, '0')),
    define('>>', [type, int4], type, (a: string, by: number) =>
      a.slice(0, Math.max(a.length - by, 0)).padStart(a.length, '0'),
    ),
  ]),
];

type Match = (value: string, pattern: string) => boolean;

function negated(symbol: string): string {
  return `!${symbol}`;
}

/** Over text, and over character(n) and name, whose padding and length count. */
function patternOperators(symbol: string, match: Match): Signature[] {
  return [text, bpchar, name].flatMap((type) => [
    define(symbol, [type, text], bool, match),
    define(negated(symbol), [type, text], bool, (value: string, pattern: string) => !match(value, pattern)),
  ]);
}

/** citext matches without regard to case. */
function caselessOperators(symbol: string, match: Match): Signature[] {
  return [citext, text].flatMap((pattern) => [
    define(symbol, [citext, pattern], bool, match),
    define(negated(symbol), [citext, pattern], bool, (value: string, other: string) => !match(value, other)),
  ]);
}

/** @throws SqlError 54000 */
function joined(a: string, b: string): string {
  requireBuffer(a.length + b.length);
  return a + b;
}

/** @throws SqlError 22026 for different lengths */
function combineBits(
  word: string,
  a: string,
  b: string,
  combine: (x: boolean, y: boolean) => boolean,
): string {
  if (a.length !== b.length) throw new SqlError('22026', `cannot ${word} bit strings of different sizes`);
  return a.replace(/[01]/g, (digit, i: number) => (combine(digit === '1', b[i] === '1') ? '1' : '0'));
}
