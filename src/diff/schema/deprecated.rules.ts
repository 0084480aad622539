import { placeOf } from './schema';
import type { SchemaPair } from './schema-pair';
import { defineFamilies } from './schema-rule';

export const DEPRECATED_RULES = defineFamilies({
  'schema-deprecated': ['none', 'The schema of {} is deprecated now'],
  'schema-reactivated': ['none', 'The schema of {} is no longer deprecated'],
});

export function compareDeprecation(pair: SchemaPair): void {
  if (pair.base.deprecated === pair.revision.deprecated) return;
  const rule = pair.revision.deprecated ? 'schema-deprecated' : 'schema-reactivated';
  const place = placeOf(pair.revision, 'deprecated');
  pair.changed(DEPRECATED_RULES[rule], place, pair.base.deprecated, pair.revision.deprecated);
}
