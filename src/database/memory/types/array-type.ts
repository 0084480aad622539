import type { Datum, NonNullDatum } from './datum';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** The array type over an element: "{1,2,NULL}", nested for more dimensions. */
export function arrayType(element: SqlType, oid: number): SqlType {
  const format = (value: NonNullDatum): string => formatArray(value as readonly Datum[], element);
  const compare = (a: NonNullDatum, b: NonNullDatum): number =>
    compareArrays(a as readonly Datum[], b as readonly Datum[], element);
  return {
    oid,
    name: `_${element.name}`,
    displayName: `${element.displayName}[]`,
    category: 'A',
    preferred: false,
    element,
    parse: (text, typmod) => parseArray(text, element, typmod),
    format,
    toClient: (value) => toClient(value as readonly Datum[], element),
    compare,
    key: (value) => keyOf(value as readonly Datum[], element),
  };
}

function toClient(items: readonly Datum[], element: SqlType): unknown {
  // pg has no parser for arrays of types that it does not know (enums, citext): the text is handed on.
  if (element.category === 'E' || element.oid === 16_000) return formatArray(items, element);
  return items.map((item): unknown => {
    if (item === null) return null;
    return Array.isArray(item) ? toClient(item as readonly Datum[], element) : element.toClient(item);
  });
}

function formatArray(items: readonly Datum[], element: SqlType): string {
  const texts = items.map((item) => {
    if (item === null) return 'NULL';
    if (Array.isArray(item)) return formatArray(item as readonly Datum[], element);
    const text = element.format(item);
    return needsQuotes(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text;
  });
  return `{${texts.join(',')}}`;
}

function needsQuotes(text: string): boolean {
  return text === '' || /[{}",\\\s]/.test(text) || /^null$/i.test(text);
}

function compareArrays(a: readonly Datum[], b: readonly Datum[], element: SqlType): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const left = a[i] ?? null;
    const right = b[i] ?? null;
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const order =
      Array.isArray(left) && Array.isArray(right)
        ? compareArrays(left, right, element)
        : element.compare(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function keyOf(items: readonly Datum[], element: SqlType): string {
  return items
    .map((item) => {
      if (item === null) return 'n';
      const key = Array.isArray(item) ? keyOf(item as readonly Datum[], element) : String(element.key(item));
      return `${key.length}:${key}`;
    })
    .join(',');
}

function malformed(text: string, detail: string): SqlError {
  return new SqlError('22P02', `malformed array literal: "${text}"`, { detail });
}

function parseArray(text: string, element: SqlType, typmod: number): readonly Datum[] {
  const source = text.trim().replace(/^(\[[-\d:]+\])+=/, '');
  if (!source.startsWith('{')) {
    throw malformed(text, 'Array value must start with "{" or dimension information.');
  }
  let at = 1;
  const skip = (): void => {
    while (/\s/.test(source[at] ?? '')) at += 1;
  };
  const quoted = (): string => {
    let value = '';
    for (at += 1; source[at] !== '"'; at += 1) {
      if (at >= source.length) throw malformed(text, 'Unexpected end of input.');
      if (source[at] === '\\') at += 1;
      value += source[at] ?? '';
    }
    at += 1;
    return value;
  };
  const plain = (): Datum => {
    let value = '';
    for (; at < source.length && !/[,{}]/.test(source[at] ?? ''); at += 1) {
      if (source[at] === '\\') at += 1;
      value += source[at] ?? '';
    }
    const trimmed = value.trim();
    if (trimmed === '') throw malformed(text, `Unexpected "${source[at] ?? ''}" character.`);
    return /^null$/i.test(trimmed) ? null : element.parse(trimmed, typmod);
  };
  const list = (): Datum[] => {
    const items: Datum[] = [];
    skip();
    if (source[at] === '}') {
      at += 1;
      return items;
    }
    for (;;) {
      skip();
      if (source[at] === '{') {
        at += 1;
        items.push(list());
      } else if (source[at] === '"') {
        items.push(element.parse(quoted(), typmod));
      } else {
        items.push(plain());
      }
      skip();
      const delimiter = source[at];
      at += 1;
      if (delimiter === '}') return items;
      if (delimiter !== ',') throw malformed(text, 'Unexpected end of input.');
    }
  };
  const items = list();
  if (source.slice(at).trim() !== '') throw malformed(text, 'Junk after closing right brace.');
  const shapes = new Set(items.map((item) => (Array.isArray(item) ? item.length : -1)));
  if (shapes.size > 1)
    throw malformed(text, 'Multidimensional arrays must have sub-arrays with matching dimensions.');
  return items;
}
