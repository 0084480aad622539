import { remember } from './pattern-cache';
import { NO_FLAGS, posixFlags, readDirectives, type PosixFlags } from './posix-flags';
import { invalidPattern, PosixTranslator } from './posix-translator';

const cache = new Map<string, RegExp>();

/**
 * An advanced regular expression of PostgreSQL in JavaScript's words, for `exec` from `lastIndex` 0 or on.
 * Where alternatives overlap JavaScript takes the first and PostgreSQL the longest.
 *
 * @throws SqlError 2201B when it is not one
 */
export function posixMatcher(pattern: string, flags: string | PosixFlags = NO_FLAGS): RegExp {
  const given = typeof flags === 'string' ? posixFlags(flags) : flags;
  const { ignoreCase, newlineSensitive, expanded, literal } = given;
  const key = `${Number(ignoreCase)}${Number(newlineSensitive)}${Number(expanded)}${Number(literal)}${pattern}`;
  const expression = remember(cache, key, () => compile(pattern, given));
  expression.lastIndex = 0;
  return expression;
}

function compile(pattern: string, given: PosixFlags): RegExp {
  const { body, flags } = readDirectives(pattern, given);
  const source = flags.literal
    ? body.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    : new PosixTranslator(body, flags).run();
  const jsFlags = `gu${flags.ignoreCase ? 'i' : ''}${flags.newlineSensitive ? 'm' : 's'}`;
  try {
    return new RegExp(source, jsFlags);
  } catch {
    throw invalidPattern('invalid escape \\ sequence');
  }
}
