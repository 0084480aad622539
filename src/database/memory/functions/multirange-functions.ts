import type { NonNullDatum } from '../types/datum';
import type { MultirangeType } from '../types/multirange-type';
import { compareLower, compareUpper, type RangeValue } from '../types/range-type';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bool } = types;

export const MULTIRANGES: readonly MultirangeType[] = [
  types.int4multirange,
  types.int8multirange,
  types.nummultirange,
  types.tsmultirange,
  types.tstzmultirange,
  types.datemultirange,
];

export const multirangeOperators: readonly Signature[] = MULTIRANGES.flatMap((type) => {
  const { range } = type;
  const holds = (a: string, inner: readonly RangeValue[]): boolean =>
    inner.every((one) => one.empty || type.readAll(a).some((outer) => contains(outer, one, type)));
  const overlaps = (a: readonly RangeValue[], b: readonly RangeValue[]): boolean =>
    a.some((one) => b.some((other) => meet(one, other, type)));
  const ofRange = (a: string): RangeValue[] => [range.read(a)];
  return [
    define('@>', [type, range.subtype], bool, (a: string, value: NonNullDatum) => holds(a, [pointAt(value)])),
    define('<@', [range.subtype, type], bool, (value: NonNullDatum, a: string) => holds(a, [pointAt(value)])),
    define('@>', [type, type], bool, (a: string, b: string) => holds(a, type.readAll(b))),
    define('<@', [type, type], bool, (a: string, b: string) => holds(b, type.readAll(a))),
    define('@>', [type, range], bool, (a: string, b: string) => holds(a, ofRange(b))),
    define('<@', [range, type], bool, (a: string, b: string) => holds(b, ofRange(a))),
    define('&&', [type, type], bool, (a: string, b: string) => overlaps(type.readAll(a), type.readAll(b))),
    define('&&', [type, range], bool, (a: string, b: string) => overlaps(type.readAll(a), ofRange(b))),
    define('&&', [range, type], bool, (a: string, b: string) => overlaps(ofRange(a), type.readAll(b))),
    define('+', [type, type], type, (a: string, b: string) =>
      type.writeAll([...type.readAll(a), ...type.readAll(b)]),
    ),
    define('*', [type, type], type, (a: string, b: string) =>
      type.writeAll(common(type.readAll(a), type.readAll(b), type)),
    ),
  ];
});

export const multirangeFunctions: readonly Signature[] = MULTIRANGES.flatMap((type) => {
  const { range } = type;
  const first = (a: string): RangeValue | undefined => type.readAll(a)[0];
  const last = (a: string): RangeValue | undefined => type.readAll(a).at(-1);
  return [
    define(type.name, [], type, () => '{}'),
    define(
      type.name,
      [range],
      type,
      (...ranges: string[]) => type.writeAll(ranges.map((one) => range.read(one))),
      {
        variadic: true,
      },
    ),
    define('multirange', [range], type, (a: string) => type.writeAll([range.read(a)])),
    define('lower', [type], range.subtype, (a: string) => first(a)?.lower ?? null),
    define('upper', [type], range.subtype, (a: string) => last(a)?.upper ?? null),
    define('isempty', [type], bool, (a: string) => a === '{}'),
    define('lower_inf', [type], bool, (a: string) => first(a)?.lower === null),
    define('upper_inf', [type], bool, (a: string) => last(a)?.upper === null),
    define('lower_inc', [type], bool, (a: string) => first(a)?.lowerInclusive ?? false),
    define('upper_inc', [type], bool, (a: string) => last(a)?.upperInclusive ?? false),
    define('range_merge', [type], range, (a: string) => {
      const [low, high] = [first(a), last(a)];
      return low && high
        ? range.write({ ...low, upper: high.upper, upperInclusive: high.upperInclusive })
        : 'empty';
    }),
  ];
});

function pointAt(value: NonNullDatum): RangeValue {
  return { empty: false, lower: value, upper: value, lowerInclusive: true, upperInclusive: true };
}

function contains(outer: RangeValue, inner: RangeValue, { range }: MultirangeType): boolean {
  return compareLower(outer, inner, range.subtype) <= 0 && compareUpper(outer, inner, range.subtype) >= 0;
}

function meet(a: RangeValue, b: RangeValue, type: MultirangeType): boolean {
  return !a.empty && !b.empty && intersection(a, b, type) !== null;
}

function intersection(a: RangeValue, b: RangeValue, { range }: MultirangeType): RangeValue | null {
  const { subtype } = range;
  const low = compareLower(a, b, subtype) >= 0 ? a : b;
  const high = compareUpper(a, b, subtype) <= 0 ? a : b;
  const { lower, lowerInclusive } = low;
  const { upper, upperInclusive } = high;
  if (lower !== null && upper !== null) {
    const order = subtype.compare(lower, upper);
    if (order > 0 || (order === 0 && !(lowerInclusive && upperInclusive))) return null;
  }
  return { empty: false, lower, lowerInclusive, upper, upperInclusive };
}

export function common(
  a: readonly RangeValue[],
  b: readonly RangeValue[],
  type: MultirangeType,
): RangeValue[] {
  return a.flatMap((one) => b.flatMap((other) => intersection(one, other, type) ?? []));
}
