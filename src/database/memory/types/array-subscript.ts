import { lowerBoundOf, lowerBoundsOf, withLowerBounds } from './array-bounds';
import type { Datum } from './datum';
import { SqlError } from './sql-error';
import { requireElements } from './value-limits';

/** The bounds of one dimension of a slice; null for where the array begins or ends. */
export interface SliceBounds {
  readonly from: number | null;
  readonly to: number | null;
}

/** What stands at the subscripts, from the outermost dimension on: an element, a part of the array, or NULL. */
export function elementAt(array: Datum, subscripts: readonly (number | null)[]): Datum {
  const bounds = Array.isArray(array) ? lowerBoundsOf(array as readonly Datum[]) : null;
  let value = array;
  for (const [i, subscript] of subscripts.entries()) {
    if (!Array.isArray(value) || subscript === null) return null;
    value = (value as readonly Datum[])[subscript - (bounds?.[i] ?? 1)] ?? null;
  }
  return value;
}

/** A part of an array, which begins at 1; empty where there are more bounds than dimensions. */
export function sliceOf(array: readonly Datum[], bounds: readonly SliceBounds[]): readonly Datum[] {
  return slice(
    array,
    bounds.map(({ from, to }, i) => {
      const shift = lowerBoundOf(array, i + 1) - 1;
      return { from: from === null ? 1 : from - shift, to: to === null ? Infinity : to - shift };
    }),
  );
}

function slice(items: readonly Datum[], ranges: readonly { from: number; to: number }[]): readonly Datum[] {
  const [range, ...inner] = ranges;
  if (!range || range.to < 1) return [];
  const cut = items.slice(Math.max(range.from - 1, 0), range.to);
  if (inner.length === 0) return cut;
  // More ranges than dimensions, or one beyond what there is, leave nothing.
  const parts = cut.map((item) => (Array.isArray(item) ? slice(item as readonly Datum[], inner) : []));
  return parts.some((part) => part.length > 0) ? parts : [];
}

/**
 * An array of one dimension with another element at a subscript. It grows to where the subscript is, with NULL
 * between; an empty one begins there.
 *
 * @throws SqlError 54000
 */
export function withElement(items: readonly Datum[], subscript: number, item: Datum): readonly Datum[] {
  if (items.length === 0) return withLowerBounds([item], [subscript]);
  const first = lowerBoundOf(items);
  const before = Math.max(first - subscript, 0);
  const at = subscript - first + before;
  requireElements(Math.max(items.length + before, at + 1));
  const grown = [...Array.from({ length: before }, () => null), ...items];
  while (grown.length <= at) grown.push(null);
  grown[at] = item;
  return withLowerBounds(grown, [Math.min(first, subscript)]);
}

/** '[2:3][0:1]': bounds as an array's text gives them. @throws SqlError 2202E */
export function readBounds(text: string): { readonly lower: number; readonly length: number }[] {
  return Array.from(text.matchAll(/\[(?:([+-]?\d+):)?([+-]?\d+)\]/g), ([, from, to]) => {
    const lower = from === undefined ? 1 : Number(from);
    if (Number(to) < lower) throw new SqlError('2202E', 'upper bound cannot be less than lower bound');
    return { lower, length: Number(to) - lower + 1 };
  });
}
