import { lowerBoundOf, lowerBoundsOf, withLowerBounds } from './array-bounds';
import { clientParser } from './client-parser';
import { compareNullsLast } from './compare-nulls-last';
import type { Datum, NonNullDatum } from './datum';
import { parseArrayLiteral, printArrayLiteral } from './array-literal';
import type { SqlType } from './sql-type';

export interface ArrayType extends SqlType {
  readonly element: SqlType;
}

/** The array type over an element type. Its values are JavaScript arrays, nested for more dimensions. */
export function createArrayType(element: SqlType, oid: number): ArrayType {
  const delimiter = element.name === 'box' ? ';' : ',';
  const nests = !isRecordLike(element);
  const format = (value: readonly Datum[]): string => printArrayLiteral(value, element, delimiter, nests);
  return {
    oid,
    name: `_${element.name}`,
    displayName: `${element.displayName}[]`,
    category: 'A',
    preferred: false,
    element,
    parse: (text, typmod) => parseArrayLiteral(text, element, typmod, delimiter),
    format,
    toClient: (value: readonly Datum[]) => clientParser(oid)(format(value)),
    compare: (a: readonly Datum[], b: readonly Datum[]) => compareArrays(a, b, element),
    key: (value: readonly Datum[]) => arrayKey(value, element),
  };
}

/** How many dimensions an array has; 0 for the empty one. */
export function dimensionsOf(value: readonly Datum[], element: SqlType): number[] {
  const lengths: number[] = [];
  let level: Datum = value;
  while (Array.isArray(level) && level.length > 0) {
    lengths.push(level.length);
    if (isRecordLike(element)) break;
    level = (level as readonly Datum[])[0] ?? null;
  }
  return lengths;
}

/** The elements in row-major order, whatever the number of dimensions. */
export function flatten(value: readonly Datum[], element: SqlType): readonly Datum[] {
  if (isRecordLike(element) || !value.some((item) => Array.isArray(item))) return value;
  return value.flatMap((item) => (Array.isArray(item) ? flatten(item as readonly Datum[], element) : [item]));
}

/** Applies a function to every element and keeps the dimensions; NULL elements stay. */
export function mapElements(
  value: readonly Datum[],
  element: SqlType,
  change: (item: NonNullDatum) => Datum,
): readonly Datum[] {
  const nests = !isRecordLike(element);
  const visit = (item: Datum): Datum => {
    if (item === null) return null;
    return nests && Array.isArray(item) ? (item as readonly Datum[]).map(visit) : change(item);
  };
  return withLowerBounds(value.map(visit), lowerBoundsOf(value));
}

/** Element by element, NULL last; then the number of dimensions, their lengths and where they begin. */
function compareArrays(a: readonly Datum[], b: readonly Datum[], element: SqlType): number {
  const left = flatten(a, element);
  const right = flatten(b, element);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareNullsLast(element, left[i] ?? null, right[i] ?? null);
    if (order !== 0) return order;
  }
  if (left.length !== right.length) return left.length - right.length;
  const leftDimensions = dimensionsOf(a, element);
  const rightDimensions = dimensionsOf(b, element);
  if (leftDimensions.length !== rightDimensions.length) return leftDimensions.length - rightDimensions.length;
  return (
    leftDimensions.reduce((order, length, i) => order || length - (rightDimensions[i] ?? 0), 0) ||
    leftDimensions.reduce((order, _, i) => order || lowerBoundOf(a, i + 1) - lowerBoundOf(b, i + 1), 0)
  );
}

function arrayKey(value: readonly Datum[], element: SqlType): string {
  const parts = flatten(value, element).map((item) => {
    if (item === null) return 'n';
    const key = element.key(item);
    const text = String(key);
    return `${(typeof key)[0]}${text.length}:${text}`;
  });
  const bounds = lowerBoundsOf(value)?.join() ?? '';
  return `${dimensionsOf(value, element).join('x')}${bounds}|${parts.join('')}`;
}

/** Records are arrays in memory too, so an array of them does not nest. */
function isRecordLike(type: SqlType): boolean {
  return type.category === 'C' || type.name === 'record';
}
