import { compareRanges, type RangeType, type RangeValue } from './range-type';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** Ranges in order, none of which meets another. */
export interface MultirangeType extends SqlType {
  readonly range: RangeType;
  /** Canonical text to ranges; multiranges are kept as their canonical text. */
  readAll(value: string): RangeValue[];
  /** Any ranges to canonical text: ordered, joined where they meet, without empty ones. */
  writeAll(ranges: readonly RangeValue[]): string;
}

export function createMultirangeType(oid: number, range: RangeType): MultirangeType {
  const name = range.name.replace('range', 'multirange');
  const readAll = (value: string): RangeValue[] =>
    rangeTexts(value, name).map((text) => range.read(range.parse(text, -1) as string));
  const writeAll = (ranges: readonly RangeValue[]): string =>
    `{${joined(ranges, range)
      .map((one) => range.write(one))
      .join()}}`;
  const base = scalarType<string>({
    oid,
    name,
    category: 'R',
    parse: (text) => writeAll(readAll(text)),
    format: (value) => value,
    compare: (a, b) => compareLists(readAll(a), readAll(b), range),
  });
  return { ...base, range, readAll, writeAll };
}

const RANGE_TEXT = /\s*(empty|[[(](?:"(?:[^"\\]|""|\\.)*"|\\.|[^"\\\])])*[\])])\s*(,|$)/isy;

function rangeTexts(text: string, name: string): string[] {
  const malformed = (detail: string): SqlError =>
    new SqlError('22P02', `malformed multirange literal: "${text}"`, { detail });
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) throw malformed('Missing left brace.');
  const close = trimmed.lastIndexOf('}');
  if (close < 0) throw malformed('Unexpected end of input.');
  if (close < trimmed.length - 1) throw malformed('Junk after closing right brace.');
  const inner = trimmed.slice(1, close);
  const texts: string[] = [];
  let at = 0;
  while (at < inner.length && (texts.length > 0 || inner.trim() !== '')) {
    RANGE_TEXT.lastIndex = at;
    const match = RANGE_TEXT.exec(inner);
    if (!match?.[1])
      throw malformed(texts.length === 0 ? 'Expected range start.' : `Expected comma or end of ${name}.`);
    texts.push(match[1]);
    at = RANGE_TEXT.lastIndex;
  }
  return texts;
}

function joined(ranges: readonly RangeValue[], type: RangeType): RangeValue[] {
  const { subtype } = type;
  const result: RangeValue[] = [];
  const ordered = ranges.filter(({ empty }) => !empty).toSorted((a, b) => compareRanges(a, b, subtype));
  for (const next of ordered) {
    const last = result.at(-1);
    if (!last || !meets(last, next, type)) {
      result.push(next);
      continue;
    }
    const longer = upperOrder(last, next, type) >= 0 ? last : next;
    result.pop();
    result.push({ ...last, upper: longer.upper, upperInclusive: longer.upperInclusive });
  }
  return result;
}

/** Whether there is nothing between a range and the one that begins after it. */
function meets(first: RangeValue, second: RangeValue, { subtype }: RangeType): boolean {
  if (first.upper === null || second.lower === null) return true;
  const order = subtype.compare(first.upper, second.lower);
  return order > 0 || (order === 0 && (first.upperInclusive || second.lowerInclusive));
}

function upperOrder(a: RangeValue, b: RangeValue, { subtype }: RangeType): number {
  if (a.upper === null || b.upper === null) return Number(a.upper === null) - Number(b.upper === null);
  return subtype.compare(a.upper, b.upper) || Number(a.upperInclusive) - Number(b.upperInclusive);
}

function compareLists(a: readonly RangeValue[], b: readonly RangeValue[], type: RangeType): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const order = compareRanges(a[i] as RangeValue, b[i] as RangeValue, type.subtype);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
