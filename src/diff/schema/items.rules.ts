import { placeOf } from './schema';
import type { SchemaPair } from './schema-pair';
import { defineFamilies } from './schema-rule';

export const ITEM_RULES = defineFamilies({
  'items-set': ['narrows', 'The items of {} have to meet a schema'],
  'items-unset': ['widens', 'The items of {} no longer have to meet a schema'],
});

export function compareItems(pair: SchemaPair): void {
  const before = pair.base.items;
  const after = pair.revision.items;
  if (before !== null && after !== null) pair.descend(before, after);
  else if (after !== null) pair.added(ITEM_RULES['items-set'], placeOf(pair.revision, 'items'));
  else if (before !== null) pair.removed(ITEM_RULES['items-unset'], placeOf(pair.base, 'items'));
}
