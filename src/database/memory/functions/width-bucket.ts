import { dimensionsOf } from '../types/array-type';
import type { Datum, NonNullDatum } from '../types/datum';
import { toInteger } from '../types/integer-conversion';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define, defineOver } from './define';

const { int4, float8, numeric, anycompatible, anycompatiblearray, text } = types;

/** Which of some buckets of the same width, or between thresholds, a value falls into. */
export const widthBucketFunctions = [
  define('width_bucket', [float8, float8, float8, int4], int4, amongFloats),
  define('width_bucket', [numeric, numeric, numeric, int4], int4, amongNumerics),
  defineOver(
    'width_bucket',
    [anycompatible, anycompatiblearray],
    int4,
    ([type = text], value: NonNullDatum, thresholds: readonly Datum[]) => {
      if (dimensionsOf(thresholds, type).length > 1) {
        throw new SqlError('2202E', 'thresholds must be one-dimensional array');
      }
      if (thresholds.includes(null)) throw new SqlError('22004', 'thresholds array must not contain NULLs');
      const above = thresholds.findIndex(
        (threshold) => threshold !== null && type.compare(value, threshold) < 0,
      );
      return above < 0 ? thresholds.length : above;
    },
  ),
];

/** @throws SqlError 2201G, 22003 */
function amongFloats(value: number, low: number, high: number, count: number): number | bigint {
  checkBounds(count, [value, low, high].some(Number.isNaN), Number.isFinite(low) && Number.isFinite(high));
  if (low === high) throw equalBounds();
  if (low < high ? value < low : value > low) return 0;
  if (low < high ? value >= high : value <= high) return toInteger(BigInt(count) + 1n, int4);
  return Math.floor(count * ((value - low) / (high - low))) + 1;
}

/** @throws SqlError 2201G, 22003 */
function amongNumerics(value: Numeric, low: Numeric, high: Numeric, count: number): number | bigint {
  const notANumber = [value, low, high].some(({ special }) => special === 'NaN');
  checkBounds(count, notANumber, low.isFinite && high.isFinite);
  const direction = high.compare(low);
  if (direction === 0) throw equalBounds();
  if (value.compare(low) * direction < 0) return 0;
  if (value.compare(high) * direction >= 0) return toInteger(BigInt(count) + 1n, int4);
  const distance = value.subtract(low).multiply(Numeric.fromBigint(BigInt(count)));
  const width = high.subtract(low);
  return Number(distance.subtract(distance.modulo(width)).divideTo(width, 0).toBigint()) + 1;
}

/** @throws SqlError 2201G */
function checkBounds(count: number, notANumber: boolean, finite: boolean): void {
  if (count <= 0) throw new SqlError('2201G', 'count must be greater than zero');
  if (notANumber) throw new SqlError('2201G', 'operand, lower bound, and upper bound cannot be NaN');
  if (!finite) throw new SqlError('2201G', 'lower and upper bounds must be finite');
}

function equalBounds(): SqlError {
  return new SqlError('2201G', 'lower bound cannot equal upper bound');
}
