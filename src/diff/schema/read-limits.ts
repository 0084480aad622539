import type { Fields } from '../document/fields';
import { SIZES, type Bound, type Schema } from './schema';

/** Both `minimum` and `exclusiveMinimum`, which is a boolean before OpenAPI 3.1. */
export function readLower(fields: Fields, hasJsonSchema: boolean): Bound | null {
  const [inclusive, exclusive] = readBounds(fields, 'minimum', 'exclusiveMinimum', hasJsonSchema);
  return tighter(inclusive, exclusive, (left, right) => left.value > right.value);
}

export function readUpper(fields: Fields, hasJsonSchema: boolean): Bound | null {
  const [inclusive, exclusive] = readBounds(fields, 'maximum', 'exclusiveMaximum', hasJsonSchema);
  return tighter(inclusive, exclusive, (left, right) => left.value < right.value);
}

/** Lengths and counts; a least of zero is none. */
export function readSizes(fields: Fields): Schema['sizes'] {
  const sizes: Record<string, number> = {};
  for (const size of SIZES) {
    const value = fields.number(size);
    if (value !== null && (value > 0 || size.startsWith('max'))) sizes[size] = value;
  }
  return sizes;
}

/** The one that allows less; of two that are equal, the exclusive one. */
export function tighter(
  left: Bound | null,
  right: Bound | null,
  isTighter: (a: Bound, b: Bound) => boolean,
): Bound | null {
  if (left === null || right === null) return left ?? right;
  if (left.value === right.value) return left.exclusive ? left : right;
  return isTighter(left, right) ? left : right;
}

function readBounds(
  fields: Fields,
  inclusive: string,
  exclusive: string,
  hasJsonSchema: boolean,
): [inclusive: Bound | null, exclusive: Bound | null] {
  const value = fields.number(inclusive);
  if (!hasJsonSchema) {
    const isExclusive = fields.boolean(exclusive);
    return [value === null ? null : { value, exclusive: isExclusive }, null];
  }
  const bound = fields.number(exclusive);
  return [
    value === null ? null : { value, exclusive: false },
    bound === null ? null : { value: bound, exclusive: true },
  ];
}
