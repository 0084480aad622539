import { SqlError } from '../types/sql-error';
import { sliceCharacters } from '../types/text-order';
import { posixFlags } from './posix-flags';
import { posixMatcher } from './posix-pattern';

/** What the functions that search a text for a pattern are asked, where they know it. */
export interface Search {
  readonly value: string;
  readonly pattern: string;
  readonly flags: string;
  /** The character to begin at, from 1. */
  readonly start: number;
  /** Whether the matches tell where their groups are. */
  readonly places?: boolean;
}

/** Every match from `start` on; `^` still means the text's own beginning. @throws SqlError 22023, 2201B */
export function matchesOf({
  value,
  pattern,
  flags,
  start,
  places,
}: Search): IterableIterator<RegExpExecArray> {
  requireAtLeast(1, 'start', start);
  const matcher = posixMatcher(pattern, flags);
  const expression = places ? new RegExp(matcher.source, `${matcher.flags}d`) : matcher;
  expression.lastIndex = sliceCharacters(value, 0, start - 1).length;
  return start - 1 > value.length ? [][Symbol.iterator]() : value.matchAll(expression);
}

/** The nth match, from 1, or null. @throws SqlError 22023, 2201B */
export function nthMatch(search: Search, nth: number): RegExpExecArray | null {
  let seen = 0;
  for (const match of matchesOf(search)) {
    seen += 1;
    if (seen === nth) return match;
  }
  return null;
}

/** @throws SqlError 22023 for the flag g */
export function rejectGlobal(name: string, flags: string, hint?: string): void {
  if (!posixFlags(flags).global) return;
  const fields = hint === undefined ? {} : { hint };
  throw new SqlError('22023', `${name}() does not support the "global" option`, fields);
}

/** @throws SqlError 22023 */
export function requireAtLeast(least: number, parameter: string, value: number): void {
  if (value < least) throw new SqlError('22023', `invalid value for parameter "${parameter}": ${value}`);
}
