import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import { isObject } from '../description/walk';
import type { Check } from './check';

const rules = {
  invalid: {
    id: 'status-code-invalid',
    severity: 'error',
    summary: 'A response has a status code that there is not.',
    hint: 'Write a code from 100 to 599 as a string, default, or (from 3.0 on) a range as 2XX.',
  },
  noSuccess: {
    id: 'response-success-missing',
    severity: 'warning',
    summary: 'An operation describes neither a successful response nor a default one.',
    hint: 'Describe what the operation answers when it succeeds.',
  },
} as const satisfies Rules;

export const statusCodes: Check = {
  rules,
  run(api, report) {
    const known = api.family === '2.0' ? /^(?:[1-5]\d\d|default)$/ : /^(?:[1-5]\d\d|[1-5]XX|default)$/;
    for (const { value, pointer } of api.all('operation')) {
      if (!isObject(value.responses)) continue;
      const codes = Object.keys(value.responses).filter((code) => !code.startsWith('x-'));
      for (const code of codes)
        if (!known.test(code))
          report(
            rules.invalid,
            pointerTo(pointer, 'responses', code),
            `${quote(code)} is not a status code.`,
          );
      if (codes.length > 0 && !codes.some((code) => /^(?:[123]|default)/.test(code)))
        report(rules.noSuccess, pointerTo(pointer, 'responses'), 'There is no successful response.');
    }
  },
};
