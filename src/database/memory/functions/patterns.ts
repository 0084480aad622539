import { SqlError } from '../types/sql-error';

const CACHE_SIZE = 500;
const likeCache = new Map<string, (text: string) => boolean>();
const posixCache = new Map<string, RegExp>();

function remember<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, made);
  return made;
}

/**
 * The test for a LIKE pattern.
 *
 * @param escape one character, or '' for none
 * @throws SqlError 22025 for a pattern that ends in its escape character, when it is matched
 */
export function likeMatcher(
  pattern: string,
  escape: string,
  caseSensitive: boolean,
): (text: string) => boolean {
  return remember(likeCache, `${escape}${caseSensitive ? 's' : 'i'}${pattern}`, () => {
    let source = '';
    let dangling = false;
    const points = [...pattern];
    for (let i = 0; i < points.length; i += 1) {
      const point = points[i] ?? '';
      if (point === escape) {
        i += 1;
        dangling = i >= points.length;
        source += quote(points[i] ?? '');
      } else if (point === '%') source += '[^]*';
      else if (point === '_') source += '[^]';
      else source += quote(point);
    }
    const expression = new RegExp(`^${source}$`, caseSensitive ? 'u' : 'iu');
    return (text) => {
      if (dangling) throw new SqlError('22025', 'LIKE pattern must not end with escape character');
      return expression.test(text);
    };
  });
}

/** The literal text that every match starts with: what an index range can use. */
export function likePrefix(pattern: string): string {
  let prefix = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i] ?? '';
    if (character === '%' || character === '_') return prefix;
    if (character === '\\') i += 1;
    prefix += pattern[i] ?? '';
  }
  return prefix;
}

function quote(point: string): string {
  return point.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** A POSIX regular expression in JavaScript's words. @throws SqlError 2201B when it is not one */
export function posixMatcher(pattern: string, flags: string): RegExp {
  return remember(posixCache, `${flags}/${pattern}`, () => {
    const source = pattern
      .replaceAll('[[:<:]]', '\\b')
      .replaceAll('[[:>:]]', '\\b')
      .replaceAll('\\m', '\\b')
      .replaceAll('\\M', '\\b')
      .replaceAll('\\y', '\\b')
      .replaceAll('[:alpha:]', 'a-zA-Z')
      .replaceAll('[:digit:]', '0-9')
      .replaceAll('[:alnum:]', 'a-zA-Z0-9')
      .replaceAll('[:space:]', '\\s')
      .replaceAll('[:upper:]', 'A-Z')
      .replaceAll('[:lower:]', 'a-z')
      .replaceAll('[:punct:]', '!-\\/:-@\\[-`{-~')
      .replaceAll('[:xdigit:]', '0-9a-fA-F')
      .replaceAll('\\A', '^')
      .replaceAll('\\Z', '$');
    try {
      return new RegExp(source, `s${flags.replaceAll(/[^gim]/g, '')}`);
    } catch {
      throw new SqlError('2201B', 'invalid regular expression');
    }
  });
}
