import type { ChangeKind } from './change';
import type { Place } from './document/place';
import type { ChangeRule } from './rule';

/** A change before it is known which operation it is of. */
export interface Difference {
  rule: ChangeRule;
  kind: ChangeKind;
  place: Place;
  before?: unknown;
  after?: unknown;
  /** What it is about, in a word, where the pointer does not say it well. */
  subject?: string;
}

/** @param place in the revision */
export function added(rule: ChangeRule, place: Place, subject?: string): Difference {
  return { rule, kind: 'added', place, after: place.value, subject };
}

/** @param place in the base */
export function removed(rule: ChangeRule, place: Place, subject?: string): Difference {
  return { rule, kind: 'removed', place, before: place.value, subject };
}

/** @param place in the revision */
export function changed(
  rule: ChangeRule,
  place: Place,
  before: unknown,
  after: unknown,
  subject?: string,
): Difference {
  return { rule, kind: 'changed', place, before, after, subject };
}
