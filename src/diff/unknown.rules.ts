import { added, changed, removed } from './difference';
import type { Fields } from './document/fields';
import type { Place } from './document/place';
import { sameMeaning, type Documents } from './document/same-meaning';
import { isNote } from './notes';
import { compareNotes, type Report } from './notes.rules';
import { defineRules } from './rule';

export const UNKNOWN_RULES = defineRules({
  'unknown-keyword-changed': [
    'unknown',
    'Something changed whose meaning is not known here',
    'Whether clients break cannot be told, so it counts as breaking',
  ],
});

/** Compares what no rule is about: documentation, extensions, and what is not understood. */
export function compareFields(documents: Documents, base: Fields, revision: Fields, report: Report): void {
  const [before, after] = [restOf(base), restOf(revision)];
  compareNotes(before.notes, after.notes, report);
  compareUnknown(documents, before.others, after.others, report);
}

/** Compares what is not understood: nothing of it is safe to change. */
export function compareUnknown(
  documents: Documents,
  base: ReadonlyMap<string, Place>,
  revision: ReadonlyMap<string, Place>,
  report: Report,
): void {
  const rule = UNKNOWN_RULES['unknown-keyword-changed'];
  for (const [name, before] of base) {
    const after = revision.get(name);
    if (after === undefined) report(removed(rule, before));
    else if (!sameMeaning(documents, before, after)) report(changed(rule, after, before.value, after.value));
  }
  for (const [name, after] of revision) if (!base.has(name)) report(added(rule, after));
}

function restOf(fields: Fields): { notes: Map<string, Place>; others: Map<string, Place> } {
  const notes = new Map<string, Place>();
  const others = new Map<string, Place>();
  for (const place of fields.rest()) (isNote(place.key) ? notes : others).set(place.key, place);
  return { notes, others };
}
