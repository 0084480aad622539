import type { Rules } from '../rule';
import { asObject } from '../description/api-description';
import type { Check } from './check';

const rules = {
  operation: {
    id: 'operation-description-missing',
    severity: 'info',
    summary: 'An operation has neither a summary nor a description.',
    hint: 'Say in a summary what the operation does.',
  },
  api: {
    id: 'api-description-missing',
    severity: 'info',
    summary: 'The API has no description.',
    hint: 'Say in info.description what the API is for.',
  },
} as const satisfies Rules;

export const descriptions: Check = {
  rules,
  run(api, report) {
    if (isBlank(asObject(api.root.info).description))
      report(rules.api, '/info', 'The API has no description.');
    for (const { value, pointer } of api.all('operation'))
      if (isBlank(value.summary) && isBlank(value.description))
        report(rules.operation, pointer, 'The operation has neither a summary nor a description.');
  },
};

function isBlank(text: unknown): boolean {
  return text === undefined || (typeof text === 'string' && text.trim() === '');
}
