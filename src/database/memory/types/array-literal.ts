import { lowerBoundsOf, withLowerBounds } from './array-bounds';
import { readBounds } from './array-subscript';
import type { Datum } from './datum';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** Writes `{a,"b c",NULL}`, with its bounds before it where it does not begin at 1. */
export function printArrayLiteral(
  value: readonly Datum[],
  element: SqlType,
  delimiter: string,
  nests: boolean,
): string {
  const bounds = lowerBoundsOf(value);
  if (!bounds) return printElements(value, element, delimiter, nests);
  let level: Datum = value;
  const shown = bounds.map((lower) => {
    const { length } = level as readonly Datum[];
    level = (level as readonly Datum[])[0] ?? null;
    return `[${lower}:${lower + length - 1}]`;
  });
  return `${shown.join('')}=${printElements(value, element, delimiter, nests)}`;
}

function printElements(value: readonly Datum[], element: SqlType, delimiter: string, nests: boolean): string {
  const print = (item: Datum): string => {
    if (item === null) return 'NULL';
    if (nests && Array.isArray(item))
      return printElements(item as readonly Datum[], element, delimiter, nests);
    return quoteItem(element.format(item), delimiter);
  };
  return `{${value.map(print).join(delimiter)}}`;
}

function quoteItem(text: string, delimiter: string): string {
  const plain =
    text !== '' && !/[{}"\\\s]/.test(text) && !text.includes(delimiter) && text.toLowerCase() !== 'null';
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** @throws SqlError 22P02 for a malformed literal, and what the element's input function throws */
export function parseArrayLiteral(
  text: string,
  element: SqlType,
  typmod: number,
  delimiter: string,
): readonly Datum[] {
  return new ArrayReader(text, element, typmod, delimiter).read();
}

class ArrayReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly element: SqlType,
    private readonly typmod: number,
    private readonly delimiter: string,
  ) {}

  read(): readonly Datum[] {
    const bounds = this.readBounds();
    if (this.text[this.at] !== '{') {
      throw this.malformed(
        bounds
          ? 'Array contents must start with "{".'
          : 'Array value must start with "{" or dimension information.',
      );
    }
    const value = this.readLevel();
    this.skipSpace();
    if (this.at < this.text.length) throw this.malformed('Junk after closing right brace.');
    this.checkRectangular(value);
    const items = value.every((item) => Array.isArray(item) && item.length === 0) ? [] : value;
    if (!bounds) return items;
    const lengths = dimensionsIn(items);
    const fits = bounds.length === lengths.length && bounds.every(({ length }, i) => length === lengths[i]);
    if (!fits) throw this.malformed('Specified array dimensions do not match array contents.');
    return withLowerBounds(
      items,
      bounds.map(({ lower }) => lower),
    );
  }

  private readBounds(): ReturnType<typeof readBounds> | null {
    this.skipSpace();
    const match = /^((?:\[(?:[+-]?\d+:)?[+-]?\d+\])+)\s*=\s*/.exec(this.text.slice(this.at));
    if (!match?.[1]) {
      if (this.text[this.at] === '[') throw this.malformed(this.wrongWithBounds());
      return null;
    }
    this.at += match[0].length;
    return readBounds(match[1]);
  }

  private wrongWithBounds(): string {
    const next = this.text.slice(this.at).replace(/^(?:\s*\[(?:[+-]?\d+:)?[+-]?\d+\])*\s*/, '');
    if (!next.startsWith('[')) return 'Missing "=" after array dimensions.';
    if (!/^\[[+-]?\d/.test(next)) return '"[" must introduce explicitly-specified array dimensions.';
    if (/^\[[+-]?\d+:(?![+-]?\d)/.test(next)) return 'Missing array dimension value.';
    return 'Missing "]" after array dimensions.';
  }

  private readLevel(): Datum[] {
    this.at += 1;
    const items: Datum[] = [];
    this.skipSpace();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return items;
    }
    for (;;) {
      this.skipSpace();
      items.push(this.text[this.at] === '{' ? this.readLevel() : this.readItem());
      this.skipSpace();
      const next = this.text[this.at];
      if (next === undefined) throw this.malformed('Unexpected end of input.');
      if (next !== this.delimiter && next !== '}') throw this.malformed('Unexpected array element.');
      this.at += 1;
      if (next === '}') return items;
    }
  }

  private readItem(): Datum {
    if (this.text[this.at] === '"') return this.element.parse(this.readQuoted(), this.typmod);
    let item = '';
    let keep = 0;
    for (;;) {
      const unit = this.text[this.at];
      if (unit === undefined) throw this.malformed('Unexpected end of input.');
      if (unit === this.delimiter || unit === '}') break;
      if (unit === '{') throw this.malformed('Unexpected "{" character.');
      if (unit === '"') throw this.malformed('Unexpected array element.');
      if (unit === '\\') {
        this.at += 1;
        item += this.text[this.at] ?? '';
        keep = item.length;
      } else {
        item += unit;
        if (!/\s/.test(unit)) keep = item.length;
      }
      this.at += 1;
    }
    const bare = item.slice(0, keep);
    if (bare === '') throw this.malformed(`Unexpected "${this.text[this.at] ?? ''}" character.`);
    return bare.toLowerCase() === 'null' ? null : this.element.parse(bare, this.typmod);
  }

  private readQuoted(): string {
    let item = '';
    for (this.at += 1; this.text[this.at] !== '"'; this.at += 1) {
      if (this.text[this.at] === '\\') this.at += 1;
      if (this.at >= this.text.length) throw this.malformed('Unexpected end of input.');
      item += this.text[this.at] ?? '';
    }
    this.at += 1;
    return item;
  }

  private checkRectangular(value: readonly Datum[]): void {
    const nested = value.filter((item) => Array.isArray(item)) as (readonly Datum[])[];
    if (nested.length === 0) return;
    if (nested.length !== value.length || nested.some((item) => item.length !== nested[0]?.length)) {
      throw this.malformed('Multidimensional arrays must have sub-arrays with matching dimensions.');
    }
    this.checkRectangular(nested.flat(1));
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private malformed(detail: string): SqlError {
    return new SqlError('22P02', `malformed array literal: "${this.text}"`, { detail });
  }
}

/** An element is never an array here, but where arrays nest. */
function dimensionsIn(items: readonly Datum[]): number[] {
  const lengths: number[] = [];
  for (let level: Datum = items; Array.isArray(level) && level.length > 0; level = level[0] as Datum)
    lengths.push(level.length);
  return lengths;
}
