import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bit, varbit, int4 } = types;

export const bitStringOperators: readonly Signature[] = [
  define('||', [varbit, varbit], varbit, (a: string, b: string) => a + b),
  ...[bit, varbit].flatMap((type) => [
    define('&', [type, type], type, (a: string, b: string) => combineBitStrings('AND', a, b)),
    define('|', [type, type], type, (a: string, b: string) => combineBitStrings('OR', a, b)),
    define('#', [type, type], type, (a: string, b: string) => combineBitStrings('XOR', a, b)),
    define('~', [type], type, (a: string) => a.replace(/[01]/g, (digit) => (digit === '0' ? '1' : '0'))),
    define('<<', [type, int4], type, shifted),
    define('>>', [type, int4], type, (a: string, by: number) => shifted(a, -by)),
  ]),
];

/** To the left; to the right by a negative number. What is moved out is lost. */
function shifted(bits: string, by: number): string {
  if (by < 0) return bits.slice(0, Math.max(bits.length + by, 0)).padStart(bits.length, '0');
  return bits.slice(by).padEnd(bits.length, '0');
}

const COMBINATIONS: Readonly<Record<string, (x: boolean, y: boolean) => boolean>> = {
  AND: (x, y) => x && y,
  OR: (x, y) => x || y,
  XOR: (x, y) => x !== y,
};

/** @param word AND, OR or XOR @throws SqlError 22026 for different lengths */
export function combineBitStrings(word: string, a: string, b: string): string {
  if (a.length !== b.length) throw new SqlError('22026', `cannot ${word} bit strings of different sizes`);
  const combine = COMBINATIONS[word];
  return a.replace(/[01]/g, (digit, i: number) => (combine?.(digit === '1', b[i] === '1') ? '1' : '0'));
}
