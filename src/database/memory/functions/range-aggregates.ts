import type { MultirangeType } from '../types/multirange-type';
import type { RangeValue } from '../types/range-type';
import type { AggregateSignature } from './aggregate-signature';
import { foldAggregate } from './define-aggregate';
import { common, MULTIRANGES } from './multirange-functions';

type Ranges = readonly RangeValue[];

/** range_agg brings ranges together in a multirange, range_intersect_agg keeps what they share. */
export const rangeAggregates: readonly AggregateSignature[] = MULTIRANGES.flatMap((type) => {
  const { range } = type;
  const read = (value: string): Ranges => [range.read(value)];
  const write = (ranges: Ranges): string => type.writeAll(ranges);
  const shared = (a: Ranges, b: Ranges): Ranges => common(a, b, type);
  return [
    foldAggregate<string, Ranges>(
      'range_agg',
      range,
      type,
      read,
      (ranges, value) => [...ranges, range.read(value)],
      write,
    ),
    ...overMultiranges('range_agg', type, (a, b) => [...a, ...b]),
    foldAggregate<string, Ranges>(
      'range_intersect_agg',
      range,
      range,
      read,
      (ranges, value) => shared(ranges, read(value)),
      ([first]) => (first ? range.write(first) : 'empty'),
    ),
    ...overMultiranges('range_intersect_agg', type, shared),
  ];
});

function overMultiranges(
  name: string,
  type: MultirangeType,
  combine: (a: Ranges, b: Ranges) => Ranges,
): AggregateSignature[] {
  const read = (value: string): Ranges => type.readAll(value);
  return [
    foldAggregate<string, Ranges>(
      name,
      type,
      type,
      read,
      (ranges, value) => combine(ranges, read(value)),
      (ranges) => type.writeAll(ranges),
    ),
  ];
}
