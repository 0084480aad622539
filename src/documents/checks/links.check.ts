import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check } from './check';

const rules = {
  unknown: {
    id: 'link-operation-unknown',
    severity: 'error',
    summary: 'A link names an operation that there is not.',
    hint: 'Name the operationId of an operation of the document.',
  },
  unchecked: {
    id: 'link-operation-unchecked',
    severity: 'warning',
    summary: 'A link leads to an operation of another document, which is not looked at.',
    hint: 'Name an operation of this document where there is one.',
  },
} as const satisfies Rules;

export const links: Check = {
  rules,
  run(api, report) {
    const known = new Set(api.all('operation').map(({ value }) => value.operationId));
    for (const link of api.all('link')) {
      const { operationId, operationRef } = link.value;
      if (typeof operationId === 'string' && !known.has(operationId))
        report(
          rules.unknown,
          pointerTo(link.pointer, 'operationId'),
          `There is no operation ${quote(operationId)}.`,
        );
      if (typeof operationRef !== 'string') continue;
      const pointer = pointerTo(link.pointer, 'operationRef');
      const target = api.target(operationRef, link);
      if (target.outcome === 'external')
        report(rules.unchecked, pointer, `The operation ${quote(operationRef)} is not looked at.`);
      else if (target.outcome === 'unresolved' || api.at(target.pointer)?.kind !== 'operation')
        report(rules.unknown, pointer, `There is no operation ${quote(operationRef)}.`);
    }
  },
};
