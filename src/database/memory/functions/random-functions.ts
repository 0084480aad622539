import { randomInt } from 'node:crypto';
import type { Datum } from '../types/datum';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { float8, int4, int8, numeric, anyarray } = types;
const VOLATILE = { volatile: true } as const;

export const randomFunctions = [
  define('random', [], float8, () => Math.random(), VOLATILE),
  define(
    'random',
    [int4, int4],
    int4,
    (low: number, high: number) => Number(between(BigInt(low), BigInt(high))),
    VOLATILE,
  ),
  define('random', [int8, int8], int8, between, VOLATILE),
  define('random', [numeric, numeric], numeric, betweenDecimals, VOLATILE),
  define('random_normal', [float8, float8], float8, normal, {
    ...VOLATILE,
    argNames: ['mean', 'stddev'],
    defaults: [0, 1],
  }),
  define('setseed', [float8], types.void, checkSeed, VOLATILE),
  define('array_shuffle', [anyarray], anyarray, (items: readonly Datum[]) => shuffled(items), VOLATILE),
  define(
    'array_sample',
    [anyarray, int4],
    anyarray,
    (items: readonly Datum[], count: number) => {
      if (count < 0 || count > items.length)
        throw new SqlError('22023', `sample size must be between 0 and ${items.length}`);
      return shuffled(items).slice(0, count);
    },
    VOLATILE,
  ),
];

/** Both ends included. @throws SqlError 22023 */
function between(low: bigint, high: bigint): bigint {
  if (low > high) throw new SqlError('22023', 'lower bound must be less than or equal to upper bound');
  const span = high - low + 1n;
  let drawn = 0n;
  for (let range = 1n; range < span << 32n; range <<= 32n)
    drawn = (drawn << 32n) + BigInt(randomInt(2 ** 32));
  return low + (drawn % span);
}

/** With as many decimals as the bounds have. @throws SqlError 22023 */
function betweenDecimals(low: Numeric, high: Numeric): Numeric {
  for (const [bound, role] of [
    [low, 'lower'],
    [high, 'upper'],
  ] as const) {
    if (bound.special === 'NaN') throw new SqlError('22023', `${role} bound cannot be NaN`);
    if (bound.special) throw new SqlError('22023', `${role} bound cannot be infinity`);
  }
  const scale = Math.max(low.scale, high.scale);
  return new Numeric(between(low.round(scale).coefficient, high.round(scale).coefficient), scale);
}

/** G. Box and M. Muller, "A Note on the Generation of Random Normal Deviates". */
function normal(mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * Math.random());
}

/** What is random here takes no seed. @throws SqlError 22023 */
function checkSeed(seed: number): string {
  if (seed >= -1 && seed <= 1) return '';
  throw new SqlError('22023', `setseed parameter ${seed} is out of allowed range [-1,1]`);
}

/** R. Fisher and F. Yates. */
function shuffled(items: readonly Datum[]): Datum[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [order[i], order[j]] = [order[j] ?? null, order[i] ?? null];
  }
  return order;
}
