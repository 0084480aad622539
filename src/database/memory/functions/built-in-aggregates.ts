import type { AggregateSignature } from './aggregate-signature';
import { collectingAggregates } from './collecting-aggregates';
import { jsonAggregates } from './json-aggregates';
import { numericAggregates } from './numeric-aggregates';
import { orderedSetAggregates } from './ordered-set-aggregates';
import { rangeAggregates } from './range-aggregates';
import { statisticalAggregates } from './statistical-aggregates';

/** Every aggregate function, by name. */
export const builtInAggregates: ReadonlyMap<string, readonly AggregateSignature[]> = byName([
  ...numericAggregates,
  ...collectingAggregates,
  ...jsonAggregates,
  ...rangeAggregates,
  ...statisticalAggregates,
  ...orderedSetAggregates,
]);

function byName(signatures: readonly AggregateSignature[]): Map<string, AggregateSignature[]> {
  const map = new Map<string, AggregateSignature[]>();
  for (const signature of signatures) {
    const sameName = map.get(signature.name);
    if (sameName) sameName.push(signature);
    else map.set(signature.name, [signature]);
  }
  return map;
}
