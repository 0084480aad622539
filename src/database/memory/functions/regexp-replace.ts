import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { requireBuffer } from '../types/value-limits';
import { define } from './define';
import { posixFlags } from './posix-flags';
import { matchesOf, requireAtLeast } from './regexp-search';

const { text, int4 } = types;

export const regexpReplaceFunctions = [
  define('regexp_replace', [text, text, text], text, (value: string, pattern: string, to: string) =>
    replace(value, pattern, to, 1, 1, ''),
  ),
  define(
    'regexp_replace',
    [text, text, text, text],
    text,
    (value: string, pattern: string, to: string, flags: string) => {
      if (/^\d/.test(flags)) throw startAsFlag(flags);
      return replace(value, pattern, to, 1, posixFlags(flags).global ? 0 : 1, flags);
    },
  ),
  define(
    'regexp_replace',
    [text, text, text, int4],
    text,
    (value: string, pattern: string, to: string, start: number) => replace(value, pattern, to, start, 1, ''),
  ),
  define(
    'regexp_replace',
    [text, text, text, int4, int4],
    text,
    (value: string, pattern: string, to: string, start: number, nth: number) =>
      replace(value, pattern, to, start, nth, ''),
  ),
  define('regexp_replace', [text, text, text, int4, int4, text], text, replace),
];

/**
 * @param nth which match from `start` on to replace; 0 for all
 * @throws SqlError 22023, 2201B, 54000
 */
function replace(
  value: string,
  pattern: string,
  to: string,
  start: number,
  nth: number,
  flags: string,
): string {
  requireAtLeast(1, 'start', start);
  requireAtLeast(0, 'n', nth);
  let result = '';
  let from = 0;
  let seen = 0;
  for (const match of matchesOf({ value, pattern, flags, start })) {
    seen += 1;
    if (nth !== 0 && seen !== nth) continue;
    const piece = value.slice(from, match.index) + expand(to, match);
    requireBuffer(result.length + piece.length);
    result += piece;
    from = match.index + match[0].length;
    if (nth !== 0) break;
  }
  return result + value.slice(from);
}

/** `\1` to `\9` are groups, `\&` the whole match, `\\` a backslash. */
function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\\([&\d\\])/g, (_, what: string) =>
    what === '\\' ? '\\' : (match[what === '&' ? 0 : Number(what)] ?? ''),
  );
}

function startAsFlag(flags: string): SqlError {
  return new SqlError('22023', `invalid regular expression option: "${flags.slice(0, 1)}"`, {
    hint: 'If you meant to use regexp_replace() with a start parameter, cast the fourth argument to integer explicitly.',
  });
}
