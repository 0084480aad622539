import { CHECKS } from './checks/checks';
import { MORE_FINDINGS } from './findings';
import type { Rule } from './rule';
import { SCHEMA_RULES } from './schema/schema.rules';
import { SOURCE_RULES } from './source/source.rules';

/** Every rule, once. docs/documents.md lists them. */
export const DOCUMENT_RULES: readonly Rule[] = [
  ...new Set([
    ...Object.values(SOURCE_RULES),
    ...Object.values(SCHEMA_RULES),
    ...CHECKS.flatMap(({ rules }) => Object.values(rules)),
    MORE_FINDINGS,
  ]),
];
