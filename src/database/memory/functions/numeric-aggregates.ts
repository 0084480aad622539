import type { Datum, NonNullDatum } from '../types/datum';
import { Interval } from '../types/interval';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { combineBitStrings } from './bit-string-operators';
import { foldAggregate } from './define-aggregate';

const { any, anyarray, anyenum, bit, bool, int2, int4, int8, float4, float8, numeric, money, interval } =
  types;
const same = <T>(value: T): T => value;

export const numericAggregates: readonly AggregateSignature[] = [
  count([]),
  count([any]),

  ...[int2, int4].flatMap((type) => [
    foldAggregate<number, bigint>('sum', type, int8, BigInt, (state, value) => state + BigInt(value), same),
    foldAggregate<number, bigint>(
      'avg',
      type,
      numeric,
      BigInt,
      (state, value) => state + BigInt(value),
      meanOfIntegers,
    ),
  ]),
  foldAggregate<bigint, bigint>(
    'sum',
    int8,
    numeric,
    same,
    (state, value) => state + value,
    (state) => Numeric.fromBigint(state),
  ),
  foldAggregate<bigint, bigint>('avg', int8, numeric, same, (state, value) => state + value, meanOfIntegers),
  foldAggregate<Numeric, Numeric>('sum', numeric, numeric, same, (state, value) => state.add(value), same),
  foldAggregate<Numeric, Numeric>(
    'avg',
    numeric,
    numeric,
    same,
    (state, value) => state.add(value),
    (state, rows) => state.divide(Numeric.fromBigint(BigInt(rows))),
  ),
  foldAggregate<number, number>(
    'sum',
    float4,
    float4,
    same,
    (state, value) => overflowChecked(Math.fround(state + value), state, value),
    same,
  ),
  foldAggregate<number, number>(
    'sum',
    float8,
    float8,
    same,
    (state, value) => overflowChecked(state + value, state, value),
    same,
  ),
  ...[float4, float8].map((type) =>
    foldAggregate<number, number>(
      'avg',
      type,
      float8,
      same,
      (state, value) => overflowChecked(state + value, state, value),
      (state, rows) => state / rows,
    ),
  ),
  foldAggregate<bigint, bigint>('sum', money, money, same, (state, value) => state + value, same),
  foldAggregate<Interval, Interval>(
    'sum',
    interval,
    interval,
    same,
    (state, value) => state.add(value),
    same,
  ),
  foldAggregate<Interval, Interval>(
    'avg',
    interval,
    interval,
    same,
    (state, value) => state.add(value),
    (state, rows) => state.divide(rows),
  ),

  ...extremes('min', -1),
  ...extremes('max', 1),

  ...['bool_and', 'every'].map((name) =>
    foldAggregate<boolean, boolean>(name, bool, bool, same, (state, value) => state && value, same),
  ),
  foldAggregate<boolean, boolean>('bool_or', bool, bool, same, (state, value) => state || value, same),

  ...bitAggregates('bit_and', (a, b) => a & b),
  ...bitAggregates('bit_or', (a, b) => a | b),
  ...bitAggregates('bit_xor', (a, b) => a ^ b),
  foldAggregate<NonNullDatum, NonNullDatum>(
    'any_value',
    types.anyelement,
    types.anyelement,
    same,
    same,
    same,
  ),
];

function count(args: readonly SqlType[]): AggregateSignature {
  return {
    name: 'count',
    args,
    result: int8,
    orderedSet: false,
    create: () => {
      let rows = 0;
      return {
        // Without an argument, as count(*), there is no value to be NULL.
        add: (values) => {
          if (values[0] !== null) rows += 1;
        },
        result: () => BigInt(rows),
      };
    },
  };
}

function meanOfIntegers(sum: bigint, rows: number): Numeric {
  return Numeric.fromBigint(sum).divide(Numeric.fromBigint(BigInt(rows)));
}

/** @throws SqlError 22003 */
function overflowChecked(sum: number, a: number, b: number): number {
  if (!Number.isFinite(sum) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new SqlError('22003', 'value out of range: overflow');
  }
  return sum;
}

/** min and max exist for these types; the strings among them go by way of text. */
function extremes(name: string, sign: number): AggregateSignature[] {
  const ordered: readonly SqlType[] = [
    int2,
    int4,
    int8,
    types.oid,
    float4,
    float8,
    numeric,
    money,
    interval,
    anyarray,
    anyenum,
    types.text,
    types.bpchar,
    types.citext,
    types.date,
    types.time,
    types.timetz,
    types.timestamp,
    types.timestamptz,
    types.inet,
  ];
  return ordered.map((type) =>
    foldAggregate<NonNullDatum, NonNullDatum>(
      name,
      type,
      type,
      same,
      (state, value, argType) => (argType.compare(value, state) * sign >= 0 ? value : state),
      (state): Datum => state,
    ),
  );
}

function bitAggregates(name: string, combine: (a: bigint, b: bigint) => bigint): AggregateSignature[] {
  return [
    ...[int2, int4].map((type) =>
      foldAggregate<number, bigint>(
        name,
        type,
        type,
        BigInt,
        (state, value) => combine(state, BigInt(value)),
        Number,
      ),
    ),
    foldAggregate<bigint, bigint>(name, int8, int8, same, combine, same),
    foldAggregate<string, string>(
      name,
      bit,
      bit,
      same,
      (state, value) => combineBitStrings(name.slice('bit_'.length).toUpperCase(), state, value),
      same,
    ),
  ];
}
