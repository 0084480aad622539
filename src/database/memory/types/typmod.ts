import type { SqlType } from './sql-type';

/** No modifier: the type as it is, without length or precision. */
export const NO_TYPMOD = -1;

const HEADER = 4;
const INTERVAL_FULL_RANGE = 0x7fff;

/**
 * Encodes the numbers in the parentheses of a type, as `pg_attribute.atttypmod` does.
 *
 * @param modifiers of varchar(20): [20]; of numeric(10, 2): [10, 2]
 */
export function encodeTypmod(type: SqlType, modifiers: readonly number[]): number {
  const [first, second] = modifiers;
  if (first === undefined) return NO_TYPMOD;
  switch ((type.element ?? type).name) {
    case 'varchar':
    case 'bpchar':
      return first + HEADER;
    case 'numeric':
      return ((first << 16) | ((second ?? 0) & 0x7ff)) + HEADER;
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
    case 'bit':
    case 'varbit':
      return first;
    case 'interval':
      return (INTERVAL_FULL_RANGE << 16) | first;
    default:
      return NO_TYPMOD;
  }
}

export function numericTypmod(typmod: number): { precision: number; scale: number } {
  const bits = typmod - HEADER;
  const scale = bits & 0x7ff;
  return { precision: (bits >> 16) & 0xffff, scale: scale >= 1024 ? scale - 2048 : scale };
}

/** Digits of a second that an interval(p) keeps, 6 without a precision. */
export function intervalPrecision(typmod: number): number {
  const precision = typmod & 0xffff;
  return typmod < 0 || precision > 6 ? 6 : precision;
}

/** PostgreSQL's format_type: "character varying(20)", "timestamp(3) without time zone", "numeric(10,2)[]". */
export function formatType(type: SqlType, typmod: number): string {
  if (type.element) return `${formatType(type.element, typmod)}[]`;
  if (typmod < 0) return type.displayName;
  switch (type.name) {
    case 'varchar':
    case 'bpchar':
      return `${type.displayName}(${typmod - HEADER})`;
    case 'numeric': {
      const { precision, scale } = numericTypmod(typmod);
      return `numeric(${precision},${scale})`;
    }
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return type.displayName.replace(' ', `(${typmod}) `);
    case 'bit':
    case 'varbit':
      return `${type.displayName}(${typmod})`;
    case 'interval':
      return intervalPrecision(typmod) === 6 && (typmod & 0xffff) !== 6
        ? 'interval'
        : `interval(${typmod & 0xffff})`;
    default:
      return type.displayName;
  }
}
