import { numbersOf } from '../types/geometric-types';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bool, box, circle, float8, line, lseg, path, point, polygon } = types;

type Numbers = readonly number[];

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Geometric types have no order of their own: `=` and `<` compare a size, and only `~=` compares the figures. */
export const geometricOperators: readonly Signature[] = [
  ...bySize(box, ['=', '<', '<=', '>', '>='], boxArea),
  ...bySize(circle, ['=', '<>', '<', '<=', '>', '>='], circleArea),
  ...bySize(path, ['=', '<', '<=', '>', '>='], (numbers) => numbers.length / 2),
  ...bySize(lseg, ['<', '<=', '>', '>='], ([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => Math.hypot(x2 - x1, y2 - y1)),
  same(lseg, '='),
  differs(lseg, '<>'),
  define('=', [line, line], bool, (a: string, b: string) => isSameLine(numbersOf(a), numbersOf(b))),
  ...[point, box, polygon, circle].map((type) => same(type, '~=')),
  differs(point, '<>'),
  define('<->', [point, point], float8, (a: string, b: string) => distance(numbersOf(a), numbersOf(b))),
  define('@>', [box, point], bool, (a: string, b: string) => boxHolds(numbersOf(a), numbersOf(b))),
  define('<@', [point, box], bool, (a: string, b: string) => boxHolds(numbersOf(b), numbersOf(a))),
  define('@>', [circle, point], bool, (a: string, b: string) => circleHolds(numbersOf(a), numbersOf(b))),
  define('<@', [point, circle], bool, (a: string, b: string) => circleHolds(numbersOf(b), numbersOf(a))),
];

export const geometricFunctions: readonly Signature[] = [
  define('point', [float8, float8], point, (x: number, y: number) => point.parse(`(${x},${y})`, -1)),
  define('box', [point, point], box, (a: string, b: string) => box.parse(`${a},${b}`, -1)),
  define('circle', [point, float8], circle, (center: string, r: number) =>
    circle.parse(`<${center},${r}>`, -1),
  ),
  define('area', [box], float8, (a: string) => boxArea(numbersOf(a))),
  define('area', [circle], float8, (a: string) => circleArea(numbersOf(a))),
  define('radius', [circle], float8, (a: string) => numbersOf(a)[2] ?? 0),
  define('diameter', [circle], float8, (a: string) => 2 * (numbersOf(a)[2] ?? 0)),
  define('npoints', [path], types.int4, (a: string) => numbersOf(a).length / 2),
  define('npoints', [polygon], types.int4, (a: string) => numbersOf(a).length / 2),
];

function bySize(type: SqlType, names: readonly string[], size: (numbers: Numbers) => number): Signature[] {
  return names.map((name) => {
    const holds = ORDERS[name] as (order: number) => boolean;
    return define(name, [type, type], bool, (a: string, b: string) =>
      holds(size(numbersOf(a)) - size(numbersOf(b))),
    );
  });
}

function same(type: SqlType, name: string): Signature {
  return define(name, [type, type], bool, (a: string, b: string) => a === b);
}

function differs(type: SqlType, name: string): Signature {
  return define(name, [type, type], bool, (a: string, b: string) => a !== b);
}

function boxArea([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: Numbers): number {
  return (x1 - x2) * (y1 - y2);
}

function circleArea([, , radius = 0]: Numbers): number {
  return radius * radius * Math.PI;
}

/** Whether Ax + By + C = 0 means the same for both. */
function isSameLine([a = 0, b = 0, c = 0]: Numbers, [d = 0, e = 0, f = 0]: Numbers): boolean {
  const ratio = a === 0 ? b / e : a / d;
  return a === ratio * d && b === ratio * e && c === ratio * f;
}

function distance([x1 = 0, y1 = 0]: Numbers, [x2 = 0, y2 = 0]: Numbers): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

function boxHolds([right = 0, top = 0, left = 0, bottom = 0]: Numbers, [x = 0, y = 0]: Numbers): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function circleHolds([x = 0, y = 0, radius = 0]: Numbers, at: Numbers): boolean {
  return distance([x, y], at) <= radius;
}
