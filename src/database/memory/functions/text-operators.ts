import { castToText } from '../types/cast-table';
import type { NonNullDatum } from '../types/datum';
import { types } from '../types/type-catalog';
import { requireBuffer } from '../types/value-limits';
import { define, defineOver } from './define';
import { likeMatcher } from './like-pattern';
import { posixMatcher } from './posix-pattern';
import type { Signature } from './signature';

const { text, bpchar, citext, bool, bytea, anynonarray, name } = types;

export const textOperators: readonly Signature[] = [
  define('||', [text, text], text, joined),
  defineOver('||', [text, anynonarray], text, ([, type], a: string, b: NonNullDatum) =>
    joined(a, castToText(type ?? text, b)),
  ),
  defineOver('||', [anynonarray, text], text, ([type], a: NonNullDatum, b: string) =>
    joined(castToText(type ?? text, a), b),
  ),
  define('||', [bytea, bytea], bytea, (a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b])),

  ...patternOperators('~~', (value, pattern) => likeMatcher(pattern, '\\', true)(value)),
  ...patternOperators('~~*', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...patternOperators('~', (value, pattern) => posixMatcher(pattern).test(value)),
  ...patternOperators('~*', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  define('~~', [bytea, bytea], bool, bytesLike),
  define('!~~', [bytea, bytea], bool, (value: Uint8Array, pattern: Uint8Array) => !bytesLike(value, pattern)),
  ...caselessOperators('~~', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...caselessOperators('~~*', (value, pattern) => likeMatcher(pattern, '\\', false)(value)),
  ...caselessOperators('~', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  ...caselessOperators('~*', (value, pattern) => posixMatcher(pattern, 'i').test(value)),
  define('^@', [text, text], bool, (a: string, b: string) => a.startsWith(b)),
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

/** A wildcard stands for a byte. */
function bytesLike(value: Uint8Array, pattern: Uint8Array): boolean {
  const characters = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  return likeMatcher(characters(pattern), '\\', true)(characters(value));
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
