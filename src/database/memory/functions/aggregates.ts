import { canCoerce } from '../types/coercion';
import type { Datum, NonNullDatum } from '../types/datum';
import type { Interval } from '../types/interval';
import { isJsonObject, Jsonb, jsonObject, type JsonValue } from '../types/jsonb';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { toJsonValue } from './scalar-functions';

/** The running state of an aggregate over one group. */
export interface Accumulator {
  add(values: readonly Datum[]): void;
  result(): Datum;
}

export interface ResolvedAggregate {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  create(): Accumulator;
}

type Resolver = (args: readonly SqlType[]) => ResolvedAggregate | null;

const resolvers = new Map<string, Resolver>();

/** The aggregate for the argument types, or null when the name is none. `count(*)` has no arguments. */
export function resolveAggregate(name: string, given: readonly SqlType[]): ResolvedAggregate | null {
  const resolver = resolvers.get(name);
  if (!resolver) return null;
  const resolved = resolver(given.map((type) => (type === types.unknown ? types.text : type)));
  if (resolved) return resolved;
  throw new SqlError(
    '42883',
    `function ${name}(${given.map((type) => type.displayName).join(', ')}) does not exist`,
    {
      hint: 'No function matches the given name and argument types. You might need to add explicit type casts.',
    },
  );
}

export function isAggregate(name: string): boolean {
  return resolvers.has(name);
}

/** Folds non-NULL values of one argument; NULL when there was none. */
function fold<S extends NonNullDatum>(
  type: SqlType,
  result: SqlType,
  step: (state: S | null, value: NonNullDatum) => S,
  finish: (state: S, count: number) => Datum = (state) => state,
): ResolvedAggregate {
  return {
    args: [type],
    result,
    create: () => {
      let state: S | null = null;
      let count = 0;
      return {
        add: ([value = null]) => {
          if (value === null) return;
          state = step(state, value);
          count += 1;
        },
        result: () => (state === null ? null : finish(state, count)),
      };
    },
  };
}

resolvers.set('count', (given) => {
  if (given.length > 1) return null;
  return {
    args: given,
    result: types.int8,
    create: () => {
      let count = 0n;
      return {
        add: ([value]) => {
          if (value !== null) count += 1n;
        },
        result: () => count,
      };
    },
  };
});

const addBigint = (state: bigint | null, value: NonNullDatum): bigint =>
  (state ?? 0n) + BigInt(value as number);
const addNumeric = (state: Numeric | null, value: NonNullDatum): Numeric =>
  state ? state.add(value as Numeric) : (value as Numeric);
const addNumber = (state: number | null, value: NonNullDatum): number => (state ?? 0) + (value as number);
const addInterval = (state: Interval | null, value: NonNullDatum): Interval =>
  state ? state.add(value as Interval) : (value as Interval);

resolvers.set('sum', ([type, ...more]) => {
  if (!type || more.length > 0) return null;
  if (type === types.int2 || type === types.int4) return fold<bigint>(type, types.int8, addBigint);
  if (type === types.int8)
    return fold<bigint>(type, types.numeric, addBigint, (state) => Numeric.fromBigint(state));
  if (type === types.numeric) return fold<Numeric>(type, types.numeric, addNumeric);
  if (type === types.float4)
    return fold<number>(type, types.float4, addNumber, (state) => Math.fround(state));
  if (type === types.float8) return fold<number>(type, types.float8, addNumber);
  return type === types.interval ? fold<Interval>(type, types.interval, addInterval) : null;
});

resolvers.set('avg', ([type, ...more]) => {
  if (!type || more.length > 0) return null;
  const mean = (sum: Numeric, count: number): Numeric => sum.divide(Numeric.fromBigint(BigInt(count)));
  if (type === types.int2 || type === types.int4 || type === types.int8) {
    return fold<bigint>(type, types.numeric, addBigint, (state, count) =>
      mean(Numeric.fromBigint(state), count),
    );
  }
  if (type === types.numeric) return fold<Numeric>(type, types.numeric, addNumeric, mean);
  if (type === types.float4 || type === types.float8)
    return fold<number>(type, types.float8, addNumber, (state, count) => state / count);
  return type === types.interval
    ? fold<Interval>(type, types.interval, addInterval, (state, count) => state.multiply(1 / count))
    : null;
});

for (const [name, sign] of [
  ['min', -1],
  ['max', 1],
] as const) {
  resolvers.set(name, ([type, ...more]) => {
    if (
      !type ||
      more.length > 0 ||
      type === types.json ||
      type === types.jsonb ||
      type === types.bool ||
      type === types.uuid
    )
      return null;
    const shown = type === types.varchar ? types.text : type;
    return fold<NonNullDatum>(type, shown, (state, value) =>
      state === null || type.compare(value, state) * sign > 0 ? value : state,
    );
  });
}

for (const [name, start] of [
  ['bool_and', true],
  ['every', true],
  ['bool_or', false],
] as const) {
  resolvers.set(name, ([type]) =>
    type === types.bool
      ? fold<boolean>(type, type, (state, value) =>
          start ? (state ?? true) && value === true : (state ?? false) || value === true,
        )
      : null,
  );
}
for (const [name, combine] of [
  ['bit_and', (a: bigint, b: bigint) => a & b],
  ['bit_or', (a: bigint, b: bigint) => a | b],
] as const) {
  resolvers.set(name, ([type]) =>
    type === types.int4 || type === types.int2 || type === types.int8
      ? fold<bigint>(
          type,
          type,
          (state, value) =>
            state === null ? BigInt(value as number) : combine(state, BigInt(value as number)),
          (state) => (type === types.int8 ? state : Number(state)),
        )
      : null,
  );
}

/** Collects every value, NULLs too; NULL when there was no row. */
function collect(
  args: readonly SqlType[],
  result: SqlType,
  finish: (rows: readonly (readonly Datum[])[]) => Datum,
): ResolvedAggregate {
  return {
    args,
    result,
    create: () => {
      const rows: (readonly Datum[])[] = [];
      return {
        add: (values) => void rows.push(values),
        result: () => (rows.length === 0 ? null : finish(rows)),
      };
    },
  };
}

resolvers.set('array_agg', ([type, ...more]) =>
  type && more.length === 0
    ? collect([type], arrayOf(type), (rows) => rows.map(([value = null]) => value))
    : null,
);
resolvers.set('string_agg', ([type, separator]) => {
  if (!type || !separator || !canCoerce(type, types.text, 'implicit')) return null;
  return collect([types.text, types.text], types.text, (rows) => {
    const present = rows.filter(([value]) => value !== null);
    if (present.length === 0) return null;
    return present
      .map(([value, between], i) => (i === 0 ? '' : ((between as string | null) ?? '')) + (value as string))
      .join('');
  });
});
for (const [kind, result] of [
  ['json', types.json],
  ['jsonb', types.jsonb],
] as const) {
  const wrap = (value: JsonValue): Datum =>
    kind === 'jsonb' ? new Jsonb(value) : new Jsonb(value).toString();
  resolvers.set(`${kind}_agg`, ([type]) =>
    type
      ? collect([type], result, (rows) => wrap(rows.map(([value = null]) => toJsonValue(type, value))))
      : null,
  );
  resolvers.set(`${kind}_object_agg`, ([key, type]) =>
    key && type
      ? collect([key, type], result, (rows) => {
          const entries = rows.map(
            ([name = null, value = null]) =>
              [name === null ? '' : key.format(name), toJsonValue(type, value)] as const,
          );
          return wrap(kind === 'jsonb' ? jsonObject(entries) : new Map(entries));
        })
      : null,
  );
}

/** Variance by sums of exact numerics, as PostgreSQL does for integers and numerics. */
function spread(type: SqlType, sample: boolean, root: boolean): ResolvedAggregate {
  const floating = type === types.float4 || type === types.float8;
  return collect([type], floating ? types.float8 : types.numeric, (rows) => {
    const present = rows.flatMap(([value]) =>
      value === null || value === undefined ? [] : [Numeric.parse(String(value))],
    );
    const count = present.length;
    if (count === 0 || (sample && count === 1)) return null;
    const n = Numeric.fromBigint(BigInt(count));
    const sum = present.reduce((state, value) => state.add(value), Numeric.ZERO);
    const squares = present.reduce((state, value) => state.add(value.multiply(value)), Numeric.ZERO);
    const numerator = n.multiply(squares).subtract(sum.multiply(sum));
    const variance = numerator.divide(n.multiply(Numeric.fromBigint(BigInt(sample ? count - 1 : count))));
    if (floating) return root ? Math.sqrt(variance.toNumber()) : variance.toNumber();
    return root ? Numeric.fromDouble(Math.sqrt(variance.toNumber())).round(16) : variance;
  });
}
for (const [name, sample, root] of [
  ['variance', true, false],
  ['var_samp', true, false],
  ['var_pop', false, false],
  ['stddev', true, true],
  ['stddev_samp', true, true],
  ['stddev_pop', false, true],
] as const) {
  resolvers.set(name, ([type]) => (type?.category === 'N' ? spread(type, sample, root) : null));
}

export { isJsonObject };
