import type { Place } from '../document/place';
import { SIZES, placeOf, type Bound, type Schema, type Size } from './schema';
import type { SchemaPair } from './schema-pair';
import { defineFamilies, type RuleFamily } from './schema-rule';

export const LIMIT_RULES = defineFamilies({
  'max-set': ['narrows', 'The value of {} got a maximum'],
  'max-unset': ['widens', 'The value of {} no longer has a maximum'],
  'max-increased': ['widens', 'The maximum of {} was raised'],
  'max-decreased': ['narrows', 'The maximum of {} was lowered'],
  'min-set': ['narrows', 'The value of {} got a minimum'],
  'min-unset': ['widens', 'The value of {} no longer has a minimum'],
  'min-increased': ['narrows', 'The minimum of {} was raised'],
  'min-decreased': ['widens', 'The minimum of {} was lowered'],
  'max-length-set': ['narrows', 'The length of {} got a maximum'],
  'max-length-unset': ['widens', 'The length of {} no longer has a maximum'],
  'max-length-increased': ['widens', 'The maximum length of {} was raised'],
  'max-length-decreased': ['narrows', 'The maximum length of {} was lowered'],
  'min-length-set': ['narrows', 'The length of {} got a minimum'],
  'min-length-unset': ['widens', 'The length of {} no longer has a minimum'],
  'min-length-increased': ['narrows', 'The minimum length of {} was raised'],
  'min-length-decreased': ['widens', 'The minimum length of {} was lowered'],
  'max-items-set': ['narrows', 'The number of items of {} got a maximum'],
  'max-items-unset': ['widens', 'The number of items of {} no longer has a maximum'],
  'max-items-increased': ['widens', 'The maximum number of items of {} was raised'],
  'max-items-decreased': ['narrows', 'The maximum number of items of {} was lowered'],
  'min-items-set': ['narrows', 'The number of items of {} got a minimum'],
  'min-items-unset': ['widens', 'The number of items of {} no longer has a minimum'],
  'min-items-increased': ['narrows', 'The minimum number of items of {} was raised'],
  'min-items-decreased': ['widens', 'The minimum number of items of {} was lowered'],
  'max-properties-set': ['narrows', 'The number of properties of {} got a maximum'],
  'max-properties-unset': ['widens', 'The number of properties of {} no longer has a maximum'],
  'max-properties-increased': ['widens', 'The maximum number of properties of {} was raised'],
  'max-properties-decreased': ['narrows', 'The maximum number of properties of {} was lowered'],
  'min-properties-set': ['narrows', 'The number of properties of {} got a minimum'],
  'min-properties-unset': ['widens', 'The number of properties of {} no longer has a minimum'],
  'min-properties-increased': ['narrows', 'The minimum number of properties of {} was raised'],
  'min-properties-decreased': ['widens', 'The minimum number of properties of {} was lowered'],
  'multiple-of-set': ['narrows', 'The value of {} has to be a multiple'],
  'multiple-of-unset': ['widens', 'The value of {} no longer has to be a multiple'],
  'multiple-of-changed': ['replaces', 'The value of {} has to be a multiple of another number'],
  'multiple-of-generalized': ['widens', 'The value of {} may be a multiple of a smaller number'],
  'multiple-of-specialized': ['narrows', 'The value of {} has to be a multiple of a larger number'],
  'unique-items-set': ['narrows', 'The items of {} have to be unique'],
  'unique-items-unset': ['widens', 'The items of {} no longer have to be unique'],
  'pattern-added': ['narrows', 'The value of {} has to match a pattern'],
  'pattern-removed': ['widens', 'The value of {} no longer has to match a pattern'],
  'pattern-changed': ['undecided', 'The pattern of {} changed'],
});

const SIZE_NAMES = {
  maxLength: 'max-length',
  minLength: 'min-length',
  maxItems: 'max-items',
  minItems: 'min-items',
  maxProperties: 'max-properties',
  minProperties: 'min-properties',
} as const satisfies Record<Size, string>;

type Limited = 'max' | 'min' | (typeof SIZE_NAMES)[Size];

export function compareLimits(pair: SchemaPair): void {
  compareBound(pair, 'max', pair.base.upper, pair.revision.upper);
  compareBound(pair, 'min', pair.base.lower, pair.revision.lower);
  for (const size of SIZES) {
    const places = [placeOf(pair.base, size), placeOf(pair.revision, size)] as const;
    const [before, after] = [pair.base.sizes[size], pair.revision.sizes[size]];
    compareLimit(pair, SIZE_NAMES[size], places, before, after, (before ?? 0) - (after ?? 0));
  }
  compareMultiples(pair);
  compareUniqueness(pair);
  comparePatterns(pair);
}

function compareBound(
  pair: SchemaPair,
  name: 'max' | 'min',
  before: Bound | null,
  after: Bound | null,
): void {
  const places = [boundPlace(pair.base, name, before), boundPlace(pair.revision, name, after)] as const;
  const exclusiveIsLess = name === 'max' ? -1 : 1;
  const exclusion = (bound: Bound | null) => (bound?.exclusive === true ? exclusiveIsLess : 0);
  const byValue = (before?.value ?? 0) - (after?.value ?? 0);
  const order = byValue === 0 ? exclusion(before) - exclusion(after) : byValue;
  compareLimit(pair, name, places, shownBound(before), shownBound(after), order);
}

/** @param order positive when the limit before is the greater one */
function compareLimit(
  pair: SchemaPair,
  name: Limited,
  [basePlace, place]: readonly [Place, Place],
  before: unknown,
  after: unknown,
  order: number,
): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) return pair.added(LIMIT_RULES[`${name}-set`], place);
  if (after === undefined) return pair.removed(LIMIT_RULES[`${name}-unset`], basePlace);
  if (order === 0) return;
  pair.changed(LIMIT_RULES[`${name}-${order > 0 ? 'decreased' : 'increased'}`], place, before, after);
}

function boundPlace(schema: Schema, name: 'max' | 'min', bound: Bound | null): Place {
  const keyword = name === 'max' ? 'maximum' : 'minimum';
  const exclusive = name === 'max' ? 'exclusiveMaximum' : 'exclusiveMinimum';
  const isOwnKeyword = bound?.exclusive === true && typeof schema.places.get(exclusive)?.value === 'number';
  return placeOf(schema, isOwnKeyword ? exclusive : keyword);
}

function shownBound(bound: Bound | null): unknown {
  if (bound === null) return undefined;
  return bound.exclusive ? { value: bound.value, exclusive: true } : bound.value;
}

function compareMultiples(pair: SchemaPair): void {
  const before = pair.base.multipleOf;
  const after = pair.revision.multipleOf;
  if (before === after) return;
  if (before === null)
    return pair.added(LIMIT_RULES['multiple-of-set'], placeOf(pair.revision, 'multipleOf'));
  if (after === null) return pair.removed(LIMIT_RULES['multiple-of-unset'], placeOf(pair.base, 'multipleOf'));
  const areIntegers = Number.isSafeInteger(before) && Number.isSafeInteger(after);
  const ends =
    areIntegers && before % after === 0
      ? 'generalized'
      : areIntegers && after % before === 0
        ? 'specialized'
        : 'changed';
  pair.changed(LIMIT_RULES[`multiple-of-${ends}`], placeOf(pair.revision, 'multipleOf'), before, after);
}

function compareUniqueness(pair: SchemaPair): void {
  if (pair.base.uniqueItems === pair.revision.uniqueItems) return;
  if (pair.revision.uniqueItems)
    pair.added(LIMIT_RULES['unique-items-set'], placeOf(pair.revision, 'uniqueItems'));
  else pair.removed(LIMIT_RULES['unique-items-unset'], placeOf(pair.base, 'uniqueItems'));
}

function comparePatterns(pair: SchemaPair): void {
  const before = pair.base.pattern;
  const after = pair.revision.pattern;
  if (before === after) return;
  const report = (family: RuleFamily) =>
    pair.changed(family, placeOf(pair.revision, 'pattern'), before, after);
  if (before === null) pair.added(LIMIT_RULES['pattern-added'], placeOf(pair.revision, 'pattern'));
  else if (after === null) pair.removed(LIMIT_RULES['pattern-removed'], placeOf(pair.base, 'pattern'));
  else report(LIMIT_RULES['pattern-changed']);
}
