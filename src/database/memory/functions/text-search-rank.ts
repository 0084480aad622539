import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { readVector, type Lexemes, type Place, type TextQuery } from '../types/text-search';
import { queryOf } from '../types/text-search-types';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';
import { coversOf, type Cover } from './text-search-covers';
import { entriesOf, operandsOf, type Operand } from './text-search-match';

const { float4, int4, tsquery, tsvector } = types;

/** How a rank is divided, as bits of the last argument (PostgreSQL, "Ranking Search Results"). */
const BY_LOG_LENGTH = 1;
const BY_LENGTH = 2;
const BY_DISTANCE = 4;
const BY_WORDS = 8;
const BY_LOG_WORDS = 16;
const BY_ITSELF = 32;

/** Of D, C, B and A. */
const DEFAULT_WEIGHTS: readonly number[] = [0.1, 0.2, 0.4, 1].map(Math.fround);
const LETTERS = 'DCBA';
/** What stands for the position of a lexeme without one, and for the distance to it. */
const LAST_POSITION = 16_383;
const UNKNOWN_DISTANCE = 16_384;
/** The sum of 1/i² over all i, which a word that never ends would come to. */
const LIMIT = 1.64493406685;

type WeightOf = (place: Place) => number;

export const textSearchRankFunctions: readonly Signature[] = [
  ...ranking('ts_rank', rank),
  ...ranking('ts_rank_cd', rankByCovers),
];

function ranking(
  name: string,
  compute: (lexemes: Lexemes, query: TextQuery, weightOf: WeightOf, method: number) => number,
): Signature[] {
  const body = (weights: readonly Datum[] | null, vector: string, query: string, method: number): number => {
    const weightOf = weighting(weights);
    const parsed = queryOf(query);
    const lexemes = readVector(vector);
    return parsed && lexemes.size > 0 ? Math.fround(compute(lexemes, parsed, weightOf, method)) : 0;
  };
  const args: SqlType[] = [tsvector, tsquery];
  const weights = arrayOf(float4);
  return [
    define(name, args, float4, (vector: string, query: string) => body(null, vector, query, 0)),
    define(name, [...args, int4], float4, (vector: string, query: string, method: number) =>
      body(null, vector, query, method),
    ),
    define(name, [weights, ...args], float4, (given: readonly Datum[], vector: string, query: string) =>
      body(given, vector, query, 0),
    ),
    define(name, [weights, ...args, int4], float4, body),
  ];
}

/** @throws SqlError 2202E, 22004, 22023 */
function weighting(given: readonly Datum[] | null): WeightOf {
  if (given === null) return ({ weight }) => DEFAULT_WEIGHTS[LETTERS.indexOf(weight)] ?? 0;
  if (given.some((one) => Array.isArray(one)))
    throw new SqlError('2202E', 'array of weight must be one-dimensional');
  if (given.length < LETTERS.length) throw new SqlError('2202E', 'array of weight is too short');
  if (given.includes(null)) throw new SqlError('22004', 'array of weight must not contain nulls');
  const weights = (given as readonly number[]).map((one, i) => (one >= 0 ? one : (DEFAULT_WEIGHTS[i] ?? 0)));
  if (weights.slice(0, LETTERS.length).some((one) => one > 1))
    throw new SqlError('22023', 'weight out of range');
  return ({ weight }) => weights[LETTERS.indexOf(weight)] ?? 0;
}

/** By how often the words occur, and how near to each other where all of them are asked for. */
function rank(lexemes: Lexemes, query: TextQuery, weightOf: WeightOf, method: number): number {
  const together = query.kind === 'and' || query.kind === 'phrase';
  const words = distinct(operandsOf(query));
  const found =
    together && words.length > 1
      ? rankTogether(lexemes, words, weightOf)
      : rankEach(lexemes, words, weightOf);
  return normalized(found < 0 ? Math.fround(1e-20) : found, lexemes, method, Math.LN2);
}

function rankEach(lexemes: Lexemes, words: readonly Operand[], weightOf: WeightOf): number {
  let sum = 0;
  for (const word of words) {
    for (const [, known] of entriesOf(lexemes, word)) {
      const places = known.length > 0 ? known : [{ position: 0, weight: 'D' }];
      let total = 0;
      let best = -1;
      let bestAt = 0;
      for (const [i, place] of places.entries()) {
        const weight = weightOf(place);
        total = Math.fround(total + Math.fround(weight / ((i + 1) * (i + 1))));
        if (weight > best) [best, bestAt] = [weight, i];
      }
      const part = Math.fround(Math.fround(best + total) - Math.fround(best / ((bestAt + 1) * (bestAt + 1))));
      sum = Math.fround(sum + part / LIMIT);
    }
  }
  return Math.fround(sum / words.length);
}

/** Negative when no two of the words stand beside each other. */
function rankTogether(lexemes: Lexemes, words: readonly Operand[], weightOf: WeightOf): number {
  const nowhere: readonly Place[] = [{ position: LAST_POSITION, weight: 'D' }];
  const before: (readonly Place[])[] = [];
  let result = -1;
  for (const word of words) {
    let places: readonly Place[] | null = null;
    for (const [, known] of entriesOf(lexemes, word)) {
      places = known.length > 0 ? known : nowhere;
      for (const others of before) {
        for (const here of places) {
          for (const there of others) {
            const apart = Math.abs(here.position - there.position);
            if (apart === 0 && places !== nowhere && others !== nowhere) continue;
            const near = nearness(apart || UNKNOWN_DISTANCE);
            const weight = Math.fround(
              Math.sqrt(Math.fround(Math.fround(weightOf(here) * weightOf(there)) * near)),
            );
            result = result < 0 ? weight : Math.fround(1 - (1 - result) * (1 - weight));
          }
        }
      }
    }
    if (places) before.push(places);
  }
  return result;
}

function nearness(distance: number): number {
  if (distance > 100) return Math.fround(1e-30);
  return Math.fround(1 / (1.005 + 0.05 * Math.exp(Math.fround(distance) / 1.5 - 2)));
}

/** By the stretches of text that answer the query, and how little else stands in them ("cover density"). */
function rankByCovers(lexemes: Lexemes, query: TextQuery, weightOf: WeightOf, method: number): number {
  let sum = 0;
  let distances = 0;
  let covers = 0;
  let centre = 0;
  for (const cover of coversOf(lexemes, query)) {
    sum += density(cover, weightOf);
    const next = (cover.to + cover.from) / 2;
    if (covers > 0 && next > centre) distances += 1 / (next - centre);
    centre = next;
    covers += 1;
  }
  if ((method & BY_DISTANCE) !== 0 && covers > 0 && distances > 0) sum /= covers / distances;
  return normalized(sum, lexemes, method, 1);
}

function density({ places, from, to }: Cover, weightOf: WeightOf): number {
  const inverse = places.reduce((total, place) => total + 1 / weightOf(place), 0);
  const between = to - from - (places.length - 1);
  const noise = between < 0 ? Math.trunc((places.length - 1) / 2) : between;
  return places.length / inverse / (1 + noise);
}

/** @param logUnit of the logarithm that a document's length is divided by */
function normalized(value: number, lexemes: Lexemes, method: number, logUnit: number): number {
  const length = [...lexemes.values()].reduce((total, places) => total + (places.length || 1), 0);
  let result = value;
  if ((method & BY_LOG_LENGTH) !== 0) result /= Math.log(length + 1) / logUnit;
  if ((method & BY_LENGTH) !== 0) result /= length;
  if ((method & BY_WORDS) !== 0) result /= lexemes.size;
  if ((method & BY_LOG_WORDS) !== 0) result /= Math.log(lexemes.size + 1) / Math.LN2;
  if ((method & BY_ITSELF) !== 0) result /= result + 1;
  return result;
}

function distinct(words: readonly Operand[]): Operand[] {
  const known = new Map(words.map((word) => [`${word.prefix ? '*' : ''}${word.lexeme}`, word]));
  return [...known.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.lexeme), Buffer.from(b.lexeme)));
}
