import { asList, asObject } from '../description/api-description';
import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check } from './check';

const rules = {
  undeclared: {
    id: 'tag-undeclared',
    severity: 'info',
    summary: 'An operation has a tag that the document does not declare.',
    hint: 'Declare the tag under tags, with a description.',
  },
  duplicate: {
    id: 'tag-duplicate',
    severity: 'error',
    summary: 'The document declares a tag twice.',
    hint: 'Remove one of them.',
  },
} as const satisfies Rules;

export const tags: Check = {
  rules,
  run(api, report) {
    const declared = new Set<unknown>();
    for (const [index, tag] of asList(api.root.tags).entries()) {
      const { name } = asObject(tag);
      if (name !== undefined && declared.has(name))
        report(rules.duplicate, pointerTo('/tags', index), `The tag ${quote(name)} is declared already.`);
      declared.add(name);
    }
    for (const { value, pointer } of api.all('operation'))
      for (const [index, tag] of asList(value.tags).entries())
        if (typeof tag === 'string' && !declared.has(tag))
          report(
            rules.undeclared,
            pointerTo(pointer, 'tags', index),
            `The tag ${quote(tag)} is not declared.`,
          );
  },
};
