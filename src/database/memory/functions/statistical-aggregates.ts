import { Numeric, quotientScale } from '../types/numeric';
import { squareRootTo } from '../types/numeric-math';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { collectAggregate, foldAggregate } from './define-aggregate';

const { int2, int4, int8, float4, float8, numeric } = types;

interface Spread {
  readonly name: string;
  /** Divides by n - 1, for a sample of a population. */
  readonly sample: boolean;
  /** The standard deviation, not the variance. */
  readonly root: boolean;
}

const SPREADS: readonly Spread[] = [
  { name: 'variance', sample: true, root: false },
  { name: 'var_samp', sample: true, root: false },
  { name: 'var_pop', sample: false, root: false },
  { name: 'stddev', sample: true, root: true },
  { name: 'stddev_samp', sample: true, root: true },
  { name: 'stddev_pop', sample: false, root: true },
];

export const statisticalAggregates: readonly AggregateSignature[] = [
  ...SPREADS.flatMap((spread) => [
    ...[int2, int4, int8, numeric].map((type) => exactSpread(spread, type)),
    ...[float4, float8].map((type) => floatSpread(spread, type)),
  ]),
  regression('corr', ({ sxx, syy, sxy }) => (sxx === 0 || syy === 0 ? null : sxy / Math.sqrt(sxx * syy))),
  regression('covar_pop', ({ n, sxy }) => sxy / n),
  regression('covar_samp', ({ n, sxy }) => (n < 2 ? null : sxy / (n - 1))),
  regression('regr_avgx', ({ n, sx }) => sx / n),
  regression('regr_avgy', ({ n, sy }) => sy / n),
  regression('regr_sxx', ({ sxx }) => sxx),
  regression('regr_syy', ({ syy }) => syy),
  regression('regr_sxy', ({ sxy }) => sxy),
  pairCount(),
  regression('regr_slope', ({ sxx, sxy }) => (sxx === 0 ? null : sxy / sxx)),
  regression('regr_intercept', ({ n, sx, sy, sxx, sxy }) => (sxx === 0 ? null : (sy - (sx * sxy) / sxx) / n)),
  regression('regr_r2', ({ sxx, syy, sxy }) =>
    sxx === 0 ? null : syy === 0 ? 1 : (sxy * sxy) / (sxx * syy),
  ),
];

interface ExactSums {
  sum: Numeric;
  squares: Numeric;
}

/** By sums of exact numerics, as PostgreSQL does for integers and numerics. */
function exactSpread({ name, sample, root }: Spread, type: SqlType): AggregateSignature {
  const exact = (value: number | bigint | Numeric): Numeric =>
    value instanceof Numeric ? value : Numeric.fromBigint(BigInt(value));
  return foldAggregate<number | bigint | Numeric, ExactSums>(
    name,
    type,
    numeric,
    (value) => ({ sum: exact(value), squares: exact(value).multiply(exact(value)) }),
    ({ sum, squares }, value) => ({
      sum: sum.add(exact(value)),
      squares: squares.add(exact(value).multiply(exact(value))),
    }),
    ({ sum, squares }, count) => {
      if (sample && count === 1) return null;
      if (!sum.isFinite) return Numeric.NAN;
      const n = Numeric.fromBigint(BigInt(count));
      const numerator = n.multiply(squares).subtract(sum.multiply(sum));
      if (numerator.sign() <= 0) return Numeric.ZERO;
      const denominator = n.multiply(Numeric.fromBigint(BigInt(sample ? count - 1 : count)));
      const scale = quotientScale(numerator, denominator);
      const variance = numerator.divideTo(denominator, scale);
      return root ? squareRootTo(variance, scale) : variance;
    },
  );
}

interface FloatSums {
  n: number;
  sx: number;
  sxx: number;
}

/** By the Youngs-Cramer recurrence, as PostgreSQL does for floats. */
function floatSpread({ name, sample, root }: Spread, type: SqlType): AggregateSignature {
  return foldAggregate<number, FloatSums>(
    name,
    type,
    float8,
    (value) => ({ n: 1, sx: value, sxx: Number.isFinite(value) ? 0 : NaN }),
    ({ n, sx, sxx }, value) => {
      const count = n + 1;
      const sum = sx + value;
      const deviation = value * count - sum;
      return { n: count, sx: sum, sxx: sxx + (deviation * deviation) / (count * n) };
    },
    ({ sxx }, count) => {
      if (sample && count === 1) return null;
      const variance = sxx / (sample ? count - 1 : count);
      return root ? Math.sqrt(variance) : variance;
    },
  );
}

interface PairSums {
  n: number;
  sx: number;
  sxx: number;
  sy: number;
  syy: number;
  sxy: number;
}

/** Aggregates over pairs (Y, X) in which neither is NULL. */
function regression(name: string, finish: (sums: PairSums) => number | null): AggregateSignature {
  return collectAggregate(name, [float8, float8], float8, (rows) => {
    const sums: PairSums = { n: 0, sx: 0, sxx: 0, sy: 0, syy: 0, sxy: 0 };
    for (const [y, x] of rows) {
      if (typeof x !== 'number' || typeof y !== 'number') continue;
      sums.n += 1;
      sums.sx += x;
      sums.sy += y;
      if (sums.n === 1) continue;
      const dx = x * sums.n - sums.sx;
      const dy = y * sums.n - sums.sy;
      const scale = 1 / (sums.n * (sums.n - 1));
      sums.sxx += dx * dx * scale;
      sums.syy += dy * dy * scale;
      sums.sxy += dx * dy * scale;
    }
    return sums.n === 0 ? null : finish(sums);
  });
}

/** regr_count: how many pairs there are without a NULL, 0 where there is no row. */
function pairCount(): AggregateSignature {
  return {
    name: 'regr_count',
    args: [float8, float8],
    result: int8,
    orderedSet: false,
    create: () => {
      let pairs = 0n;
      return {
        add: ([y, x]) => {
          if (y !== null && x !== null) pairs += 1n;
        },
        result: () => pairs,
      };
    },
  };
}
