/** A unit that a setting's number may have, as long as so many of the smallest. */
interface Unit {
  readonly name: string;
  readonly size: number;
}

/** Units of one dimension, the greatest first. */
interface Dimension {
  readonly units: readonly Unit[];
  /** As the error lists them. */
  readonly hint: string;
}

const TIME: Dimension = {
  units: [
    { name: 'd', size: 86_400_000_000 },
    { name: 'h', size: 3_600_000_000 },
    { name: 'min', size: 60_000_000 },
    { name: 's', size: 1_000_000 },
    { name: 'ms', size: 1_000 },
    { name: 'us', size: 1 },
  ],
  hint: 'Valid units for this parameter are "us", "ms", "s", "min", "h", and "d".',
};

const MEMORY: Dimension = {
  units: [
    { name: 'TB', size: 1024 ** 4 },
    { name: 'GB', size: 1024 ** 3 },
    { name: 'MB', size: 1024 ** 2 },
    { name: 'kB', size: 1024 },
    { name: 'B', size: 1 },
  ],
  hint: 'Valid units for this parameter are "B", "kB", "MB", "GB", and "TB".',
};

/** What a setting counts in: a number without a unit is one of these. */
export type BaseUnit = 'ms' | 's' | 'B' | 'kB' | '8kB';

const BASES: Readonly<Record<BaseUnit, { readonly dimension: Dimension; readonly size: number }>> = {
  ms: { dimension: TIME, size: 1_000 },
  s: { dimension: TIME, size: 1_000_000 },
  B: { dimension: MEMORY, size: 1 },
  kB: { dimension: MEMORY, size: 1024 },
  '8kB': { dimension: MEMORY, size: 8192 },
};

export function unitHint(base: BaseUnit): string {
  return BASES[base].dimension.hint;
}

/**
 * So many of a unit, in the base unit; null when there is no such unit. A fraction is rounded to a whole number of the
 * next smaller unit, as PostgreSQL does.
 */
export function toBaseUnit(value: number, unit: string, base: BaseUnit): number | null {
  const { dimension, size } = BASES[base];
  const at = dimension.units.findIndex(({ name }) => name === unit);
  const found = dimension.units[at];
  if (!found) return null;
  const smaller = dimension.units[at + 1]?.size ?? 1;
  const rounded = Math.round((value * found.size) / smaller) * smaller;
  return (found.size > smaller ? rounded : value * found.size) / size;
}

/** A number of the base unit in the greatest unit that says it whole: 1500 ms, but 2 min. */
export function shownWithUnit(value: number, base: BaseUnit): string {
  const { dimension, size } = BASES[base];
  if (value <= 0) return String(value);
  const unit = dimension.units.find((one) => (value * size) % one.size === 0);
  return unit ? `${(value * size) / unit.size}${unit.name}` : String(value);
}
