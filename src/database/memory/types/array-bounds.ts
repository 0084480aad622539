import type { Datum } from './datum';

/**
 * An array whose dimensions do not all begin at 1: '[2:3]={a,b}'. What is derived from it by JavaScript's own
 * methods begins at 1, as slices do in SQL; {@link withLowerBounds} keeps the beginning where SQL does.
 */
class ShiftedArray extends Array<Datum> {
  lowerBounds: readonly number[] = [];

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** Where the dimensions of an array begin, the outermost first; null when all of them begin at 1. */
export function lowerBoundsOf(items: readonly Datum[]): readonly number[] | null {
  return items instanceof ShiftedArray ? items.lowerBounds : null;
}

/** @param dimension from 1 */
export function lowerBoundOf(items: readonly Datum[], dimension = 1): number {
  return lowerBoundsOf(items)?.[dimension - 1] ?? 1;
}

/** The same elements from other beginnings; null for 1 everywhere. An empty array has none. */
export function withLowerBounds(
  items: readonly Datum[],
  lowerBounds: readonly number[] | null,
): readonly Datum[] {
  if (items.length === 0 || !lowerBounds || lowerBounds.every((bound) => bound === 1)) return items;
  const shifted = new ShiftedArray();
  for (const item of items) shifted.push(item);
  shifted.lowerBounds = lowerBounds;
  return shifted;
}
