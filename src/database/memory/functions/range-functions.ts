import type { NonNullDatum } from '../types/datum';
import {
  compareLower,
  compareUpper,
  EMPTY_RANGE,
  type RangeType,
  type RangeValue,
} from '../types/range-type';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bool, text } = types;
const RANGES: readonly RangeType[] = [
  types.int4range,
  types.int8range,
  types.numrange,
  types.tsrange,
  types.tstzrange,
  types.daterange,
];

export const rangeOperators: readonly Signature[] = RANGES.flatMap((range) => [
  test(range, '&&', (a, b) => overlaps(a, b, range.subtype)),
  test(range, '@>', (a, b) => contains(a, b, range.subtype)),
  test(range, '<@', (a, b) => contains(b, a, range.subtype)),
  define('@>', [range, range.subtype], bool, (a: string, value: NonNullDatum) =>
    containsValue(range.read(a), value, range.subtype),
  ),
  define('<@', [range.subtype, range], bool, (value: NonNullDatum, a: string) =>
    containsValue(range.read(a), value, range.subtype),
  ),
  test(range, '<<', (a, b) => isLeftOf(a, b, range.subtype)),
  test(range, '>>', (a, b) => isLeftOf(b, a, range.subtype)),
  test(range, '&<', (a, b) => !a.empty && !b.empty && compareUpper(a, b, range.subtype) <= 0),
  test(range, '&>', (a, b) => !a.empty && !b.empty && compareLower(a, b, range.subtype) >= 0),
  test(range, '-|-', (a, b) => isAdjacent(a, b, range)),
  combine(range, '+', (a, b) => union(a, b, range)),
  combine(range, '*', (a, b) => intersection(a, b, range.subtype)),
  combine(range, '-', (a, b) => difference(a, b, range.subtype)),
]);

export const rangeFunctions: readonly Signature[] = [
  ...RANGES.flatMap((range) => constructors(range)),
  ...RANGES.flatMap((range) => [
    define('lower', [range], range.subtype, (a: string) => range.read(a).lower),
    define('upper', [range], range.subtype, (a: string) => range.read(a).upper),
    define('isempty', [range], bool, (a: string) => range.read(a).empty),
    define('lower_inc', [range], bool, (a: string) => range.read(a).lowerInclusive),
    define('upper_inc', [range], bool, (a: string) => range.read(a).upperInclusive),
    define('lower_inf', [range], bool, (a: string) => !range.read(a).empty && range.read(a).lower === null),
    define('upper_inf', [range], bool, (a: string) => !range.read(a).empty && range.read(a).upper === null),
    combine(range, 'range_merge', (a, b) => merge(a, b, range.subtype)),
  ]),
];

function constructors(range: RangeType): Signature[] {
  const { subtype, name } = range;
  return [
    define(
      name,
      [subtype, subtype],
      range,
      (lower: NonNullDatum | null, upper: NonNullDatum | null) => build(range, lower, upper, '[)'),
      { lenient: true },
    ),
    define(
      name,
      [subtype, subtype, text],
      range,
      (lower: NonNullDatum | null, upper: NonNullDatum | null, bounds: string | null) => {
        if (bounds === null) throw new SqlError('22000', 'range constructor flags argument must not be null');
        return build(range, lower, upper, bounds);
      },
      { lenient: true },
    ),
  ];
}

/** @throws SqlError 42601 */
function build(
  range: RangeType,
  lower: NonNullDatum | null,
  upper: NonNullDatum | null,
  bounds: string,
): string {
  if (!/^[[(][\])]$/.test(bounds)) {
    throw new SqlError('42601', 'invalid range bound flags', {
      hint: 'Valid values are "[]", "[)", "(]", and "()".',
    });
  }
  return range.write({
    empty: false,
    lower,
    upper,
    lowerInclusive: bounds.startsWith('['),
    upperInclusive: bounds.endsWith(']'),
  });
}

function test(range: RangeType, name: string, answer: (a: RangeValue, b: RangeValue) => boolean): Signature {
  return define(name, [range, range], bool, (a: string, b: string) => answer(range.read(a), range.read(b)));
}

function combine(
  range: RangeType,
  name: string,
  make: (a: RangeValue, b: RangeValue) => RangeValue,
): Signature {
  return define(name, [range, range], range, (a: string, b: string) =>
    range.write(make(range.read(a), range.read(b))),
  );
}

/** Where one range's upper bound lies before the other's lower one. */
function isLeftOf(a: RangeValue, b: RangeValue, subtype: SqlType): boolean {
  if (a.empty || b.empty || a.upper === null || b.lower === null) return false;
  const order = subtype.compare(a.upper, b.lower);
  return order < 0 || (order === 0 && !(a.upperInclusive && b.lowerInclusive));
}

function overlaps(a: RangeValue, b: RangeValue, subtype: SqlType): boolean {
  return !a.empty && !b.empty && !isLeftOf(a, b, subtype) && !isLeftOf(b, a, subtype);
}

function contains(outer: RangeValue, inner: RangeValue, subtype: SqlType): boolean {
  if (inner.empty) return true;
  if (outer.empty) return false;
  return compareLower(outer, inner, subtype) <= 0 && compareUpper(outer, inner, subtype) >= 0;
}

function containsValue(range: RangeValue, value: NonNullDatum, subtype: SqlType): boolean {
  const point = { empty: false, lower: value, upper: value, lowerInclusive: true, upperInclusive: true };
  return contains(range, point, subtype);
}

function isAdjacent(a: RangeValue, b: RangeValue, range: RangeType): boolean {
  if (a.empty || b.empty) return false;
  const meets = (left: RangeValue, right: RangeValue): boolean =>
    left.upper !== null &&
    right.lower !== null &&
    range.subtype.compare(left.upper, right.lower) === 0 &&
    left.upperInclusive !== right.lowerInclusive;
  return meets(a, b) || meets(b, a);
}

function merge(a: RangeValue, b: RangeValue, subtype: SqlType): RangeValue {
  if (a.empty || b.empty) return a.empty ? b : a;
  const low = compareLower(a, b, subtype) <= 0 ? a : b;
  const high = compareUpper(a, b, subtype) >= 0 ? a : b;
  return {
    empty: false,
    lower: low.lower,
    lowerInclusive: low.lowerInclusive,
    upper: high.upper,
    upperInclusive: high.upperInclusive,
  };
}

/** @throws SqlError 22000 */
function union(a: RangeValue, b: RangeValue, range: RangeType): RangeValue {
  if (!a.empty && !b.empty && !overlaps(a, b, range.subtype) && !isAdjacent(a, b, range)) {
    throw new SqlError('22000', 'result of range union would not be contiguous');
  }
  return merge(a, b, range.subtype);
}

function intersection(a: RangeValue, b: RangeValue, subtype: SqlType): RangeValue {
  if (!overlaps(a, b, subtype)) return EMPTY_RANGE;
  const low = compareLower(a, b, subtype) >= 0 ? a : b;
  const high = compareUpper(a, b, subtype) <= 0 ? a : b;
  return {
    empty: false,
    lower: low.lower,
    lowerInclusive: low.lowerInclusive,
    upper: high.upper,
    upperInclusive: high.upperInclusive,
  };
}

/** @throws SqlError 22000 */
function difference(a: RangeValue, b: RangeValue, subtype: SqlType): RangeValue {
  if (!overlaps(a, b, subtype)) return a;
  const startsBefore = compareLower(a, b, subtype) < 0;
  const endsAfter = compareUpper(a, b, subtype) > 0;
  if (startsBefore && endsAfter)
    throw new SqlError('22000', 'result of range difference would not be contiguous');
  if (startsBefore) return { ...a, upper: b.lower, upperInclusive: !b.lowerInclusive };
  if (endsAfter) return { ...a, lower: b.upper, lowerInclusive: !b.upperInclusive };
  return EMPTY_RANGE;
}
