import type { ChangeRule } from '../rule';
import { ACCESS_OF_PROPERTY_RULES } from './access.rules';
import { COMPOSITION_RULES } from './composition.rules';
import { DEPRECATED_RULES } from './deprecated.rules';
import { DISCRIMINATOR_RULES } from './discriminator.rules';
import { ITEM_RULES } from './items.rules';
import { LIMIT_RULES } from './limits.rules';
import { OBJECT_RULES, PROPERTY_RULES } from './properties.rules';
import type { RuleFamily } from './schema-rule';
import { TYPE_RULES } from './types.rules';
import { UNEVALUATED_RULES } from './unevaluated.rules';
import { ACCESS_RULES, UNJUDGED_RULES } from './unjudged.rules';
import { VALUE_RULES } from './values.rules';

/** Rules that there are one of for each site, by the ends of their ids. */
export const SCHEMA_FAMILIES: Readonly<Record<string, RuleFamily>> = {
  ...TYPE_RULES,
  ...LIMIT_RULES,
  ...VALUE_RULES,
  ...OBJECT_RULES,
  ...ITEM_RULES,
  ...COMPOSITION_RULES,
  ...UNEVALUATED_RULES,
  ...DISCRIMINATOR_RULES,
  ...DEPRECATED_RULES,
};

export const SCHEMA_RULES: readonly ChangeRule[] = [
  ...Object.values(SCHEMA_FAMILIES).flatMap((family) => Object.values(family)),
  ...[PROPERTY_RULES, ACCESS_OF_PROPERTY_RULES, ACCESS_RULES, UNJUDGED_RULES].flatMap((rules) =>
    Object.values(rules),
  ),
];
