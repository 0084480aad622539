import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** No modifier: the type as it is, without length or precision. */
export const NO_TYPMOD = -1;

const HEADER = 4;
const MAX_CHARACTERS = 10_485_760;
const MAX_BITS = 83_886_080;
const MAX_PRECISION = 1000;
const MAX_SECOND_DIGITS = 6;
const INTERVAL_FULL_RANGE = 0x7fff;
const INTERVAL_NO_PRECISION = 0xffff;

/**
 * Encodes the numbers in the parentheses of a type, as `pg_attribute.atttypmod` does.
 *
 * @throws SqlError 22023 for numbers that the type does not take
 * @param modifiers of varchar(20): [20]; of numeric(10, 2): [10, 2]; of interval(3): [0x7fff, 3]
 */
export function encodeTypmod(type: SqlType, modifiers: readonly number[]): number {
  const [first, second] = modifiers;
  if (first === undefined) return NO_TYPMOD;
  switch ((type.element ?? type).name) {
    case 'varchar':
      return checkedLength('varchar', first, MAX_CHARACTERS) + HEADER;
    case 'bpchar':
      return checkedLength('char', first, MAX_CHARACTERS) + HEADER;
    case 'numeric':
      checkNumeric(first, second ?? 0);
      return ((first << 16) | ((second ?? 0) & 0x7ff)) + HEADER;
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return Math.min(first, MAX_SECOND_DIGITS);
    case 'bit':
      return checkedLength('bit', first, MAX_BITS);
    case 'varbit':
      return checkedLength('varbit', first, MAX_BITS);
    case 'interval':
      // The grammar puts the fields first, all of them for interval(p).
      return (first << 16) | (second ?? INTERVAL_NO_PRECISION);
    default:
      return NO_TYPMOD;
  }
}

/** @throws SqlError 22023 */
function checkedLength(name: string, length: number, most: number): number {
  if (length < 1) throw new SqlError('22023', `length for type ${name} must be at least 1`);
  if (length > most) throw new SqlError('22023', `length for type ${name} cannot exceed ${most}`);
  return length;
}

/** @throws SqlError 22023 */
function checkNumeric(precision: number, scale: number): void {
  if (precision < 1 || precision > MAX_PRECISION) {
    const range = `between 1 and ${MAX_PRECISION}`;
    throw new SqlError('22023', `NUMERIC precision ${precision} must be ${range}`);
  }
  if (scale < -MAX_PRECISION || scale > MAX_PRECISION) {
    const range = `between -${MAX_PRECISION} and ${MAX_PRECISION}`;
    throw new SqlError('22023', `NUMERIC scale ${scale} must be ${range}`);
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

/** PostgreSQL's bits for the fields of INTERVAL DAY TO SECOND and the like, the smallest field last. */
const INTERVAL_FIELDS: readonly (readonly [unit: string, bit: number])[] = [
  ['year', 1 << 2],
  ['month', 1 << 1],
  ['day', 1 << 3],
  ['hour', 1 << 10],
  ['minute', 1 << 11],
  ['second', 1 << 12],
];

/** The smallest field that an interval type keeps, or null when it keeps all. */
export function intervalField(typmod: number): string | null {
  const range = (typmod >> 16) & INTERVAL_FULL_RANGE;
  if (typmod < 0 || range === INTERVAL_FULL_RANGE) return null;
  return INTERVAL_FIELDS.findLast(([, bit]) => (range & bit) !== 0)?.[0] ?? null;
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
    case 'interval': {
      const field = intervalField(typmod);
      const precision = (typmod & 0xffff) <= 6 ? `(${typmod & 0xffff})` : '';
      return `interval${field ? ` ${field}` : ''}${precision}`;
    }
    default:
      return type.displayName;
  }
}
