import { dimensionsOf, flatten } from '../types/array-type';
import { lowerBoundOf, lowerBoundsOf, withLowerBounds } from '../types/array-bounds';
import { compareNullsLast } from '../types/compare-nulls-last';
import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { HashKey, SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { requireElements } from '../types/value-limits';
import { define, defineOver } from './define';
import { outputText } from './format-functions';
import type { Signature } from './signature';

const { anyarray, anyelement, anycompatible, anycompatiblearray, int4, text, bool } = types;
const int4Array = arrayOf(int4);
type Items = readonly Datum[];
/** PostgreSQL's MAXDIM. */
const MAX_DIMENSIONS = 6;

export const arrayOperators: readonly Signature[] = [
  // NULL elements never match, as `=` never holds for them.
  defineOver('@>', [anyarray, anyarray], bool, ([type], a: Items, b: Items) =>
    containsAll(elementOf(type), a, b),
  ),
  defineOver('<@', [anyarray, anyarray], bool, ([type], a: Items, b: Items) =>
    containsAll(elementOf(type), b, a),
  ),
  defineOver('&&', [anyarray, anyarray], bool, ([type], a: Items, b: Items) => {
    const keys = keysOf(elementOf(type), a);
    return flatten(b, elementOf(type)).some((item) => item !== null && keys.has(elementOf(type).key(item)));
  }),
  defineOver('||', [anycompatiblearray, anycompatiblearray], anycompatiblearray, concatenate, {
    lenient: true,
  }),
  defineOver('||', [anycompatiblearray, anycompatible], anycompatiblearray, append, { lenient: true }),
  defineOver('||', [anycompatible, anycompatiblearray], anycompatiblearray, prepend, { lenient: true }),
];

export const arrayFunctions: readonly Signature[] = [
  defineOver('cardinality', [anyarray], int4, ([type], a: Items) => flatten(a, elementOf(type)).length),
  defineOver('array_length', [anyarray, int4], int4, lengthOf),
  defineOver('array_upper', [anyarray, int4], int4, (argTypes, a: Items, dimension: number) => {
    const length = lengthOf(argTypes, a, dimension);
    return length === null ? null : lowerBoundOf(a, dimension) + length - 1;
  }),
  defineOver('array_lower', [anyarray, int4], int4, (argTypes, a: Items, dimension: number) =>
    lengthOf(argTypes, a, dimension) === null ? null : lowerBoundOf(a, dimension),
  ),
  defineOver(
    'array_ndims',
    [anyarray],
    int4,
    ([type], a: Items) => dimensionsOf(a, elementOf(type)).length || null,
  ),
  defineOver('array_dims', [anyarray], text, ([type], a: Items) => {
    const lengths = dimensionsOf(a, elementOf(type));
    const bounds = lengths.map((length, i) => {
      const lower = lowerBoundOf(a, i + 1);
      return `[${lower}:${lower + length - 1}]`;
    });
    return bounds.join('') || null;
  }),
  defineOver('array_append', [anycompatiblearray, anycompatible], anycompatiblearray, append, {
    lenient: true,
  }),
  defineOver('array_prepend', [anycompatible, anycompatiblearray], anycompatiblearray, prepend, {
    lenient: true,
  }),
  defineOver('array_cat', [anycompatiblearray, anycompatiblearray], anycompatiblearray, concatenate, {
    lenient: true,
  }),
  defineOver(
    'array_remove',
    [anycompatiblearray, anycompatible],
    anycompatiblearray,
    ([type], a: Items | null, wanted: Datum) => {
      if (a === null) return null;
      requireOneDimension(
        a,
        elementOf(type),
        'removing elements from multidimensional arrays is not supported',
        '0A000',
      );
      return withLowerBounds(
        a.filter((item) => !isSame(type, item, wanted)),
        lowerBoundsOf(a),
      );
    },
    { lenient: true },
  ),
  defineOver(
    'array_replace',
    [anycompatiblearray, anycompatible, anycompatible],
    anycompatiblearray,
    ([type], a: Items | null, from: Datum, to: Datum) =>
      a && withLowerBounds(replaceItems(type, a, from, to), lowerBoundsOf(a)),
    { lenient: true },
  ),
  defineOver('array_position', [anycompatiblearray, anycompatible], int4, findPosition, { lenient: true }),
  defineOver('array_position', [anycompatiblearray, anycompatible, int4], int4, findPosition, {
    lenient: true,
  }),
  defineOver(
    'array_positions',
    [anycompatiblearray, anycompatible],
    int4Array,
    ([type], a: Items | null, wanted: Datum) => {
      if (a === null) return null;
      requireSearchable(a, elementOf(type));
      const first = lowerBoundOf(a);
      return a.flatMap((item, i) => (isSame(type, item, wanted) ? [first + i] : []));
    },
    { lenient: true },
  ),
  defineOver('array_to_string', [anyarray, text], text, ([type], a: Items, separator: string) =>
    joinItems(type, a, separator, null),
  ),
  defineOver(
    'array_to_string',
    [anyarray, text, text],
    text,
    ([type], a: Items | null, separator: string | null, nullText: string | null) =>
      a === null || separator === null ? null : joinItems(type, a, separator, nullText),
    { lenient: true },
  ),
  defineOver(
    'array_fill',
    [anyelement, int4Array],
    anyarray,
    (_types, value: Datum, lengths: readonly Datum[] | null) => fill(value, lengths),
    { lenient: true },
  ),
  defineOver(
    'array_fill',
    [anyelement, int4Array, int4Array],
    anyarray,
    (_types, value: Datum, lengths: readonly Datum[] | null, lowerBounds: readonly Datum[] | null) =>
      fill(value, lengths, lowerBounds),
    { lenient: true },
  ),
  define('trim_array', [anyarray, int4], anyarray, (a: Items, count: number) => {
    if (count < 0 || count > a.length) {
      throw new SqlError('2202E', `number of elements to trim must be between 0 and ${a.length}`);
    }
    return a.slice(0, a.length - count);
  }),
  defineOver('array_larger', [anyarray, anyarray], anyarray, ([type], a: Items, b: Items) =>
    (type?.compare(a, b) ?? 0) > 0 ? a : b,
  ),
  defineOver('array_smaller', [anyarray, anyarray], anyarray, ([type], a: Items, b: Items) =>
    (type?.compare(a, b) ?? 0) < 0 ? a : b,
  ),
  defineOver('array_reverse', [anyarray], anyarray, (_types, a: Items) => a.toReversed()),
  defineOver('array_sort', [anyarray], anyarray, ([type], a: Items) =>
    a.toSorted((left, right) => compareNullsLast(elementOf(type), left, right)),
  ),
];

function elementOf(arrayType: SqlType | undefined): SqlType {
  return arrayType?.element ?? text;
}

function keysOf(element: SqlType, items: Items): Set<unknown> {
  return new Set(flatten(items, element).flatMap((item) => (item === null ? [] : [element.key(item)])));
}

/** Up to so many elements are looked for one by one: to hash the others would take longer. */
const FEW_SOUGHT = 32;

function containsAll(element: SqlType, outer: Items, inner: Items): boolean {
  const sought = flatten(inner, element);
  if (sought.length <= FEW_SOUGHT) {
    const items = flatten(outer, element);
    return sought.every((item) => item !== null && includesKey(items, element.key(item), element));
  }
  const keys = keysOf(element, outer);
  return sought.every((item) => item !== null && keys.has(element.key(item)));
}

function includesKey(items: Items, key: HashKey, element: SqlType): boolean {
  for (const item of items) if (item !== null && element.key(item) === key) return true;
  return false;
}

function isSame(arrayType: SqlType | undefined, a: Datum, b: Datum): boolean {
  if (a === null || b === null) return a === b;
  return elementOf(arrayType).compare(a, b) === 0;
}

/** Arrays of n dimensions join along the first one; one of n - 1 is taken as an element. */
function concatenate([type]: readonly SqlType[], a: Items | null, b: Items | null): Datum {
  if (a === null || b === null) return a ?? b;
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const left = dimensionsOf(a, elementOf(type));
  const right = dimensionsOf(b, elementOf(type));
  const fits = (outer: readonly number[], inner: readonly number[]): boolean =>
    inner.every((length, i) => length === outer[i + outer.length - inner.length]);
  if (left.length === right.length && fits(left.slice(1), right.slice(1)))
    return withLowerBounds([...a, ...b], lowerBoundsOf(a));
  if (left.length === right.length + 1 && fits(left, right))
    return withLowerBounds([...a, b], lowerBoundsOf(a));
  if (left.length + 1 === right.length && fits(right, left))
    return withLowerBounds([a, ...b], lowerBoundsOf(b));
  throw new SqlError('2202E', 'cannot concatenate incompatible arrays', {
    detail: 'Arrays with differing dimensions are not compatible for concatenation.',
  });
}

function append([type]: readonly SqlType[], a: Items | null, value: Datum): Datum {
  const items = a ?? [];
  requireOneDimension(items, elementOf(type), 'argument must be empty or one-dimensional array');
  return withLowerBounds([...items, value], lowerBoundsOf(items));
}

function prepend([, type]: readonly SqlType[], value: Datum, a: Items | null): Datum {
  const items = a ?? [];
  requireOneDimension(items, elementOf(type), 'argument must be empty or one-dimensional array');
  return withLowerBounds([value, ...items], lowerBoundsOf(items));
}

/** Every element that is the same as one, in any dimension, becomes another. */
function replaceItems(type: SqlType | undefined, a: Items, from: Datum, to: Datum): Items {
  const nested = dimensionsOf(a, elementOf(type)).length > 1;
  return a.map((item) => {
    if (nested && item !== null) return replaceItems(type, item as Items, from, to);
    return isSame(type, item, from) ? to : item;
  });
}

function requireOneDimension(items: Items, element: SqlType, message: string, code = '22000'): void {
  if (dimensionsOf(items, element).length > 1) throw new SqlError(code, message);
}

/** @throws SqlError 0A000 */
function requireSearchable(items: Items, element: SqlType): void {
  requireOneDimension(
    items,
    element,
    'searching for elements in multidimensional arrays is not supported',
    '0A000',
  );
}

function lengthOf([type]: readonly SqlType[], a: Items, dimension: number): number | null {
  return dimension < 1 ? null : (dimensionsOf(a, elementOf(type))[dimension - 1] ?? null);
}

function findPosition(
  [type]: readonly SqlType[],
  a: Items | null,
  wanted: Datum,
  start: number | null = -Infinity,
): Datum {
  if (a === null) return null;
  requireSearchable(a, elementOf(type));
  if (start === null) throw new SqlError('22004', 'initial position must not be null');
  const first = lowerBoundOf(a);
  const at = a.findIndex((item, i) => first + i >= start && isSame(type, item, wanted));
  return at < 0 ? null : first + at;
}

function joinItems(type: SqlType | undefined, a: Items, separator: string, nullText: string | null): string {
  const element = elementOf(type);
  return flatten(a, element)
    .flatMap((item) => (item === null ? (nullText === null ? [] : [nullText]) : [outputText(item, element)]))
    .join(separator);
}

/** @throws SqlError 22004, 54000, 2202E */
function fill(
  value: Datum,
  lengths: readonly Datum[] | null,
  lowerBounds: readonly Datum[] | null = [],
): Datum {
  if (lengths === null || lowerBounds === null)
    throw new SqlError('22004', 'dimension array or low bound array cannot be null');
  const counts = lengths.map((length) => {
    if (Array.isArray(length)) {
      throw new SqlError('2202E', 'wrong number of array subscripts', {
        detail: 'Dimension array must be one dimensional.',
      });
    }
    if (length === null) throw new SqlError('22004', 'dimension values cannot be null');
    return length as number;
  });
  if (counts.length > MAX_DIMENSIONS) {
    throw new SqlError(
      '54000',
      `number of array dimensions (${counts.length}) exceeds the maximum allowed (${MAX_DIMENSIONS})`,
    );
  }
  const total = counts.reduce((product, count) => product * Math.max(count, 0), 1);
  if (counts.some((count) => count < 0)) requireElements(Infinity);
  requireElements(total);
  if (counts.length === 0 || total === 0) return [];
  if (lowerBounds.length > 0 && lowerBounds.length !== counts.length) {
    throw new SqlError('2202E', 'wrong number of array subscripts', {
      detail: 'Low bound array has different size than dimensions array.',
    });
  }
  if (lowerBounds.includes(null)) throw new SqlError('22004', 'dimension values cannot be null');
  const filled = counts.reduceRight<Datum>((inner, length) => Array.from({ length }, () => inner), value);
  return withLowerBounds(filled as readonly Datum[], lowerBounds as readonly number[]);
}
