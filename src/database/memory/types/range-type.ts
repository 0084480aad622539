import type { NonNullDatum } from './datum';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** A range of a subtype; `null` bounds are unbounded. */
export interface RangeValue {
  readonly empty: boolean;
  readonly lower: NonNullDatum | null;
  readonly upper: NonNullDatum | null;
  readonly lowerInclusive: boolean;
  readonly upperInclusive: boolean;
}

export interface RangeType extends SqlType {
  readonly subtype: SqlType;
  /** Canonical text to bounds; ranges are kept as their canonical text. */
  read(value: string): RangeValue;
  /** Bounds to canonical text. @throws SqlError 22000 when the lower bound is above the upper one */
  write(range: RangeValue): string;
}

export const EMPTY_RANGE: RangeValue = {
  empty: true,
  lower: null,
  upper: null,
  lowerInclusive: false,
  upperInclusive: false,
};

/** @param next the following value of a discrete subtype; without it the subtype is continuous */
export function createRangeType(
  oid: number,
  name: string,
  subtype: SqlType,
  next?: (value: never) => NonNullDatum,
): RangeType {
  const successor = next as ((value: NonNullDatum) => NonNullDatum) | undefined;
  const read = (text: string): RangeValue => readRange(text, subtype);
  const write = (range: RangeValue): string => printRange(canonical(range, subtype, successor), subtype);
  const base = scalarType<string>({
    oid,
    name,
    category: 'R',
    parse: (text) => write(read(text)),
    format: (value) => value,
    compare: (a, b) => compareRanges(read(a), read(b), subtype),
  });
  return { ...base, subtype, read, write };
}

export function isRangeType(type: SqlType): type is RangeType {
  return type.category === 'R' && 'subtype' in type;
}

/** By lower bound, then upper bound; the empty range is the smallest. */
export function compareRanges(a: RangeValue, b: RangeValue, subtype: SqlType): number {
  if (a.empty || b.empty) return Number(b.empty) - Number(a.empty);
  return compareLower(a, b, subtype) || compareUpper(a, b, subtype);
}

export function compareLower(a: RangeValue, b: RangeValue, subtype: SqlType): number {
  if (a.lower === null || b.lower === null) return Number(b.lower === null) - Number(a.lower === null);
  return subtype.compare(a.lower, b.lower) || Number(b.lowerInclusive) - Number(a.lowerInclusive);
}

export function compareUpper(a: RangeValue, b: RangeValue, subtype: SqlType): number {
  if (a.upper === null || b.upper === null) return Number(a.upper === null) - Number(b.upper === null);
  return subtype.compare(a.upper, b.upper) || Number(a.upperInclusive) - Number(b.upperInclusive);
}

function canonical(
  range: RangeValue,
  subtype: SqlType,
  next: ((value: NonNullDatum) => NonNullDatum) | undefined,
): RangeValue {
  if (range.empty) return EMPTY_RANGE;
  let { lower, upper } = range;
  let lowerInclusive = range.lowerInclusive && lower !== null;
  let upperInclusive = range.upperInclusive && upper !== null;
  if (lower !== null && upper !== null && subtype.compare(lower, upper) > 0) {
    throw new SqlError('22000', 'range lower bound must be less than or equal to range upper bound');
  }
  if (next) {
    if (lower !== null && !lowerInclusive) [lower, lowerInclusive] = [next(lower), true];
    if (upper !== null && upperInclusive) [upper, upperInclusive] = [next(upper), false];
  }
  if (lower !== null && upper !== null) {
    const order = subtype.compare(lower, upper);
    if (order > 0 || (order === 0 && !(lowerInclusive && upperInclusive))) return EMPTY_RANGE;
  }
  return { empty: false, lower, upper, lowerInclusive, upperInclusive };
}

function printRange(range: RangeValue, subtype: SqlType): string {
  if (range.empty) return 'empty';
  const bound = (value: NonNullDatum | null): string => {
    if (value === null) return '';
    const text = subtype.format(value);
    return text !== '' && !/["\\(),[\]\s]/.test(text) ? text : `"${text.replace(/["\\]/g, '$&$&')}"`;
  };
  const open = range.lowerInclusive ? '[' : '(';
  return `${open}${bound(range.lower)},${bound(range.upper)}${range.upperInclusive ? ']' : ')'}`;
}

const BOUND = String.raw`((?:"(?:[^"\\]|""|\\.)*"|\\.|[^"\\,()[\]])*)`;
const RANGE = new RegExp(String.raw`^\s*([[(])${BOUND},${BOUND}([\])])\s*$`, 's');

function readRange(text: string, subtype: SqlType): RangeValue {
  if (text.trim().toLowerCase() === 'empty') return EMPTY_RANGE;
  const match = RANGE.exec(text);
  if (!match)
    throw new SqlError('22P02', `malformed range literal: "${text}"`, { detail: malformedDetail(text) });
  const bound = (raw: string): NonNullDatum | null =>
    raw === '' ? null : subtype.parse(raw.replace(/""(?=.)|"|\\(.)/gs, unquote), -1);
  const lower = bound(match[2] ?? '');
  const upper = bound(match[3] ?? '');
  return { empty: false, lower, upper, lowerInclusive: match[1] === '[', upperInclusive: match[4] === ']' };
}

function unquote(token: string, escaped: string | undefined): string {
  return escaped ?? (token === '""' ? '"' : '');
}

function malformedDetail(text: string): string {
  if (!/^\s*[[(]/.test(text)) return 'Missing left parenthesis or bracket.';
  if (!text.includes(',')) return 'Missing comma after lower bound.';
  if (!/[\])]/.test(text)) return 'Unexpected end of input.';
  return /[\])]\s*\S/.test(text) ? 'Junk after right parenthesis or bracket.' : 'Too many commas.';
}
