import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import { characterCount, sliceCharacters } from '../types/text-order';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import { likeEscape } from './like-pattern';
import { posixFlags, posixMatcher, similarToPosix } from './posix-pattern';

const { text, int4, bool } = types;

export const regexpFunctions = [
  define('regexp_replace', [text, text, text], text, (value: string, pattern: string, replacement: string) =>
    replace(value, pattern, replacement, ''),
  ),
  define('regexp_replace', [text, text, text, text], text, replace),
  define(
    'regexp_replace',
    [text, text, text, int4],
    text,
    (value: string, pattern: string, to: string, start: number) =>
      replaceFrom(value, pattern, to, start, 1, ''),
  ),
  define(
    'regexp_replace',
    [text, text, text, int4, int4],
    text,
    (value: string, pattern: string, to: string, start: number, nth: number) =>
      replaceFrom(value, pattern, to, start, nth, ''),
  ),
  define('regexp_replace', [text, text, text, int4, int4, text], text, replaceFrom),
  define('regexp_match', [text, text], arrayOf(text), (value: string, pattern: string) =>
    firstMatch(value, pattern, ''),
  ),
  define('regexp_match', [text, text, text], arrayOf(text), firstMatch),
  define('regexp_like', [text, text], bool, (value: string, pattern: string) =>
    posixMatcher(pattern).test(value),
  ),
  define('regexp_like', [text, text, text], bool, (value: string, pattern: string, flags: string) =>
    posixMatcher(pattern, flags).test(value),
  ),
  define(
    'regexp_count',
    [text, text],
    int4,
    (value: string, pattern: string) => matches(value, pattern, 'g').length,
  ),
  define(
    'regexp_count',
    [text, text, int4],
    int4,
    (value: string, pattern: string, start: number) =>
      matches(sliceCharacters(value, start - 1), pattern, 'g').length,
  ),
  define(
    'regexp_substr',
    [text, text],
    text,
    (value: string, pattern: string) => posixMatcher(pattern).exec(value)?.[0] ?? null,
  ),
  define('regexp_instr', [text, text], int4, (value: string, pattern: string) => {
    const match = posixMatcher(pattern).exec(value);
    return match ? characterCount(value.slice(0, match.index)) + 1 : 0;
  }),
  define('regexp_split_to_array', [text, text], arrayOf(text), (value: string, pattern: string) =>
    splitByPattern(value, pattern, ''),
  ),
  define('regexp_split_to_array', [text, text, text], arrayOf(text), splitByPattern),
  define('substring', [text, text], text, (value: string, pattern: string) => {
    const match = posixMatcher(pattern).exec(value);
    return match ? (match.length > 1 ? (match[1] ?? null) : match[0]) : null;
  }),
  define('substring', [text, text, text], text, similarSubstring),
  define('similar_to_escape', [text], text, (pattern: string) => similarToPosix(pattern, '\\')),
  define('similar_to_escape', [text, text], text, similarToPosix),
  define('like_escape', [text, text], text, likeEscape),
];

/** Every match's groups, or the whole match where there are none; only the first without the flag g. */
export function matches(value: string, pattern: string, flags: string): (string | null)[][] {
  const found: (string | null)[][] = [];
  const expression = posixMatcher(pattern, flags);
  const { global } = posixFlags(flags);
  for (const match of value.matchAll(expression)) {
    found.push(groupsOf(match));
    if (!global) break;
  }
  return found;
}

/** @throws SqlError 22023 for the flag g */
export function splitByPattern(value: string, pattern: string, flags: string): string[] {
  if (posixFlags(flags).global) {
    throw new SqlError('22023', 'regexp_split_to_array() does not support the "global" option');
  }
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

/** SUBSTRING(value SIMILAR pattern ESCAPE escape): the part between the two escape-quotes. */
function similarSubstring(value: string, pattern: string, escape: string): string | null {
  const [before, wanted, after] = pattern.split(`${escape}"`);
  if (before === undefined || wanted === undefined || after === undefined) {
    return posixMatcher(similarToPosix(pattern, escape)).exec(value)?.[0] ?? null;
  }
  const inner = (part: string): string => similarToPosix(part, escape).slice('^'.length, -'$'.length);
  const shortest = inner(before).replaceAll('.*', '.*?');
  return posixMatcher(`^${shortest}(${inner(wanted)})${inner(after)}$`).exec(value)?.[1] ?? null;
}

function groupsOf(match: RegExpExecArray): (string | null)[] {
  return match.length > 1 ? match.slice(1).map((group) => group ?? null) : [match[0]];
}

function firstMatch(value: string, pattern: string, flags: string): Datum {
  if (posixFlags(flags).global) {
    throw new SqlError('22023', 'regexp_match() does not support the "global" option', {
      hint: 'Use the regexp_matches function instead.',
    });
  }
  const match = posixMatcher(pattern, flags).exec(value);
  return match ? groupsOf(match) : null;
}

function replace(value: string, pattern: string, replacement: string, flags: string): string {
  return replaceFrom(value, pattern, replacement, 1, posixFlags(flags).global ? 0 : 1, flags);
}

/** @param nth which match from `start` on to replace; 0 for all */
function replaceFrom(
  value: string,
  pattern: string,
  replacement: string,
  start: number,
  nth: number,
  flags: string,
): string {
  if (start <= 0) throw new SqlError('22023', `invalid value for parameter "start": ${start}`);
  if (nth < 0) throw new SqlError('22023', `invalid value for parameter "n": ${nth}`);
  const head = sliceCharacters(value, 0, start - 1);
  let seen = 0;
  return (
    head +
    value.slice(head.length).replace(posixMatcher(pattern, flags), (...match: unknown[]) => {
      seen += 1;
      const whole = match[0] as string;
      return nth === 0 || seen === nth ? expand(replacement, match as (string | undefined)[]) : whole;
    })
  );
}

/** `\1` to `\9` are groups, `\&` the whole match, `\\` a backslash. */
function expand(replacement: string, match: readonly (string | undefined)[]): string {
  return replacement.replace(/\\([&\d\\])/g, (_, what: string) => {
    if (what === '\\') return '\\';
    const group = match[what === '&' ? 0 : Number(what)];
    return typeof group === 'string' ? group : '';
  });
}
