import { mapElements } from './array-type';
import { castEntry, castToText, type Cast, type CastContext } from './cast-table';
import type { Datum } from './datum';
import { isRecordType } from './record-type';
import type { SqlType } from './sql-type';
import { types } from './type-catalog';

const RANK: Record<CastContext, number> = { implicit: 0, assignment: 1, explicit: 2 };
const identity: Cast = (value) => value;

/**
 * The conversion of a value from one type to another in a context, or null when PostgreSQL has none there.
 * A length or precision is applied afterwards, by `fitTypmod`.
 */
export function findCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  if (from === to) return identity;
  const entry = castEntry(from, to);
  if (entry) return RANK[entry.context] <= RANK[context] ? entry.cast : null;
  if (from === types.unknown) return (value) => to.parse(value as string, -1);
  if (from.element && to.element) return arrayCast(from.element, to.element, context);
  if (isRecordType(from) && to === types.record) return identity;
  return textCast(from, to, context);
}

export function canCoerce(from: SqlType, to: SqlType, context: CastContext): boolean {
  return findCast(from, to, context) !== null;
}

/** Anything can be written to a string type, and read from one, through its text. */
function textCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  if (to.category === 'S' && RANK[context] >= RANK.assignment) return (value) => castToText(from, value);
  if (from.category === 'S' && context === 'explicit') return (value) => to.parse(value as string, -1);
  return null;
}

function arrayCast(from: SqlType, to: SqlType, context: CastContext): Cast | null {
  const cast = findCast(from, to, context);
  return cast && ((value) => mapElements(value as readonly Datum[], from, cast));
}

/**
 * The type that branches (CASE, COALESCE, UNION, VALUES, IN) have in common, or null when they have none
 * (PostgreSQL, "UNION, CASE, and Related Constructs").
 */
export function commonType(candidates: readonly SqlType[]): SqlType | null {
  const known = candidates.filter((type) => type !== types.unknown);
  const [first, ...others] = known;
  if (!first) return types.text;
  if (others.every((type) => type === first)) return first;
  let chosen = first;
  for (const next of others) {
    if (next === chosen) continue;
    if (next.category !== chosen.category) return null;
    if (!chosen.preferred && canCoerce(chosen, next, 'implicit') && !canCoerce(next, chosen, 'implicit')) {
      chosen = next;
    }
  }
  return known.every((type) => canCoerce(type, chosen, 'implicit')) ? chosen : null;
}
