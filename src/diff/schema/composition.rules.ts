import type { Place } from '../document/place';
import { matchBranches } from './match-branches';
import { mayOverlap } from './overlap';
import { constrains, isUnion, placeOf, type Parts } from './schema';
import type { Edge, SchemaPair } from './schema-pair';
import { defineFamilies } from './schema-rule';
import { TYPE_RULES } from './types.rules';

export const COMPOSITION_RULES = defineFamilies({
  'one-of-added': ['widens', 'An alternative was added to oneOf of {}'],
  'one-of-added-that-may-overlap': [
    'undecided',
    'An alternative was added to oneOf of {}, and a value that meets it beside another one is wrong',
    { response: 'breaking' },
  ],
  'one-of-removed': ['narrows', 'An alternative was removed from oneOf of {}'],
  'one-of-removed-that-may-overlap': [
    'undecided',
    'An alternative was removed from oneOf of {}, and a value that met it beside another one was wrong',
    { request: 'breaking' },
  ],
  'one-of-changed-that-may-overlap': [
    'undecided',
    'An alternative of oneOf of {} changed, and a value that meets it beside another one is wrong',
  ],
  'any-of-added': ['widens', 'An alternative was added to anyOf of {}'],
  'any-of-removed': ['narrows', 'An alternative was removed from anyOf of {}'],
  'all-of-added': ['narrows', 'A schema was added to allOf of {}'],
  'all-of-removed': ['widens', 'A schema was removed from allOf of {}'],
  'one-of-set': ['narrows', 'The value of {} has to meet one of several schemas'],
  'one-of-unset': ['widens', 'The value of {} no longer has to meet one of several schemas'],
  'any-of-set': ['narrows', 'The value of {} has to meet any of several schemas'],
  'any-of-unset': ['widens', 'The value of {} no longer has to meet any of several schemas'],
  'one-of-became-any-of': ['widens', 'The value of {} may meet more than one of several schemas'],
  'any-of-became-one-of': ['narrows', 'The value of {} has to meet exactly one of several schemas'],
});

type Kind = 'one-of' | 'any-of' | 'all-of';

const KEYWORDS = { 'one-of': 'oneOf', 'any-of': 'anyOf', 'all-of': 'allOf' } as const;

/** Compares one that is nothing but a choice with another one, or with what is no choice: then that was the only one. */
export function compareUnions(pair: SchemaPair): boolean {
  const before = unionKind(pair, 'base');
  const after = unionKind(pair, 'revision');
  const kind = after ?? before;
  if (kind === null) return false;
  const left = before === null ? [pair.base.parts] : pair.base[KEYWORDS[before]];
  const right = after === null ? [pair.revision.parts] : pair.revision[KEYWORDS[after]];
  if (before !== null && after !== null && before !== after) {
    const rule = after === 'any-of' ? 'one-of-became-any-of' : 'any-of-became-one-of';
    pair.changed(COMPOSITION_RULES[rule], placeOf(pair.revision, KEYWORDS[after]), before, after);
  }
  compareBranches(pair, kind, left, right);
  return true;
}

/** Compares `oneOf`, `anyOf` and what is left of `allOf` beside other keywords. */
export function compareCompositions(pair: SchemaPair): void {
  for (const kind of ['one-of', 'any-of'] as const) {
    const [before, after] = [pair.base[KEYWORDS[kind]], pair.revision[KEYWORDS[kind]]];
    if (before.length === 0 && after.length === 0) continue;
    if (before.length === 0)
      pair.added(COMPOSITION_RULES[`${kind}-set`], placeOf(pair.revision, KEYWORDS[kind]));
    else if (after.length === 0)
      pair.removed(COMPOSITION_RULES[`${kind}-unset`], placeOf(pair.base, KEYWORDS[kind]));
    else compareBranches(pair, kind, before, after);
  }
  compareBranches(pair, 'all-of', pair.base.allOf, pair.revision.allOf);
}

/** Which keyword has the choice when both can be seen as one, and at least one is. */
function unionKind(pair: SchemaPair, which: 'base' | 'revision'): 'one-of' | 'any-of' | null {
  const schema = pair[which];
  const other = which === 'base' ? pair.revision : pair.base;
  const isNoUnion = other.oneOf.length + other.anyOf.length === 0 && constrains(other);
  if (!isUnion(schema) || !(isNoUnion || isUnion(other))) return null;
  return schema.oneOf.length > 0 ? 'one-of' : 'any-of';
}

function compareBranches(
  pair: SchemaPair,
  kind: Kind,
  base: readonly Parts[],
  revision: readonly Parts[],
): void {
  const { pairs, unmatchedBase, unmatchedRevision } = matchBranches(pair.readers, base, revision);
  for (const kept of pairs) {
    const edge = pair.descend(...kept);
    if (kind === 'one-of') doubtOverlap(pair, edge, kept, pairs);
  }
  for (const parts of unmatchedBase) {
    if (kind === 'one-of' && mayMeetAnother(pair, 'base', parts, pairs)) {
      pair.removed(COMPOSITION_RULES['one-of-removed-that-may-overlap'], placeOfParts(parts));
    } else if (kind !== 'all-of' && isNull(pair, 'base', parts)) {
      pair.removed(TYPE_RULES['became-not-nullable'], placeOfParts(parts));
    } else pair.removed(COMPOSITION_RULES[`${kind}-removed`], placeOfParts(parts));
  }
  for (const parts of unmatchedRevision) {
    if (kind === 'one-of' && mayMeetAnother(pair, 'revision', parts, pairs)) {
      pair.added(COMPOSITION_RULES['one-of-added-that-may-overlap'], placeOfParts(parts));
    } else if (kind !== 'all-of' && isNull(pair, 'revision', parts)) {
      pair.added(TYPE_RULES['became-nullable'], placeOfParts(parts));
    } else pair.added(COMPOSITION_RULES[`${kind}-added`], placeOfParts(parts));
  }
}

type Kept = readonly (readonly [before: Parts, after: Parts])[];

/**
 * Exactly one alternative has to be met. What one takes more than before may meet another one as well, and be refused in a
 * request; what one takes no more may be left to another one alone, and be received in a response.
 */
function doubtOverlap(pair: SchemaPair, edge: Edge, changed: Kept[number], kept: Kept): void {
  const place = placeOfParts(changed[1]);
  pair.doubt(COMPOSITION_RULES['one-of-changed-that-may-overlap'], place, edge, () => {
    const others = kept.filter((other) => other !== changed);
    return pair.side === 'request'
      ? mayMeetAnother(pair, 'revision', changed[1], others)
      : mayMeetAnother(pair, 'base', changed[0], others);
  });
}

/** Whether a value that meets one alternative of `oneOf` may meet another one that was and is there. */
function mayMeetAnother(pair: SchemaPair, which: 'base' | 'revision', parts: Parts, kept: Kept): boolean {
  const { oneOf, discriminator } = pair[which];
  if (oneOf.length === 0 || discriminator !== null) return false;
  const reader = pair.readers[which];
  return kept.some(([before, after]) => mayOverlap(reader, parts, which === 'base' ? before : after));
}

function isNull({ readers }: SchemaPair, which: 'base' | 'revision', parts: Parts): boolean {
  const { types } = readers[which].read(parts);
  return types?.size === 1 && types.has('null');
}

function placeOfParts(parts: Parts): Place {
  const [place] = parts;
  if (place === undefined) throw new Error('An alternative has a place');
  return place;
}
