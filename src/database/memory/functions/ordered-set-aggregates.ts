import { Interval } from '../types/interval';
import type { Datum, NonNullDatum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { orderedSetAggregate } from './define-aggregate';

const { float8, interval, anyelement, anyarray } = types;
const fractions = arrayOf(float8);

export const orderedSetAggregates: readonly AggregateSignature[] = [
  orderedSetAggregate('percentile_cont', [float8], float8, float8, (values, [fraction]) =>
    interpolate(values as readonly number[], fraction, mixNumbers),
  ),
  orderedSetAggregate('percentile_cont', [float8], interval, interval, (values, [fraction]) =>
    interpolate(values as readonly Interval[], fraction, mixIntervals),
  ),
  orderedSetAggregate('percentile_cont', [fractions], float8, fractions, (values, [list]) =>
    forEachFraction(list, (fraction) => interpolate(values as readonly number[], fraction, mixNumbers)),
  ),
  orderedSetAggregate('percentile_cont', [fractions], interval, arrayOf(interval), (values, [list]) =>
    forEachFraction(list, (fraction) => interpolate(values as readonly Interval[], fraction, mixIntervals)),
  ),
  orderedSetAggregate('percentile_disc', [float8], anyelement, anyelement, (values, [fraction]) =>
    atFraction(values, fraction),
  ),
  orderedSetAggregate('percentile_disc', [fractions], anyelement, anyarray, (values, [list]) =>
    forEachFraction(list, (fraction) => atFraction(values, fraction)),
  ),
  orderedSetAggregate('mode', [], anyelement, anyelement, (values, _direct, type) => {
    let best: NonNullDatum | null = null;
    let bestRun = 0;
    for (let start = 0; start < values.length;) {
      const value = values[start];
      if (value === undefined) break;
      let end = start + 1;
      for (let next = values[end]; next !== undefined && type.compare(next, value) === 0; next = values[end])
        end += 1;
      if (end - start > bestRun) [best, bestRun] = [value, end - start];
      start = end;
    }
    return best;
  }),
];

function forEachFraction(list: Datum | undefined, answer: (fraction: Datum) => Datum): Datum {
  return list === null || list === undefined
    ? null
    : (list as readonly Datum[]).map((fraction) => answer(fraction));
}

function interpolate<V extends NonNullDatum>(
  values: readonly V[],
  fraction: Datum | undefined,
  mix: (low: V, high: V, part: number) => V,
): Datum {
  if (fraction === null || fraction === undefined) return null;
  const place = checkFraction(fraction as number) * (values.length - 1);
  const low = values[Math.floor(place)];
  const high = values[Math.ceil(place)];
  if (low === undefined || high === undefined) return null;
  return low === high ? low : mix(low, high, place - Math.floor(place));
}

function mixNumbers(low: number, high: number, part: number): number {
  return low + (high - low) * part;
}

function mixIntervals(low: Interval, high: Interval, part: number): Interval {
  return low.add(high.subtract(low).multiply(part));
}

function atFraction(values: readonly NonNullDatum[], fraction: Datum | undefined): Datum {
  if (fraction === null || fraction === undefined) return null;
  const place = Math.ceil(checkFraction(fraction as number) * values.length);
  return values[Math.max(place, 1) - 1] ?? null;
}

/** @throws SqlError 22003 */
function checkFraction(fraction: number): number {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new SqlError('22003', `percentile value ${fraction} is not between 0 and 1`);
  }
  return fraction;
}
