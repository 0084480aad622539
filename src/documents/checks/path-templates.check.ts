import { readPathTemplate } from '../description/path-template';
import type { Rules } from '../rule';
import { quote } from '../source/reading';
import type { Check } from './check';

const rules = {
  duplicate: {
    id: 'path-duplicate',
    severity: 'error',
    summary: 'Two paths are the same but for the names of their parameters.',
    hint: 'Put the operations of both under one path.',
  },
  malformed: {
    id: 'path-template-malformed',
    severity: 'error',
    summary: 'A path is not a template: braces do not match, a name is missing or twice, it has ? or #.',
    hint: 'Write parameters as {name}, each once, and those of the query as parameters of the operation.',
  },
} as const satisfies Rules;

export const pathTemplates: Check = {
  rules,
  run(api, report) {
    const seen = new Map<string, string>();
    for (const { parent, field, name, pointer } of api.all('pathItem')) {
      if (parent?.kind !== 'document' || field !== 'paths') continue;
      const { form, fault } = readPathTemplate(name);
      if (fault !== null) report(rules.malformed, pointer, `The path ${quote(name)} is malformed. ${fault}`);
      const first = seen.get(form);
      if (first === undefined) seen.set(form, name);
      else report(rules.duplicate, pointer, `The path ${quote(name)} is the same as ${quote(first)}.`);
    }
  },
};
