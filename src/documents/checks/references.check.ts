import type { ApiDescription } from '../description/api-description';
import { isObject, type Visit } from '../description/walk';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check, Report } from './check';
import { REFERENCE_RULES as rules } from './references.rules';

export const references: Check = {
  rules,
  run(api, report) {
    for (const visit of api.everything()) if (api.isReference(visit)) checkReference(visit, api, report);
    for (const { pointer } of api.astray)
      report(rules.uncheckedTarget, pointer, 'A reference leads here, where OpenAPI has no objects.');
  },
};

function checkReference(visit: Visit, api: ApiDescription, report: Report): void {
  const pointer = pointerTo(visit.pointer, '$ref');
  const reference = quote(visit.value.$ref);
  const target = api.targetOf(visit);
  if (target.outcome === 'external')
    report(rules.external, pointer, `The reference ${reference} leads elsewhere.`);
  if (target.outcome === 'unresolved')
    report(rules.unresolved, pointer, `The reference ${reference} leads nowhere.`);
  if (target.outcome === 'found') checkTarget(visit, target.pointer, target.value, api, report);
  if (ignoresSiblings(visit, api) && Object.keys(visit.value).length > 1)
    report(rules.siblings, visit.pointer, 'The fields beside the $ref are left out of account.');
}

function checkTarget(
  visit: Visit,
  targetPointer: string,
  target: unknown,
  api: ApiDescription,
  report: Report,
): void {
  // A schema may also be a boolean.
  if (visit.kind === 'schema' && typeof target === 'boolean') return;
  const kind = api.at(targetPointer)?.kind;
  if (isObject(target) && kind === visit.kind) return;
  report(
    rules.wrongTarget,
    pointerTo(visit.pointer, '$ref'),
    `The reference leads to ${kind === undefined ? 'something' : `a ${kind}`}, where a ${visit.kind} belongs.`,
  );
}

function ignoresSiblings({ kind, value }: Visit, { family }: ApiDescription): boolean {
  if (kind === 'pathItem') return false;
  if (family === '2.0' || family === '3.0') return true;
  // In 3.1 a reference may have a summary and a description of its own.
  const others = Object.keys(value).filter((name) => !['$ref', 'summary', 'description'].includes(name));
  return kind !== 'schema' && others.length > 0;
}
