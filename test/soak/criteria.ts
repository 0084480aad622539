/** What was measured, beside what it may be at most. */
export interface Criterion {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly isMet: boolean;
}

/** How much higher the last quarter may lie than the second one; the first is for warming up. */
export const MOST_GROWTH = 1.15;

export function atMost(name: string, value: number, most: number): Criterion {
  const rounded = Math.round(value * 100) / 100;
  // What could not be measured is not met.
  return { name, value: rounded, most, isMet: value <= most };
}

/** The median of the last quarter in terms of that of the second: 1 is flat. */
export function growth(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  return quantile(values.slice(-quarter), 0.5) / quantile(values.slice(quarter, 2 * quarter), 0.5);
}

/** The value below which that part of the values lies; NaN when there is none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** The highest value; 0 when there is none. */
export function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
