import type { Rules } from '../rule';
import { quote } from '../source/reading';
import { pointerTo } from '../source/pointer';
import type { Check } from './check';

const rules = {
  duplicate: {
    id: 'operation-id-duplicate',
    severity: 'error',
    summary: 'Two operations have one operationId.',
    hint: 'Give each operation an operationId of its own: clients name their methods after it.',
  },
  missing: {
    id: 'operation-id-missing',
    severity: 'info',
    summary: 'An operation has no operationId.',
    hint: 'Add an operationId: clients name their methods after it.',
  },
} as const satisfies Rules;

export const operationIds: Check = {
  rules,
  run(api, report) {
    const seen = new Map<string, string>();
    for (const { value, pointer } of api.all('operation')) {
      const id = value.operationId;
      if (id === undefined) report(rules.missing, pointer, 'The operation has no operationId.');
      if (typeof id !== 'string') continue;
      const first = seen.get(id);
      if (first === undefined) seen.set(id, pointer);
      else
        report(
          rules.duplicate,
          pointerTo(pointer, 'operationId'),
          `The operationId ${quote(id)} is that of ${first} as well.`,
        );
    }
  },
};
