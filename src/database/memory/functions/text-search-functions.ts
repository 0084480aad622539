import {
  lexemesOf,
  printQuery,
  printVector,
  readQuery,
  readVector,
  type Lexemes,
  type Place,
  type TextQuery,
} from '../types/text-search';
import { queryOf } from '../types/text-search-types';
import { unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import { englishStem } from './english-stemmer';
import type { Signature } from './signature';

const { bool, char, int4, regconfig, text, tsquery, tsvector } = types;

const DEFAULT_CONFIGURATION = 'english';

export const textSearchOperators: readonly Signature[] = [
  define('@@', [tsvector, tsquery], bool, matches),
  define('@@', [tsquery, tsvector], bool, (query: string, vector: string) => matches(vector, query)),
  define('@@', [text, tsquery], bool, (document: string, query: string) =>
    matches(vectorOf('english', document), query),
  ),
  define('@@', [text, text], bool, (document: string, query: string) =>
    matches(vectorOf('english', document), plainQuery('english', query)),
  ),
  define('||', [tsvector, tsvector], tsvector, concatenated),
];

export const textSearchFunctions: readonly Signature[] = [
  ...configured('to_tsvector', tsvector, vectorOf),
  ...configured('to_tsquery', tsquery, normalizedQuery),
  ...configured('plainto_tsquery', tsquery, plainQuery),
  ...configured('phraseto_tsquery', tsquery, phraseQuery),
  define('setweight', [tsvector, char], tsvector, (vector: string, weight: string) =>
    printVector(mapPlaces(readVector(vector), (place) => ({ ...place, weight: weight.toUpperCase() }))),
  ),
  define('strip', [tsvector], tsvector, (vector: string) =>
    printVector(new Map([...readVector(vector).keys()].map((lexeme) => [lexeme, []]))),
  ),
  define('length', [tsvector], int4, (vector: string) => readVector(vector).size),
];

function configured(
  name: string,
  result: typeof tsvector,
  body: (configuration: string, source: string) => string,
): Signature[] {
  return [
    define(name, [text], result, (source: string) => body(DEFAULT_CONFIGURATION, source)),
    define(name, [regconfig, text], result, body),
  ];
}

interface Token {
  readonly lexeme: string | null;
  readonly position: number;
}

const TOKEN = /\d+\.\d+|[\p{L}\d]+(?:-[\p{L}\d]+)+|[\p{L}\d]+/gu;

/** The words of a text with their places, stop words counted but without a lexeme. @throws SqlError 0A000 */
function tokensOf(configuration: string, source: string): Token[] {
  if (/[\p{L}\d][.@:/_][\p{L}]|[\p{L}][.@:/_][\p{L}\d]|<\/?\p{L}/u.test(source))
    throw unsupported('a text search over addresses, hosts, paths or tags');
  const words = (source.match(TOKEN) ?? []).flatMap((word) =>
    word.includes('-') ? [word, ...word.split('-')] : [word],
  );
  return words.map((word, i) => {
    const lower = word.toLowerCase();
    const lexeme = configuration === 'simple' || /\d/.test(word) ? lower : englishStem(lower);
    return { lexeme, position: i + 1 };
  });
}

function vectorOf(configuration: string, source: string): string {
  return printVector(
    lexemesOf(
      tokensOf(configuration, source).flatMap(({ lexeme, position }) =>
        lexeme === null ? [] : [[lexeme, [{ position, weight: 'D' }]] as const],
      ),
    ),
  );
}

function normalizedQuery(configuration: string, source: string): string {
  return printQuery(
    readQuery(source, (word, prefix, weights) =>
      chained(tokensOf(configuration, word), (lexeme) => ({ kind: 'lexeme', lexeme, prefix, weights }), true),
    ),
  );
}

function plainQuery(configuration: string, source: string): string {
  return printQuery(chained(tokensOf(configuration, source), bareLexeme, false));
}

function phraseQuery(configuration: string, source: string): string {
  return printQuery(chained(tokensOf(configuration, source), bareLexeme, true));
}

function bareLexeme(lexeme: string): TextQuery {
  return { kind: 'lexeme', lexeme, prefix: false, weights: '' };
}

/** All of the words, one after the other where it is a phrase. */
function chained(
  tokens: readonly Token[],
  operand: (lexeme: string) => TextQuery,
  phrase: boolean,
): TextQuery | null {
  let query: TextQuery | null = null;
  let last = 0;
  for (const { lexeme, position } of tokens) {
    if (lexeme === null) continue;
    const right = operand(lexeme);
    const left: TextQuery | null = query;
    if (!left) query = right;
    else
      query = phrase
        ? { kind: 'phrase', left, right, distance: position - last }
        : { kind: 'and', left, right };
    last = position;
  }
  return query;
}

function matches(vector: string, query: string): boolean {
  const parsed = queryOf(query);
  return parsed !== null && holds(readVector(vector), parsed);
}

function holds(lexemes: Lexemes, query: TextQuery): boolean {
  switch (query.kind) {
    case 'lexeme':
      return placesOf(lexemes, query) !== null;
    case 'not':
      return !holds(lexemes, query.operand);
    case 'and':
      return holds(lexemes, query.left) && holds(lexemes, query.right);
    case 'or':
      return holds(lexemes, query.left) || holds(lexemes, query.right);
    case 'phrase':
      return ends(lexemes, query).size > 0;
  }
}

/** Where the lexemes stand that a word means, with a weight that it allows; null when there is none. */
function placesOf(
  lexemes: Lexemes,
  { lexeme, prefix, weights }: Extract<TextQuery, { kind: 'lexeme' }>,
): Place[] | null {
  const found = [...lexemes].filter(([known]) => (prefix ? known.startsWith(lexeme) : known === lexeme));
  const places = found.flatMap(([, all]) => all);
  const allowed = weights === '' ? places : places.filter(({ weight }) => weights.includes(weight));
  const unplaced = found.some(([, all]) => all.length === 0);
  return found.length > 0 && (weights === '' || unplaced || allowed.length > 0) ? allowed : null;
}

/** The positions at which a phrase ends. */
function ends(lexemes: Lexemes, query: TextQuery): Set<number> {
  switch (query.kind) {
    case 'lexeme':
      return new Set((placesOf(lexemes, query) ?? []).map(({ position }) => position));
    case 'or':
      return new Set([...ends(lexemes, query.left), ...ends(lexemes, query.right)]);
    case 'phrase': {
      const starts = ends(lexemes, query.left);
      return new Set(
        [...ends(lexemes, query.right)].filter((position) => starts.has(position - query.distance)),
      );
    }
    default:
      throw unsupported('AND or NOT within a phrase of a text search');
  }
}

/** The second document follows the first. */
function concatenated(a: string, b: string): string {
  const first = readVector(a);
  const offset = Math.max(
    0,
    ...[...first.values()].flatMap((places) => places.map(({ position }) => position)),
  );
  const second = mapPlaces(readVector(b), (place) => ({ ...place, position: place.position + offset }));
  return printVector(lexemesOf([...first, ...second]));
}

function mapPlaces(lexemes: Lexemes, change: (place: Place) => Place): Lexemes {
  return new Map([...lexemes].map(([lexeme, places]) => [lexeme, places.map(change)]));
}
