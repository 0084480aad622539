import { typesOf } from '../description/misfit';
import type { Visit } from '../description/walk';
import type { Rules } from '../rule';
import type { Check, Report } from './check';

const rules = {
  itemsMissing: {
    id: 'array-without-items',
    severity: 'error',
    summary: 'A schema of the type array has no items, which 2.0 and 3.0 ask for.',
    hint: 'Add items, `items: {}` where anything may be in it.',
  },
  limits: {
    id: 'limits-contradict',
    severity: 'warning',
    summary: 'The least that a schema allows is more than the most.',
    hint: 'Exchange or correct the limits: no value can fit them.',
  },
  readAndWrite: {
    id: 'read-and-write-only',
    severity: 'warning',
    summary: 'A schema is both readOnly and writeOnly.',
    hint: 'Keep one of them: the value could neither be sent nor received.',
  },
} as const satisfies Rules;

const LIMITS = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

export const schemas: Check = {
  rules,
  run(api, report) {
    const needsItems = api.family === '2.0' || api.family === '3.0';
    for (const schema of api.all(
      'schema',
      'items',
      ...(api.family === '2.0' ? (['parameter', 'header'] as const) : []),
    )) {
      if (api.isReference(schema)) continue;
      if (needsItems && typesOf(schema)?.includes('array') === true && schema.value.items === undefined)
        report(rules.itemsMissing, schema.pointer, 'The array does not say what its items are.');
      checkLimits(schema, report);
      if (schema.value.readOnly === true && schema.value.writeOnly === true)
        report(rules.readAndWrite, schema.pointer, 'The schema is both readOnly and writeOnly.');
    }
  },
};

function checkLimits({ value, pointer }: Visit, report: Report): void {
  for (const [least, most] of LIMITS) {
    const [from, to] = [value[least], value[most]];
    if (typeof from === 'number' && typeof to === 'number' && from > to)
      report(rules.limits, pointer, `${least} is ${from}, and ${most} is ${to}.`);
  }
}
