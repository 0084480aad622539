import type { ApiDescription } from '../description/api-description';
import { asList, asObject } from '../description/api-description';
import type { Visit } from '../description/walk';
import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check, Report } from './check';
import { REFERENCE_RULES } from './references.rules';

const rules = {
  property: {
    id: 'discriminator-property-missing',
    severity: 'warning',
    summary:
      'The property of a discriminator is not declared, or not required, by a schema that it tells apart.',
    hint: 'Declare the property in each of the schemas, and list it in required.',
  },
  inline: {
    id: 'discriminator-alternative-inline',
    severity: 'warning',
    summary: 'A discriminator stands beside a schema without a name, which it cannot tell apart.',
    hint: 'Move the schema into the components, and refer to it.',
  },
  mapping: {
    id: 'discriminator-mapping-unresolved',
    severity: 'error',
    summary: 'The mapping of a discriminator names a schema that there is not.',
    hint: 'Name a schema of the components, or refer to it: #/components/schemas/Name.',
  },
} as const satisfies Rules;

export const discriminators: Check = {
  rules,
  run(api, report) {
    for (const schema of api.all('schema')) {
      if (api.isReference(schema)) continue;
      const { discriminator } = schema.value;
      if (api.family === '2.0') {
        if (typeof discriminator === 'string') checkProperty(schema, discriminator, schema, api, report);
        continue;
      }
      const { propertyName, mapping } = asObject(discriminator);
      if (typeof propertyName === 'string') checkAlternatives(schema, propertyName, api, report);
      for (const [name, target] of Object.entries(asObject(mapping)))
        checkMapping(schema, name, target, api, report);
    }
  },
};

function checkAlternatives(schema: Visit, property: string, api: ApiDescription, report: Report): void {
  for (const keyword of ['oneOf', 'anyOf'])
    for (const index of asList(schema.value[keyword]).keys()) {
      const alternative = api.part(schema, keyword, index);
      if (alternative === null) continue;
      if (api.isReference(alternative)) checkProperty(alternative, property, schema, api, report);
      else report(rules.inline, alternative.pointer, 'The discriminator cannot tell this schema apart.');
    }
}

function checkProperty(
  schema: Visit,
  property: string,
  declaring: Visit,
  api: ApiDescription,
  report: Report,
): void {
  const has = { declared: false, required: false };
  look(schema, property, api, has, new Set());
  const lacks = [has.declared ? [] : ['declared'], has.required ? [] : ['required']].flat().join(' and not ');
  // What leads nowhere is found as such.
  if (lacks === '' || api.resolve(schema) === null) return;
  const pointer = schema === declaring ? pointerTo(schema.pointer, 'discriminator') : schema.pointer;
  report(
    rules.property,
    pointer,
    `The property ${quote(property)} of the discriminator is not ${lacks} there.`,
  );
}

/** Whether a schema has a property by itself or by what it is made of. */
function look(
  schema: Visit,
  property: string,
  api: ApiDescription,
  has: { declared: boolean; required: boolean },
  passed: Set<Visit>,
): void {
  const target = api.resolve(schema);
  if (target === null || passed.has(target)) return;
  passed.add(target);
  if (Object.hasOwn(asObject(target.value.properties), property)) has.declared = true;
  if (asList(target.value.required).includes(property)) has.required = true;
  for (const keyword of ['allOf', 'oneOf', 'anyOf'])
    for (const index of asList(target.value[keyword]).keys()) {
      const part = api.part(target, keyword, index);
      if (part !== null) look(part, property, api, has, passed);
    }
}

function checkMapping(
  schema: Visit,
  name: string,
  target: unknown,
  api: ApiDescription,
  report: Report,
): void {
  if (typeof target !== 'string') return;
  const pointer = pointerTo(schema.pointer, 'discriminator', 'mapping', name);
  if (api.at(pointerTo('/components/schemas', target)) !== null) return;
  const { outcome } = api.target(target, schema);
  if (outcome === 'external' && /[/#.:]/.test(target))
    report(REFERENCE_RULES.external, pointer, `The reference ${quote(target)} leads elsewhere.`);
  else if (outcome !== 'found') report(rules.mapping, pointer, `There is no schema ${quote(target)}.`);
}
