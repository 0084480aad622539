import { lowerBoundOf } from '../types/array-bounds';
import { dimensionsOf } from '../types/array-type';
import type { Datum } from '../types/datum';
import type { Interval } from '../types/interval';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { timeZone } from '../types/time-zone';
import { addToInstant, addToWall } from '../types/timestamp-arithmetic';
import { types } from '../types/type-catalog';
import { defineSet, type SetSignature } from './define-set';

const { text, bool, int4, int8, numeric, timestamp, timestamptz, interval, anyarray } = types;

export const seriesFunctions: readonly SetSignature[] = [
  defineSet('generate_series', [int4, int4], int4, (from: number, to: number) => integers(from, to, 1)),
  defineSet('generate_series', [int4, int4, int4], int4, integers),
  defineSet('generate_series', [int8, int8], int8, (from: bigint, to: bigint) => bigints(from, to, 1n)),
  defineSet('generate_series', [int8, int8, int8], int8, bigints),
  defineSet('generate_series', [numeric, numeric], numeric, (from: Numeric, to: Numeric) =>
    numerics(from, to, new Numeric(1n, 0)),
  ),
  defineSet('generate_series', [numeric, numeric, numeric], numeric, numerics),
  defineSet(
    'generate_series',
    [timestamp, timestamp, interval],
    timestamp,
    (from: bigint, to: bigint, step: Interval) => moments(from, to, step, addToWall),
  ),
  defineSet(
    'generate_series',
    [timestamptz, timestamptz, interval],
    timestamptz,
    (from: bigint, to: bigint, step: Interval) => moments(from, to, step, (at, by) => addToInstant(at, by)),
  ),
  defineSet(
    'generate_series',
    [timestamptz, timestamptz, interval, text],
    timestamptz,
    (from: bigint, to: bigint, step: Interval, zone: string) => {
      const calendar = timeZone(zone);
      return moments(from, to, step, (at, by) => addToInstant(at, by, calendar));
    },
  ),
  subscripts([anyarray, int4]),
  subscripts([anyarray, int4, bool]),
];

/** The subscripts of one dimension of an array. */
function subscripts(args: readonly SqlType[]): SetSignature {
  const name = 'generate_subscripts';
  return {
    ...defineSet(name, args, int4, () => []),
    rows: ([items, dimension, reverse = false], [type]) => {
      const lengths = dimensionsOf(items as readonly Datum[], type?.element ?? text);
      const length = lengths[(dimension as number) - 1] ?? 0;
      const first = lowerBoundOf(items as readonly Datum[], dimension as number);
      return Array.from({ length }, (_, i) => [first + (reverse === true ? length - 1 - i : i)]);
    },
  };
}

function stepError(): SqlError {
  return new SqlError('22023', 'step size cannot equal zero');
}

function* integers(from: number, to: number, step: number): Generator<number> {
  if (step === 0) throw stepError();
  for (let at = from; step > 0 ? at <= to : at >= to; at += step) yield at;
}

function* bigints(from: bigint, to: bigint, step: bigint): Generator<bigint> {
  if (step === 0n) throw stepError();
  for (let at = from; step > 0n ? at <= to : at >= to; at += step) yield at;
}

function* numerics(from: Numeric, to: Numeric, step: Numeric): Generator<Numeric> {
  requireFinite('start value', from);
  requireFinite('stop value', to);
  requireFinite('step size', step);
  if (step.sign() === 0) throw stepError();
  for (let at = from; at.compare(to) * step.sign() <= 0; at = at.add(step)) yield at;
}

/** @throws SqlError 22023 */
function requireFinite(role: string, { special }: Numeric): void {
  if (special === null) return;
  throw new SqlError('22023', `${role} cannot be ${special === 'NaN' ? 'NaN' : 'infinity'}`);
}

function* moments(
  from: bigint,
  to: bigint,
  step: Interval,
  add: (at: bigint, by: Interval) => bigint,
): Generator<bigint> {
  const direction = step.length;
  if (direction === 0n) throw stepError();
  for (let at = from; direction > 0n ? at <= to : at >= to; at = add(at, step)) yield at;
}
