import { float8, formatFloat8 } from './float-types';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { compareText } from './text-order';

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?infinity|nan/gi;

/** Reads the numbers of a shape, whose brackets must match `shape` once numbers are written as N. */
function readNumbers(text: string, type: string, shape: RegExp): number[] {
  const outline = text.replace(/\s+/g, '').replace(NUMBER, 'N');
  if (!shape.test(outline)) throw new SqlError('22P02', `invalid input syntax for type ${type}: "${text}"`);
  return numbersOf(text);
}

/** The numbers of a figure, in the order in which they are written. */
export function numbersOf(text: string): number[] {
  return (text.match(NUMBER) ?? []).map((number) => Number(float8.parse(number, -1)));
}

function geometricType(
  oid: number,
  name: string,
  shape: RegExp,
  print: (numbers: readonly number[], text: string) => string,
): SqlType {
  return scalarType<string>({
    oid,
    name,
    category: 'G',
    parse: (text) => print(readNumbers(text, name, shape), text),
    format: (value) => value,
    compare: compareText,
  });
}

const show = formatFloat8;
const pair = (x = 0, y = 0): string => `(${show(x)},${show(y)})`;
const pairs = (numbers: readonly number[]): string =>
  Array.from({ length: numbers.length / 2 }, (_, i) => pair(numbers[i * 2], numbers[i * 2 + 1])).join(',');

export const point = geometricType(600, 'point', /^(\(N,N\)|N,N)$/, ([x, y]) => pair(x, y));

export const lseg = geometricType(
  601,
  'lseg',
  /^(\[\(N,N\),\(N,N\)\]|\(\(N,N\),\(N,N\)\)|\(N,N\),\(N,N\)|N,N,N,N)$/,
  (numbers) => `[${pairs(numbers)}]`,
);

/** A box is kept by its upper right and lower left corners. */
export const box = geometricType(
  603,
  'box',
  /^(\(\(N,N\),\(N,N\)\)|\(N,N\),\(N,N\)|N,N,N,N)$/,
  ([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) =>
    `${pair(Math.max(x1, x2), Math.max(y1, y2))},${pair(Math.min(x1, x2), Math.min(y1, y2))}`,
);

export const path = geometricType(
  602,
  'path',
  /^(\[(\(N,N\),?)+\]|\((\(N,N\),?)+\)|(\(N,N\),?)+|(N,N,?)+)$/,
  (numbers, text) => (text.trim().startsWith('[') ? `[${pairs(numbers)}]` : `(${pairs(numbers)})`),
);

export const polygon = geometricType(
  604,
  'polygon',
  /^(\((\(N,N\),?)+\)|(\(N,N\),?)+|(N,N,?)+)$/,
  (numbers) => `(${pairs(numbers)})`,
);

export const line = geometricType(628, 'line', /^(\{N,N,N\}|\[\(N,N\),\(N,N\)\])$/, (numbers) => {
  if (numbers.length === 3) {
    if (numbers[0] === 0 && numbers[1] === 0)
      throw new SqlError('22P02', 'invalid line specification: A and B cannot both be zero');
    return `{${numbers.map(show).join(',')}}`;
  }
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers;
  if (x1 === x2 && y1 === y2)
    throw new SqlError('22P02', 'invalid line specification: must be two distinct points');
  if (x1 === x2) return `{-1,0,${show(x1)}}`;
  const slope = (y2 - y1) / (x2 - x1);
  return `{${show(slope)},-1,${show(y1 - slope * x1)}}`;
});

export const circle = geometricType(
  718,
  'circle',
  /^(<\(N,N\),N>|\(\(N,N\),N\)|\(N,N\),N|N,N,N)$/,
  ([x, y, radius = 0], text) => {
    if (radius < 0) throw new SqlError('22P02', `invalid input syntax for type circle: "${text}"`);
    return `<${pair(x, y)},${show(radius)}>`;
  },
);
