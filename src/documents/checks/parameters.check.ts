import type { ApiDescription } from '../description/api-description';
import type { Visit } from '../description/walk';
import type { Rules } from '../rule';
import { quote } from '../source/reading';
import type { Check, Report } from './check';
import { parametersOf } from './path-parameters.check';

const rules = {
  duplicate: {
    id: 'parameter-duplicate',
    severity: 'error',
    summary: 'Two parameters of one list have the same name and place.',
    hint: 'Remove one of them, or give it another name.',
  },
  ignoredHeader: {
    id: 'parameter-header-ignored',
    severity: 'warning',
    summary:
      'A header parameter is called Accept, Content-Type or Authorization, which is left out of account.',
    hint: 'Describe these by the media types of bodies and responses, and by security schemes.',
  },
  bodies: {
    id: 'parameter-body-several',
    severity: 'error',
    summary: 'An operation of 2.0 has more than one body parameter, or a body and form parameters.',
    hint: 'Put everything into one body parameter, or use form parameters alone.',
  },
} as const satisfies Rules;

const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

export const parameters: Check = {
  rules,
  run(api, report) {
    for (const holder of api.all('operation', 'pathItem')) checkList(holder, api, report);
    if (api.family === '2.0') return;
    for (const { value, pointer } of api.all('parameter'))
      if (value.in === 'header' && IGNORED_HEADERS.has(String(value.name).toLowerCase()))
        report(
          rules.ignoredHeader,
          pointer,
          `A header parameter ${quote(value.name)} is left out of account.`,
        );
  },
};

function checkList(holder: Visit, api: ApiDescription, report: Report): void {
  const seen = new Set<string>();
  const bodies = new Set<string>();
  for (const { visit, parameter } of parametersOf(holder, api)) {
    const place = parameter?.value.in;
    const name = parameter?.value.name;
    if (typeof place !== 'string' || typeof name !== 'string') continue;
    // Names of headers do not tell upper from lower case.
    const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`;
    if (seen.has(key))
      report(
        rules.duplicate,
        visit.pointer,
        `There is another parameter ${quote(name)} in ${place} already.`,
      );
    seen.add(key);
    if (place !== 'body' && place !== 'formData') continue;
    if (place === 'body' ? bodies.size > 0 : bodies.has('body'))
      report(rules.bodies, visit.pointer, 'The operation has another body already.');
    bodies.add(place);
  }
}
