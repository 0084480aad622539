import type { ApiDescription } from '../description/api-description';
import { asList } from '../description/api-description';
import type { Visit } from '../description/walk';
import type { Check } from './check';
import { REFERENCE_RULES } from './references.rules';

/** Keywords whose schemas are applied to the same value, so that a circle through them has no end. */
const IN_PLACE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const IN_PLACE_SCHEMAS = ['not', 'if', 'then', 'else'];

export const circles: Check = {
  rules: { circular: REFERENCE_RULES.circular },
  run(api, report) {
    for (const { pointer } of closingReferences(api))
      report(REFERENCE_RULES.circular, pointer, 'The reference leads back to where it stands, without end.');
  },
};

/** The references that close a circle, found by going in depth without recursion. */
function closingReferences(api: ApiDescription): Set<Visit> {
  const closing = new Set<Visit>();
  const state = new Map<Visit, 'open' | 'done'>();
  for (const start of api.everything()) {
    const trail: { visit: Visit; next: Visit[] }[] = [];
    const enter = (visit: Visit): void => {
      state.set(visit, 'open');
      trail.push({ visit, next: sameValue(visit, api) });
    };
    if (!state.has(start)) enter(start);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        state.set(top.visit, 'done');
        trail.pop();
      } else if (state.get(next) === 'open') closing.add(top.visit);
      else if (!state.has(next)) enter(next);
    }
  }
  return closing;
}

/** What is said of the same value as a visit: where it refers to, and the schemas that are applied in place. */
function sameValue(visit: Visit, api: ApiDescription): Visit[] {
  const parts: (Visit | null)[] = [];
  if (api.isReference(visit)) {
    const target = api.targetOf(visit);
    if (target.outcome === 'found') parts.push(api.at(target.pointer));
    if (api.family === '2.0' || api.family === '3.0') return parts.filter((part) => part !== null);
  }
  if (visit.kind === 'schema') {
    for (const keyword of IN_PLACE_SCHEMAS) parts.push(api.part(visit, keyword));
    for (const keyword of IN_PLACE_LISTS)
      for (const index of asList(visit.value[keyword]).keys()) parts.push(api.part(visit, keyword, index));
  }
  return parts.filter((part) => part !== null);
}
