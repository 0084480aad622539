import { float8, formatFloat8 } from './float-types';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import { compareText } from './text-order';

const POINT = String.raw`\(?\s*([^()[\]]*?)\s*\)?`;
const CUBE = new RegExp(String.raw`^\s*\[?\s*${POINT}\s*(?:,\s*\(([^()]*)\)\s*)?\]?\s*$`);

/** The cube extension's type: a point or a box of any dimension, as its text. A server gives it an oid of its own. */
export const cube = scalarType<string>({
  oid: 16_008,
  name: 'cube',
  category: 'U',
  parse: (text) => {
    const [, first, second] = CUBE.exec(text) ?? [];
    const points = [first, second].flatMap((point) =>
      point === undefined ? [] : [coordinates(point, text)],
    );
    if (points.length === 0) throw invalid(text);
    return points.map((point) => `(${point.join(', ')})`).join(',');
  },
  format: (value) => value,
  compare: compareText,
});

function coordinates(point: string, text: string): string[] {
  if (point.trim() === '') return [];
  return point.split(',').map((part) => {
    try {
      return formatFloat8(float8.parse(part.trim(), -1) as number);
    } catch {
      throw invalid(text);
    }
  });
}

function invalid(text: string): SqlError {
  return new SqlError('22P02', `invalid input syntax for cube: "${text}"`);
}
