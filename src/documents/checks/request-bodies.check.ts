import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import type { Check } from './check';

const rules = {
  meaningless: {
    id: 'request-body-meaningless',
    severity: 'warning',
    summary: 'An operation that reads or deletes has a request body, which HTTP gives no meaning.',
    hint: 'Use parameters, or POST (QUERY from 3.2 on). Proxies and clients may drop the body.',
  },
} as const satisfies Rules;

const WITHOUT_BODY = new Set(['get', 'head', 'delete', 'trace']);

export const requestBodies: Check = {
  rules,
  run(api, report) {
    for (const { value, field, pointer } of api.all('operation'))
      if (WITHOUT_BODY.has(field) && value.requestBody !== undefined)
        report(
          rules.meaningless,
          pointerTo(pointer, 'requestBody'),
          `The body of ${field.toUpperCase()} means nothing.`,
        );
  },
};
