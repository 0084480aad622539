import type { Lexemes, Place, TextQuery } from '../types/text-search';
import { entriesOf, holds, operandsOf, type Operand } from './text-search-match';

/** A stretch of a document that answers a query, with the words of the query in it. */
export interface Cover {
  readonly from: number;
  readonly to: number;
  readonly places: readonly Place[];
}

/** A word of the document that words of the query mean. */
interface Occurrence {
  readonly place: Place;
  readonly operands: Operand[];
}

/** The shortest stretches, from left to right: each begins behind the beginning of the one before. */
export function* coversOf(lexemes: Lexemes, query: TextQuery): Generator<Cover> {
  const occurrences = occurrencesOf(lexemes, query);
  for (let start = 0; start < occurrences.length;) {
    const last = firstThatAnswers(occurrences, query, start, 1);
    if (last === null) return;
    const first = firstThatAnswers(occurrences, query, last, -1, start);
    if (first === null) return;
    const places = occurrences.slice(first, last + 1).map(({ place }) => place);
    yield { from: places[0]?.position ?? 0, to: places.at(-1)?.position ?? 0, places };
    start = first + 1;
  }
}

/** Where the words gathered on the way first answer the query; null when they never do. */
function firstThatAnswers(
  occurrences: readonly Occurrence[],
  query: TextQuery,
  start: number,
  step: 1 | -1,
  end = step > 0 ? occurrences.length - 1 : 0,
): number | null {
  const gathered = new Map<Operand, Place[]>();
  for (let at = start; step > 0 ? at <= end : at >= end; at += step) {
    for (const operand of occurrences[at]?.operands ?? []) {
      const places = gathered.get(operand) ?? [];
      gathered.set(operand, places);
      places.push(occurrences[at]?.place as Place);
    }
    if (holds(query, (operand) => gathered.get(operand) ?? null)) return at;
  }
  return null;
}

function occurrencesOf(lexemes: Lexemes, query: TextQuery): Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const operand of operandsOf(query)) {
    for (const [lexeme, places] of entriesOf(lexemes, operand)) {
      for (const place of places) {
        if (operand.weights !== '' && !operand.weights.includes(place.weight)) continue;
        const key = `${place.position} ${lexeme}`;
        const known = found.get(key);
        if (known) known.operands.push(operand);
        else found.set(key, { place, operands: [operand] });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.place.position - b.place.position);
}
