import { types } from '../types/type-catalog';
import { define } from './define';

const { float8 } = types;
/** From here on the continued fraction is the faster way to the full precision of a double. */
const SERIES_END = 2.5;
const FRACTION_DEPTH = 120;

export const errorFunctions = [
  define('erf', [float8], float8, (x: number) => (x < 0 ? -erf(-x) : erf(x))),
  define('erfc', [float8], float8, (x: number) => (x < 0 ? 1 + erf(-x) : complement(x))),
];

/** For x >= 0; NaN for NaN. */
function erf(x: number): number {
  return x < SERIES_END ? series(x) : 1 - complement(x);
}

/** 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1)); every term is positive (Abramowitz and Stegun, 7.1.6). */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf(x) for x >= 0 (Abramowitz and Stegun, 7.1.14). */
function complement(x: number): number {
  if (x < SERIES_END) return 1 - series(x);
  if (x === Infinity) return 0;
  let fraction = x;
  for (let n = FRACTION_DEPTH; n > 0; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
