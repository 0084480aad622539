import { SqlError, unsupported } from '../types/sql-error';
import type { TextQuery } from '../types/text-search';
import { queryOf } from '../types/text-search-types';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';
import { holds, operandsOf, type Operand } from './text-search-match';
import { DEFAULT_CONFIGURATION, tokensOf, type Token } from './text-search-tokens';

const { int4, regconfig, text, tsquery } = types;

export const textSearchHeadlineFunctions: readonly Signature[] = [
  define('ts_headline', [text, tsquery], text, (source: string, query: string) =>
    headline(DEFAULT_CONFIGURATION, source, query),
  ),
  define('ts_headline', [regconfig, text, tsquery], text, headline),
  define('ts_headline', [text, tsquery, text], text, (source: string, query: string, options: string) =>
    headline(DEFAULT_CONFIGURATION, source, query, options),
  ),
  define('ts_headline', [regconfig, text, tsquery, text], text, headline),
];

interface HeadlineOptions {
  readonly startSel: string;
  readonly stopSel: string;
  readonly minWords: number;
  readonly maxWords: number;
  readonly shortWord: number;
  readonly highlightAll: boolean;
}

/** A token, and the words of the query that it is. */
interface Marked extends Token {
  readonly operands: readonly Operand[];
}

/** A part of the text that may become the headline, from token to token. */
interface Part {
  from: number;
  to: number;
  words: number;
  /** How many words of the query are in it. */
  interesting: number;
  /** Whether all of the stretch is in it that answers the query. */
  covers: boolean;
}

/** The part of a text that answers a query best, the words of the query marked in it. @throws SqlError 22023 */
function headline(configuration: string, source: string, query: string, given = ''): string {
  const options = readOptions(given);
  const parsed = queryOf(query);
  const operands = parsed ? operandsOf(parsed) : [];
  const tokens = tokensOf(configuration, source).map((token) => ({
    ...token,
    operands: operands.filter(({ lexeme, prefix }) =>
      prefix ? (token.lexeme?.startsWith(lexeme) ?? false) : token.lexeme === lexeme,
    ),
  }));
  const [from, to] = options.highlightAll ? [0, tokens.length - 1] : bestPart(tokens, parsed, options);
  return tokens
    .slice(from, to + 1)
    .filter(({ kind }) => kind !== 'compound')
    .map(({ text: shown, operands: found }) =>
      found.length > 0 ? options.startSel + shown + options.stopSel : shown,
    )
    .join('');
}

/** The first and the last token of it (PostgreSQL's `mark_hl_words`). */
function bestPart(
  tokens: readonly Marked[],
  query: TextQuery | null,
  options: HeadlineOptions,
): readonly [number, number] {
  const { minWords, maxWords, shortWord } = options;
  const isWord = (i: number): boolean => counts(tokens[i]);
  const isInteresting = (i: number): boolean => (tokens[i]?.operands.length ?? 0) > 0;
  const isBadEnd = (i: number): boolean =>
    !isInteresting(i) &&
    (!isWord(i) || tokens[i]?.kind === 'number' || Buffer.byteLength(tokens[i]?.text ?? '') <= shortWord);
  let best: Part | null = null;
  for (const [start, end] of query ? coversIn(tokens, query, Math.max(maxWords * 10, 100)) : []) {
    const part: Part = { from: start, to: start, words: 0, interesting: 0, covers: false };
    const take = (i: number): void => {
      if (isWord(i)) part.words += 1;
      if (isInteresting(i)) part.interesting += 1;
    };
    let i = start;
    for (; i <= end && part.words < maxWords; i += 1) {
      take(i);
      part.to = i;
    }
    if (part.words < maxWords) {
      for (i -= 1; i < tokens.length && part.words < maxWords; i += 1) {
        if (i > end) take(i);
        part.to = i;
        if (!isBadEnd(i) && part.words >= minWords) break;
      }
      if (part.words < minWords) {
        for (i = start - 1; i >= 0; i -= 1) {
          take(i);
          if (part.words >= maxWords || (!isBadEnd(i) && part.words >= minWords)) break;
        }
        part.from = Math.max(i, 0);
      }
    } else {
      for (i = Math.min(i, end); part.words > minWords && isBadEnd(i); i -= 1) {
        if (isWord(i)) part.words -= 1;
        if (isInteresting(i)) part.interesting -= 1;
        part.to = i - 1;
      }
    }
    part.covers = part.from <= start && part.to >= end;
    if (!best || isBetter(part, best, isBadEnd)) best = part;
  }
  return best ? [best.from, best.to] : [0, beginning(tokens, minWords)];
}

/** Whole covers come before cut ones, then what has more of the query's words, then what ends well. */
function isBetter(part: Part, best: Part, isBadEnd: (i: number) => boolean): boolean {
  if (part.covers !== best.covers) return part.covers;
  if (part.interesting !== best.interesting) return part.interesting > best.interesting;
  return !isBadEnd(part.to) && isBadEnd(best.to);
}

/** The last token of the first words. */
function beginning(tokens: readonly Marked[], wanted: number): number {
  let words = 0;
  let last = -1;
  for (let i = 0; i < tokens.length && words < wanted; i += 1) {
    if (counts(tokens[i])) words += 1;
    last = i;
  }
  return last;
}

function counts(token: Marked | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'number';
}

/** The shortest stretches of tokens that answer the query, one for every word that one can begin with. */
function* coversIn(
  tokens: readonly Marked[],
  query: TextQuery,
  longest: number,
): Generator<readonly [number, number]> {
  const places = [...tokens.keys()].filter((i) => (tokens[i]?.operands.length ?? 0) > 0);
  for (const [n, start] of places.entries()) {
    const end = places.slice(n).find((last) => {
      if (last - start >= longest) return false;
      const within = tokens.slice(start, last + 1);
      return holds(query, (operand) => {
        const found = within.filter(({ operands }) => operands.includes(operand));
        return found.length > 0 ? found.map(({ position }) => ({ position, weight: 'D' })) : null;
      });
    });
    if (end !== undefined) yield [start, end];
  }
}

const OPTION = /\s*([A-Za-z_]\w*)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^,]*?))\s*(?:,|$)/y;

/** Reads "MaxWords=10, StartSel=<b>". @throws SqlError 22023, 22P02 */
function readOptions(given: string): HeadlineOptions {
  const named = new Map<string, string>();
  for (OPTION.lastIndex = 0; given.slice(OPTION.lastIndex).trim() !== '';) {
    const match = OPTION.exec(given);
    if (!match) throw new SqlError('22023', `invalid parameter list format: "${given}"`);
    const [, name = '', doubled, single, bare] = match;
    if (!KNOWN.has(name.toLowerCase()))
      throw new SqlError('22023', `unrecognized headline parameter: "${name}"`);
    named.set(
      name.toLowerCase(),
      doubled?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? bare ?? '',
    );
  }
  const number = (name: string, otherwise: number): number => {
    const value = named.get(name);
    return value === undefined ? otherwise : (int4.parse(value, -1) as number);
  };
  const minWords = number('minwords', 15);
  const maxWords = number('maxwords', 35);
  const shortWord = number('shortword', 3);
  const highlightAll = /^(1|on|true|t|y|yes)$/i.test(named.get('highlightall') ?? '');
  if (!highlightAll) {
    if (minWords >= maxWords) throw new SqlError('22023', 'MinWords must be less than MaxWords');
    if (minWords <= 0) throw new SqlError('22023', 'MinWords must be positive');
    if (shortWord < 0) throw new SqlError('22023', 'ShortWord must be >= 0');
    if (number('maxfragments', 0) < 0) throw new SqlError('22023', 'MaxFragments must be >= 0');
    if (number('maxfragments', 0) > 0) throw unsupported('ts_headline() with MaxFragments');
  }
  return {
    startSel: named.get('startsel') ?? '<b>',
    stopSel: named.get('stopsel') ?? '</b>',
    minWords,
    maxWords,
    shortWord,
    highlightAll,
  };
}

const KNOWN: ReadonlySet<string> = new Set([
  'startsel',
  'stopsel',
  'minwords',
  'maxwords',
  'shortword',
  'highlightall',
  'maxfragments',
  'fragmentdelimiter',
]);
