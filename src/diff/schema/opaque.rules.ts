import type { Parts } from './schema';
import type { SchemaPair } from './schema-pair';
import { bySide } from './schema-rule';
import { UNJUDGED_RULES } from './unjudged.rules';

const UNJUDGED = bySide(UNJUDGED_RULES['unjudged-schema-changed'], UNJUDGED_RULES['unjudged-schema-changed']);

/** Compares schemas under keywords that are not judged: whether they say the same. */
export function compareOpaque(pair: SchemaPair): void {
  const before = pair.base.opaque;
  const after = pair.revision.opaque;
  for (const [path, parts] of before) {
    const others = after.get(path);
    if (others !== undefined) pair.descendInto(parts, others, unjudgedWithin(pair));
    else eachPlace(parts, (place) => pair.removed(UNJUDGED, place));
  }
  for (const [path, parts] of after) {
    if (!before.has(path)) eachPlace(parts, (place) => pair.added(UNJUDGED, place));
  }
}

function unjudgedWithin({ context }: SchemaPair) {
  return context === 'not-sent' || context === 'not-received' ? context : 'unjudged';
}

function eachPlace(parts: Parts, report: (place: Parts[number]) => void): void {
  for (const place of parts) report(place);
}
