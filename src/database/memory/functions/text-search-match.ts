import type { Lexemes, Place, TextQuery } from '../types/text-search';
import { unsupported } from '../types/sql-error';

export type Operand = Extract<TextQuery, { kind: 'lexeme' }>;
/** Where a word of a query stands in a document; null when it does not stand there, empty when nobody knows where. */
export type PlacesOf = (operand: Operand) => readonly Place[] | null;

export function holds(query: TextQuery, placesOf: PlacesOf): boolean {
  switch (query.kind) {
    case 'lexeme':
      return placesOf(query) !== null;
    case 'not':
      return !holds(query.operand, placesOf);
    case 'and':
      return holds(query.left, placesOf) && holds(query.right, placesOf);
    case 'or':
      return holds(query.left, placesOf) || holds(query.right, placesOf);
    case 'phrase':
      return ends(query, placesOf).size > 0;
  }
}

/** The lexemes of a document that a word of a query means. */
export function entriesOf(
  lexemes: Lexemes,
  { lexeme, prefix }: Operand,
): readonly (readonly [string, readonly Place[]])[] {
  if (prefix) return [...lexemes].filter(([known]) => known.startsWith(lexeme));
  const places = lexemes.get(lexeme);
  return places ? [[lexeme, places]] : [];
}

/** The places in a document where a word stands with a weight that it allows. */
export function placesIn(lexemes: Lexemes): PlacesOf {
  return (operand) => {
    const found = entriesOf(lexemes, operand);
    const places = found.flatMap(([, all]) => all);
    const { weights } = operand;
    const allowed = weights === '' ? places : places.filter(({ weight }) => weights.includes(weight));
    const unplaced = found.some(([, all]) => all.length === 0);
    return found.length > 0 && (weights === '' || unplaced || allowed.length > 0) ? allowed : null;
  };
}

/** The words of a query, from left to right. */
export function operandsOf(query: TextQuery): Operand[] {
  if (query.kind === 'lexeme') return [query];
  if (query.kind === 'not') return operandsOf(query.operand);
  return [...operandsOf(query.left), ...operandsOf(query.right)];
}

/** The positions at which a phrase ends. */
function ends(query: TextQuery, placesOf: PlacesOf): Set<number> {
  switch (query.kind) {
    case 'lexeme':
      return new Set((placesOf(query) ?? []).map(({ position }) => position));
    case 'or':
      return new Set([...ends(query.left, placesOf), ...ends(query.right, placesOf)]);
    case 'phrase': {
      const starts = ends(query.left, placesOf);
      return new Set(
        [...ends(query.right, placesOf)].filter((position) => starts.has(position - query.distance)),
      );
    }
    default:
      throw unsupported('AND or NOT within a phrase of a text search');
  }
}
