import { SqlError } from '../types/sql-error';
import { lowerCase } from '../types/text-order';
import { remember } from './pattern-cache';

type Matcher = (text: string) => boolean;

const cache = new Map<string, Matcher>();

/**
 * The test for a LIKE pattern. Both sides are put in lower case for ILIKE, as PostgreSQL does.
 *
 * @param escape one character, or '' for none
 * @throws SqlError (the test) 22025 when the match gets to an escape character that ends the pattern
 */
export function likeMatcher(pattern: string, escape: string, caseSensitive: boolean): Matcher {
  return remember(cache, `${caseSensitive ? 's' : 'i'}${escape}\u0000${pattern}`, () => {
    if (caseSensitive) return compile(tokenize(pattern, escape));
    const test = compile(tokenize(lowerCase(pattern), escape));
    return (text) => test(lowerCase(text));
  });
}

/** `like_escape`: rewrites a pattern with another escape character to one with backslashes. @throws SqlError 22025 */
export function likeEscape(pattern: string, escape: string): string {
  if (Array.from(escape).length > 1) {
    throw new SqlError('22025', 'invalid escape string', {
      hint: 'Escape string must be empty or one character.',
    });
  }
  if (escape === '\\') return pattern;
  let result = '';
  let afterEscape = false;
  for (const character of pattern) {
    if (character === escape && !afterEscape) {
      result += '\\';
      afterEscape = true;
    } else {
      if (character === '\\' && !afterEscape) result += '\\';
      result += character;
      afterEscape = false;
    }
  }
  return result;
}

/** A run of literal text, or what stands for other characters. */
type Token = string | Wildcard;
enum Wildcard {
  AnyRun,
  AnyOne,
  DanglingEscape,
}

function tokenize(pattern: string, escape: string): Token[] {
  const tokens: Token[] = [];
  let literal = '';
  const flush = (wildcard: Wildcard): void => {
    if (literal !== '') tokens.push(literal);
    literal = '';
    if (wildcard !== Wildcard.AnyRun || tokens.at(-1) !== Wildcard.AnyRun) tokens.push(wildcard);
  };
  const characters = Array.from(pattern);
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] ?? '';
    if (character === escape) {
      i += 1;
      if (i >= characters.length) flush(Wildcard.DanglingEscape);
      else literal += characters[i] ?? '';
    } else if (character === '%') flush(Wildcard.AnyRun);
    else if (character === '_') flush(Wildcard.AnyOne);
    else literal += character;
  }
  if (literal !== '') tokens.push(literal);
  return tokens;
}

/** The usual shapes without any search; {@link matchTokens} does the rest. */
function compile(tokens: readonly Token[]): Matcher {
  const [first, second, third] = tokens;
  if (tokens.length === 0) return (text) => text === '';
  if (tokens.length === 1 && typeof first === 'string') return (text) => text === first;
  if (tokens.length === 1 && first === Wildcard.AnyRun) return () => true;
  if (tokens.length === 2 && typeof first === 'string' && second === Wildcard.AnyRun) {
    return (text) => text.startsWith(first);
  }
  if (tokens.length === 2 && first === Wildcard.AnyRun && typeof second === 'string') {
    return (text) => text.endsWith(second);
  }
  if (
    tokens.length === 3 &&
    first === Wildcard.AnyRun &&
    typeof second === 'string' &&
    third === Wildcard.AnyRun
  ) {
    return (text) => text.includes(second);
  }
  return (text) => matchTokens(text, tokens);
}

/**
 * Matches in time that grows with the text's length times the pattern's at most: what stands before a `%` is matched as
 * early as it can be, which leaves the most to what follows, so that only the last `%` is ever tried again.
 */
function matchTokens(text: string, tokens: readonly Token[]): boolean {
  let at = 0;
  let i = 0;
  /** The token behind the last `%`, and where it was tried. */
  let retry = -1;
  let retryAt = 0;
  for (;;) {
    const token = tokens[i];
    if (token === Wildcard.AnyRun) {
      i += 1;
      if (i === tokens.length) return true;
      if (tokens[i] === Wildcard.DanglingEscape) throw danglingEscape();
      retry = i;
      retryAt = at;
      continue;
    }
    const end = token === undefined ? at : endOfToken(text, at, token);
    if (end >= 0 && (token !== undefined || at === text.length)) {
      if (token === undefined) return true;
      at = end;
      i += 1;
      continue;
    }
    if (retry < 0 || retryAt >= text.length) return false;
    const wanted = tokens[retry];
    retryAt += width(text, retryAt);
    if (typeof wanted === 'string') {
      retryAt = text.indexOf(wanted, retryAt);
      if (retryAt < 0) return false;
    }
    at = retryAt;
    i = retry;
  }
}

/** Where a token's match ends that begins here, or -1. */
function endOfToken(text: string, at: number, token: Token): number {
  if (typeof token === 'string') return text.startsWith(token, at) ? at + token.length : -1;
  if (at >= text.length) return -1;
  if (token === Wildcard.DanglingEscape) throw danglingEscape();
  return at + width(text, at);
}

function danglingEscape(): SqlError {
  return new SqlError('22025', 'LIKE pattern must not end with escape character');
}

function width(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 ? 2 : 1;
}
