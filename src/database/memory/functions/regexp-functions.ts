import { SqlError } from '../types/sql-error';
import { characterCount } from '../types/text-order';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import { likeEscape } from './like-pattern';
import { posixFlags } from './posix-flags';
import { posixMatcher } from './posix-pattern';
import { matchesOf, nthMatch, rejectGlobal, requireAtLeast } from './regexp-search';
import type { Signature } from './signature';
import { similarToPosix } from './similar-pattern';

const { text, int4, bool } = types;
const texts = arrayOf(text);

export const regexpFunctions: readonly Signature[] = [
  define('regexp_match', [text, text], texts, (value: string, pattern: string) =>
    firstMatch(value, pattern, ''),
  ),
  define('regexp_match', [text, text, text], texts, firstMatch),
  define('regexp_like', [text, text], bool, (value: string, pattern: string) =>
    posixMatcher(pattern).test(value),
  ),
  define('regexp_like', [text, text, text], bool, (value: string, pattern: string, flags: string) => {
    rejectGlobal('regexp_like', flags);
    return posixMatcher(pattern, flags).test(value);
  }),
  ...withOptional('regexp_count', 2, [text, text, int4, text], int4, count),
  ...withOptional('regexp_substr', 2, [text, text, int4, int4, text, int4], text, part),
  ...withOptional('regexp_instr', 2, [text, text, int4, int4, int4, text, int4], int4, placeOf),
  define('regexp_split_to_array', [text, text], texts, (value: string, pattern: string) =>
    splitByPattern('regexp_split_to_array', value, pattern, ''),
  ),
  define(
    'regexp_split_to_array',
    [text, text, text],
    texts,
    (value: string, pattern: string, flags: string) =>
      splitByPattern('regexp_split_to_array', value, pattern, flags),
  ),
  define('substring', [text, text], text, (value: string, pattern: string) => {
    const match = posixMatcher(pattern).exec(value);
    return match ? (match.length > 1 ? (match[1] ?? null) : match[0]) : null;
  }),
  define('substring', [text, text, text], text, similarSubstring),
  define('similar_to_escape', [text], text, (pattern: string) => similarToPosix(pattern, '\\')),
  define('similar_to_escape', [text, text], text, similarToPosix),
  define('like_escape', [text, text], text, likeEscape),
];

/** One signature for every number of arguments from `least` on. */
function withOptional(
  name: string,
  least: number,
  args: readonly (typeof text)[],
  result: typeof text,
  body: (...values: never[]) => string | number | null,
): Signature[] {
  return args
    .map((_, i) => args.slice(0, i + 1))
    .slice(least - 1)
    .map((some) => define(name, some, result, body));
}

/** Every match's groups, or the whole match where there are none; only the first without the flag g. */
export function matches(value: string, pattern: string, flags: string): (string | null)[][] {
  const found: (string | null)[][] = [];
  const { global } = posixFlags(flags);
  for (const match of value.matchAll(posixMatcher(pattern, flags))) {
    found.push(groupsOf(match));
    if (!global) break;
  }
  return found;
}

/** @param name of the function, for the error @throws SqlError 22023 for the flag g */
export function splitByPattern(name: string, value: string, pattern: string, flags: string): string[] {
  rejectGlobal(name, flags);
  const parts: string[] = [];
  let from = 0;
  for (const match of value.matchAll(posixMatcher(pattern, flags))) {
    const end = match.index + match[0].length;
    // An empty match counts neither at the end nor where the last match ended.
    if (match.index >= value.length || end <= from) continue;
    parts.push(value.slice(from, match.index));
    from = end;
  }
  parts.push(value.slice(from));
  return parts;
}

function count(value: string, pattern: string, start = 1, flags = ''): number {
  requireAtLeast(1, 'start', start);
  rejectGlobal('regexp_count', flags);
  return Array.from(matchesOf({ value, pattern, flags, start })).length;
}

/** @param group which parenthesis of the match, 0 for all of it */
function part(value: string, pattern: string, start = 1, nth = 1, flags = '', group = 0): string | null {
  requireAtLeast(1, 'start', start);
  requireAtLeast(1, 'n', nth);
  requireAtLeast(0, 'subexpr', group);
  rejectGlobal('regexp_substr', flags);
  return nthMatch({ value, pattern, flags, start }, nth)?.[group] ?? null;
}

/** @param end 0 for the character that the match begins with, 1 for the one behind it */
function placeOf(value: string, pattern: string, start = 1, nth = 1, end = 0, flags = '', group = 0): number {
  requireAtLeast(1, 'start', start);
  requireAtLeast(1, 'n', nth);
  if (end !== 0 && end !== 1) {
    throw new SqlError('22023', `invalid value for parameter "endoption": ${end}`);
  }
  requireAtLeast(0, 'subexpr', group);
  rejectGlobal('regexp_instr', flags);
  const match = nthMatch({ value, pattern, flags, start, places: true }, nth);
  const place = match?.indices?.[group];
  return place ? characterCount(value.slice(0, place[end])) + 1 : 0;
}

/** SUBSTRING(value SIMILAR pattern ESCAPE escape): the part between the two escape-quotes. */
function similarSubstring(value: string, pattern: string, escape: string): string | null {
  const [before, wanted, after] = pattern.split(`${escape}"`);
  if (before === undefined || wanted === undefined || after === undefined) {
    return posixMatcher(similarToPosix(pattern, escape)).exec(value)?.[0] ?? null;
  }
  const inner = (piece: string): string => similarToPosix(piece, escape).slice('^'.length, -'$'.length);
  const shortest = inner(before).replaceAll('.*', '.*?');
  return posixMatcher(`^${shortest}(${inner(wanted)})${inner(after)}$`).exec(value)?.[1] ?? null;
}

function groupsOf(match: RegExpExecArray): (string | null)[] {
  return match.length > 1 ? match.slice(1).map((group) => group ?? null) : [match[0]];
}

function firstMatch(value: string, pattern: string, flags: string): (string | null)[] | null {
  rejectGlobal('regexp_match', flags, 'Use the regexp_matches function instead.');
  const match = posixMatcher(pattern, flags).exec(value);
  return match ? groupsOf(match) : null;
}
