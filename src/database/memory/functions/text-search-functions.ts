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
import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';
import { holds, placesIn } from './text-search-match';
import { DEFAULT_CONFIGURATION, wordsOf, type Token } from './text-search-tokens';
import { readWebsearch } from './websearch-query';

const { bool, char, int4, regconfig, text, tsquery, tsvector } = types;
const texts = arrayOf(text);

export const textSearchOperators: readonly Signature[] = [
  define('@@', [tsvector, tsquery], bool, matches),
  define('@@', [tsquery, tsvector], bool, (query: string, vector: string) => matches(vector, query)),
  define('@@', [text, tsquery], bool, (document: string, query: string) =>
    matches(vectorOf(DEFAULT_CONFIGURATION, document), query),
  ),
  define('@@', [text, text], bool, (document: string, query: string) =>
    matches(vectorOf(DEFAULT_CONFIGURATION, document), plainQuery(DEFAULT_CONFIGURATION, query)),
  ),
  define('||', [tsvector, tsvector], tsvector, concatenated),
  define('&&', [tsquery, tsquery], tsquery, (a: string, b: string) => joined('and', a, b)),
  define('||', [tsquery, tsquery], tsquery, (a: string, b: string) => joined('or', a, b)),
  define('<->', [tsquery, tsquery], tsquery, (a: string, b: string) => followed(a, b, 1)),
  define('!!', [tsquery], tsquery, (a: string) => {
    const operand = queryOf(a);
    return printQuery(operand && { kind: 'not', operand });
  }),
];

export const textSearchFunctions: readonly Signature[] = [
  ...configured('to_tsvector', tsvector, vectorOf),
  ...configured('to_tsquery', tsquery, normalizedQuery),
  ...configured('plainto_tsquery', tsquery, plainQuery),
  ...configured('phraseto_tsquery', tsquery, phraseQuery),
  ...configured('websearch_to_tsquery', tsquery, websearchQuery),
  define('get_current_ts_config', [], regconfig, () => DEFAULT_CONFIGURATION),
  define('tsquery_phrase', [tsquery, tsquery], tsquery, (a: string, b: string) => followed(a, b, 1)),
  define('tsquery_phrase', [tsquery, tsquery, int4], tsquery, followed),
  define('numnode', [tsquery], int4, (query: string) => sizeOf(queryOf(query))),

  define('setweight', [tsvector, char], tsvector, (vector: string, weight: string) =>
    reweighted(vector, weight, null),
  ),
  define('setweight', [tsvector, char, texts], tsvector, reweighted),
  define('strip', [tsvector], tsvector, (vector: string) =>
    printVector(new Map([...readVector(vector).keys()].map((lexeme) => [lexeme, []]))),
  ),
  define('length', [tsvector], int4, (vector: string) => readVector(vector).size),
  define('ts_delete', [tsvector, text], tsvector, (vector: string, lexeme: string) =>
    without(vector, [lexeme]),
  ),
  define('ts_delete', [tsvector, texts], tsvector, without),
  define('ts_filter', [tsvector, arrayOf(char)], tsvector, filtered),
  define('tsvector_to_array', [tsvector], texts, (vector: string) => [...readVector(vector).keys()]),
  define('array_to_tsvector', [texts], tsvector, (lexemes: readonly (string | null)[]) =>
    printVector(lexemesOf(lexemes.map((lexeme) => [requireLexeme(lexeme), []] as const))),
  ),
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

function vectorOf(configuration: string, source: string): string {
  return printVector(
    lexemesOf(
      wordsOf(configuration, source).flatMap(({ lexeme, position }) =>
        lexeme === null ? [] : [[lexeme, [{ position, weight: 'D' }]] as const],
      ),
    ),
  );
}

function normalizedQuery(configuration: string, source: string): string {
  return printQuery(
    readQuery(source, (word, prefix, weights) =>
      chained(wordsOf(configuration, word), (lexeme) => ({ kind: 'lexeme', lexeme, prefix, weights }), true),
    ),
  );
}

function plainQuery(configuration: string, source: string): string {
  return printQuery(chained(wordsOf(configuration, source), bareLexeme, false));
}

function phraseQuery(configuration: string, source: string): string {
  return printQuery(phraseOf(configuration, source));
}

function websearchQuery(configuration: string, source: string): string {
  return printQuery(readWebsearch(source, (words) => phraseOf(configuration, words)));
}

function phraseOf(configuration: string, source: string): TextQuery | null {
  return chained(wordsOf(configuration, source), bareLexeme, true);
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
  return parsed !== null && holds(parsed, placesIn(readVector(vector)));
}

function joined(kind: 'and' | 'or', a: string, b: string): string {
  const [left, right] = [queryOf(a), queryOf(b)];
  return printQuery(left && right ? { kind, left, right } : (left ?? right));
}

/** @throws SqlError 22023 */
function followed(a: string, b: string, distance: number): string {
  if (distance < 0 || distance > MAX_DISTANCE) {
    const range = `between zero and ${MAX_DISTANCE}`;
    throw new SqlError('22023', `distance in phrase operator must be an integer value ${range} inclusive`);
  }
  const [left, right] = [queryOf(a), queryOf(b)];
  return printQuery(left && right ? { kind: 'phrase', left, right, distance } : (left ?? right));
}

const MAX_DISTANCE = 16_384;

/** How many words and operators there are. */
function sizeOf(query: TextQuery | null): number {
  if (!query) return 0;
  if (query.kind === 'lexeme') return 1;
  return query.kind === 'not' ? 1 + sizeOf(query.operand) : 1 + sizeOf(query.left) + sizeOf(query.right);
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

/** @param only the lexemes that get the weight; null for all @throws SqlError XX000 */
function reweighted(vector: string, weight: string, only: readonly Datum[] | null): string {
  const letter = weight.toUpperCase();
  if (!/^[A-D]$/.test(letter))
    throw new SqlError('XX000', `unrecognized weight: ${weight.charCodeAt(0) || 0}`);
  return printVector(
    mapPlaces(readVector(vector), (place, lexeme) =>
      only === null || only.includes(lexeme) ? { ...place, weight: letter } : place,
    ),
  );
}

function without(vector: string, lexemes: readonly Datum[]): string {
  return printVector(new Map([...readVector(vector)].filter(([lexeme]) => !lexemes.includes(lexeme))));
}

/** Keeps the places with one of the weights. @throws SqlError 22004, 22023 */
function filtered(vector: string, weights: readonly (string | null)[]): string {
  const letters = weights.map((weight) => {
    if (weight === null) throw new SqlError('22004', 'weight array may not contain nulls');
    const letter = weight.toUpperCase();
    if (!/^[A-D]$/.test(letter)) throw new SqlError('22023', `unrecognized weight: "${weight}"`);
    return letter;
  });
  const kept = [...readVector(vector)].map(
    ([lexeme, places]) => [lexeme, places.filter(({ weight }) => letters.includes(weight))] as const,
  );
  return printVector(new Map(kept.filter(([, places]) => places.length > 0)));
}

/** @throws SqlError 22004, 2200F */
function requireLexeme(lexeme: string | null): string {
  if (lexeme === null) throw new SqlError('22004', 'lexeme array may not contain nulls');
  if (lexeme === '') throw new SqlError('2200F', 'lexeme array may not contain empty strings');
  return lexeme;
}

function mapPlaces(lexemes: Lexemes, change: (place: Place, lexeme: string) => Place): Lexemes {
  return new Map(
    [...lexemes].map(([lexeme, places]) => [lexeme, places.map((place) => change(place, lexeme))]),
  );
}
