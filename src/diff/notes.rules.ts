import { added, changed, removed, type Difference } from './difference';
import { sameJson } from './document/json';
import type { Place } from './document/place';
import { isDocumentation, isExtension } from './notes';
import { defineRules, type ChangeRule } from './rule';

export const NOTE_RULES = defineRules({
  'documentation-changed': ['info', 'The documentation changed', 'It is for people to read'],
  'extension-changed': ['info', 'An extension changed', 'The specification gives extensions no effect'],
  'reference-sibling-changed': [
    'info',
    'Something changed beside a reference, where it is ignored before OpenAPI 3.1',
    'The specification gives it no effect',
  ],
});

export type Report = (difference: Difference) => void;

/** Compares what says nothing of what is sent and received. */
export function compareNotes(
  base: ReadonlyMap<string, Place>,
  revision: ReadonlyMap<string, Place>,
  report: Report,
) {
  for (const [name, before] of base) {
    const after = revision.get(name);
    if (after === undefined) report(removed(ruleOf(name), before));
    else if (!sameJson(before.value, after.value))
      report(changed(ruleOf(name), after, before.value, after.value));
  }
  for (const [name, after] of revision) if (!base.has(name)) report(added(ruleOf(name), after));
}

function ruleOf(name: string): ChangeRule {
  if (isExtension(name)) return NOTE_RULES['extension-changed'];
  const [keyword = name] = name.split(' ');
  return NOTE_RULES[isDocumentation(keyword) ? 'documentation-changed' : 'reference-sibling-changed'];
}
