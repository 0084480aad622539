import { canonicalJson, sameJson } from '../document/json';
import type { Place } from '../document/place';
import { placeOf, type Schema } from './schema';
import type { SchemaPair } from './schema-pair';
import { defineFamilies } from './schema-rule';
import { TYPE_RULES } from './types.rules';

export const VALUE_RULES = defineFamilies({
  'enum-value-added': ['widens', 'A value was added to the enum of {}', { response: 'warning' }],
  'enum-value-removed': ['narrows', 'A value was removed from the enum of {}'],
  'became-enum': ['narrows', 'The values of {} were restricted to an enum'],
  'became-not-enum': ['widens', 'The values of {} are no longer restricted to an enum'],
  'default-value-added': ['none', 'The value of {} got a default'],
  'default-value-removed': ['none', 'The value of {} no longer has a default', { request: 'warning' }],
  'default-value-changed': ['none', 'The default of {} changed', { request: 'warning' }],
});

export function compareValues(pair: SchemaPair): void {
  const before = pair.base.values;
  const after = pair.revision.values;
  if (before === null && after === null) return;
  if (before === null) return pair.added(VALUE_RULES['became-enum'], enumPlace(pair, 'revision'));
  if (after === null) return pair.removed(VALUE_RULES['became-not-enum'], enumPlace(pair, 'base'));
  const [typesBefore, typesAfter] = [pair.base.types, pair.revision.types];
  const nullIsTold = typesBefore && typesAfter && typesBefore.has('null') !== typesAfter.has('null');
  const isTold = ({ value }: Place) => nullIsTold === true && value === null;
  for (const value of withoutValues(before, after)) {
    if (isTold(value)) continue;
    pair.removed(
      isNull(value, typesBefore) ? TYPE_RULES['became-not-nullable'] : VALUE_RULES['enum-value-removed'],
      value,
    );
  }
  for (const value of withoutValues(after, before)) {
    if (isTold(value)) continue;
    pair.added(
      isNull(value, typesAfter) ? TYPE_RULES['became-nullable'] : VALUE_RULES['enum-value-added'],
      value,
    );
  }
}

export function compareDefaults(pair: SchemaPair): void {
  const before = pair.base.default;
  const after = pair.revision.default;
  if (before === null && after === null) return;
  if (before === null)
    return after === null ? undefined : pair.added(VALUE_RULES['default-value-added'], after);
  if (after === null) return pair.removed(VALUE_RULES['default-value-removed'], before);
  if (sameJson(before.value, after.value)) return;
  pair.changed(VALUE_RULES['default-value-changed'], after, before.value, after.value);
}

/** Null is more than one value more: many a client has no way to hold it. */
function isNull({ value }: Place, types: Schema['types']): boolean {
  return value === null && (types === null || types.has('null'));
}

function enumPlace(pair: SchemaPair, which: 'base' | 'revision'): Place {
  const schema = pair[which];
  return schema.places.get('enum') ?? placeOf(schema, 'const');
}

function withoutValues(values: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Set(others.map(({ value }) => canonicalJson(value)));
  return values.filter(({ value }) => !known.has(canonicalJson(value)));
}
