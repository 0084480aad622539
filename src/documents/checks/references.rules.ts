import type { Rules } from '../rule';

export const REFERENCE_RULES = {
  unresolved: {
    id: 'ref-unresolved',
    severity: 'error',
    summary: 'A reference leads to nothing in the document.',
    hint: 'Add what it refers to, or correct it: #/components/schemas/Name.',
  },
  external: {
    id: 'ref-external',
    severity: 'error',
    summary: 'A reference leads out of the document. Nothing is ever fetched.',
    hint: 'Bundle the document: copy what it refers to into it.',
  },
  circular: {
    id: 'ref-circular',
    severity: 'error',
    summary: 'References go in a circle without end.',
    hint: 'Break the circle: a schema may contain itself in a property or in items, and not be itself.',
  },
  wrongTarget: {
    id: 'ref-wrong-target',
    severity: 'error',
    summary: 'A reference leads to an object of another kind.',
    hint: 'Refer to an object of the kind that belongs here.',
  },
  uncheckedTarget: {
    id: 'ref-target-unchecked',
    severity: 'warning',
    summary:
      'A reference leads to a place in which OpenAPI has no objects, and which is checked in part only.',
    hint: 'Move what it refers to into the components (the definitions in 2.0).',
  },
  siblings: {
    id: 'ref-siblings-ignored',
    severity: 'warning',
    summary: 'What stands beside a $ref is left out of account.',
    hint: 'Put the $ref into allOf, or remove the other fields.',
  },
} as const satisfies Rules;
