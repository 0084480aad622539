import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { float8 } = types;
const RADIANS_PER_DEGREE = Math.PI / 180;

export const trigonometricFunctions: readonly Signature[] = [
  periodic('sin', Math.sin),
  periodic('cos', Math.cos),
  periodic('tan', Math.tan),
  periodic('cot', (a) => 1 / Math.tan(a)),
  onDouble('asin', (a) => Math.asin(withinUnit(a))),
  onDouble('acos', (a) => Math.acos(withinUnit(a))),
  onDouble('atan', Math.atan),
  define('atan2', [float8, float8], float8, Math.atan2),
  onDouble('sinh', Math.sinh),
  onDouble('cosh', Math.cosh),
  onDouble('tanh', Math.tanh),
  onDouble('asinh', Math.asinh),
  onDouble('acosh', (a) => {
    if (a < 1) throw outOfRange();
    return Math.acosh(a);
  }),
  onDouble('atanh', (a) => Math.atanh(withinUnit(a))),

  periodic('sind', sineOfDegrees),
  periodic('cosd', (a) => sineOfDegrees(90 - Math.abs(a % 360))),
  periodic('tand', (a) => ratio(a, sineOfDegrees(a), sineOfDegrees(90 - Math.abs(a % 360)))),
  periodic('cotd', (a) => ratio(a, sineOfDegrees(90 - Math.abs(a % 360)), sineOfDegrees(a))),
  onDouble('asind', (a) => inDegrees(Math.asin(withinUnit(a)))),
  onDouble('acosd', (a) => inDegrees(Math.acos(withinUnit(a)))),
  onDouble('atand', (a) => inDegrees(Math.atan(a))),
  define('atan2d', [float8, float8], float8, (y: number, x: number) => inDegrees(Math.atan2(y, x))),
  onDouble('degrees', (a) => (a * 180) / Math.PI),
  onDouble('radians', (a) => (a * Math.PI) / 180),
];

export function onDouble(name: string, compute: (value: number) => number): Signature {
  return define(name, [float8], float8, compute);
}

/** One that has no value at the infinities. @throws SqlError 22003 */
function periodic(name: string, compute: (value: number) => number): Signature {
  return onDouble(name, (a) => {
    if (Math.abs(a) === Infinity) throw outOfRange();
    return compute(a);
  });
}

/** Exact at the multiples of 30 degrees, as PostgreSQL's is. */
function sineOfDegrees(degrees: number): number {
  const turned = degrees % 360;
  const sign = turned < 0 ? -1 : 1;
  const size = Math.abs(turned);
  const half = size > 180 ? 360 - size : size;
  const quarter = half > 90 ? 180 - half : half;
  const sine =
    quarter <= 30
      ? Math.sin(quarter * RADIANS_PER_DEGREE) / Math.sin(30 * RADIANS_PER_DEGREE) / 2
      : 1 - versine(90 - quarter) / versine(60) / 2;
  return (size > 180 ? -sign : sign) * sine + 0;
}

function versine(degrees: number): number {
  return 1 - Math.cos(degrees * RADIANS_PER_DEGREE);
}

/** At the poles the sign of what goes to infinity is that of the numerator's. */
function ratio(at: number, a: number, b: number): number {
  if (Number.isNaN(at)) return NaN;
  return b === 0 ? a * Infinity : a / b + 0;
}

/** Whole degrees where the arc is one of a right-angled triangle's. */
function inDegrees(radians: number): number {
  const degrees = radians / RADIANS_PER_DEGREE;
  const nearest = Math.round(degrees / 15) * 15;
  return Math.abs(degrees - nearest) < 1e-13 * Math.max(Math.abs(nearest), 1) ? nearest : degrees;
}

/** @throws SqlError 22003 */
function withinUnit(value: number): number {
  if (value < -1 || value > 1) throw outOfRange();
  return value;
}

function outOfRange(): SqlError {
  return new SqlError('22003', 'input is out of range');
}
