import { labelsOf, patternOf } from '../types/ltree-type';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bool, int4, lquery, ltree, text } = types;

export const ltreeOperators: readonly Signature[] = [
  define('@>', [ltree, ltree], bool, isAbove),
  define('<@', [ltree, ltree], bool, (a: string, b: string) => isAbove(b, a)),
  define('~', [ltree, lquery], bool, (a: string, query: string) => meets(a, query)),
  define('~', [lquery, ltree], bool, (query: string, a: string) => meets(a, query)),
  define('||', [ltree, ltree], ltree, joined),
  define('||', [ltree, text], ltree, (a: string, b: string) => joined(a, ltree.parse(b, -1) as string)),
  define('||', [text, ltree], ltree, (a: string, b: string) => joined(ltree.parse(a, -1) as string, b)),
];

export const ltreeFunctions: readonly Signature[] = [
  define('nlevel', [ltree], int4, (a: string) => labelsOf(a).length),
  define('subltree', [ltree, int4, int4], ltree, (a: string, start: number, end: number) =>
    part(a, start, end),
  ),
  define('subpath', [ltree, int4], ltree, (a: string, start: number) => {
    const count = labelsOf(a).length;
    return part(a, start < 0 ? count + start : start, count);
  }),
  define('subpath', [ltree, int4, int4], ltree, (a: string, offset: number, length: number) => {
    const count = labelsOf(a).length;
    const start = offset < 0 ? count + offset : offset;
    return part(a, start, length < 0 ? count + length : start + length);
  }),
  define('index', [ltree, ltree], int4, (a: string, b: string) => {
    const [labels, wanted] = [labelsOf(a), labelsOf(b)];
    return labels.findIndex((_, i) => wanted.every((label, j) => labels[i + j] === label));
  }),
  define('lca', [ltree, ltree], ltree, commonAncestor, { variadic: true }),
  define('text2ltree', [text], ltree, (a: string) => ltree.parse(a, -1)),
  define('ltree2text', [ltree], text, (a: string) => a),
];

function isAbove(above: string, below: string): boolean {
  return above === '' || below === above || below.startsWith(`${above}.`);
}

function meets(path: string, query: string): boolean {
  return patternOf(query).test(
    labelsOf(path)
      .map((label) => `.${label}`)
      .join(''),
  );
}

function joined(a: string, b: string): string {
  return [...labelsOf(a), ...labelsOf(b)].join('.');
}

/** @throws SqlError 22023 */
function part(path: string, start: number, end: number): string {
  const labels = labelsOf(path);
  if (start < 0 || end < 0 || start >= labels.length || start > end)
    throw new SqlError('22023', 'invalid positions');
  return labels.slice(start, end).join('.');
}

/** What all the paths have in common above themselves. */
function commonAncestor(...paths: string[]): string {
  const [first = [], ...others] = paths.map((path) => labelsOf(path).slice(0, -1));
  const end = first.findIndex((label, i) => others.some((labels) => labels[i] !== label));
  return first.slice(0, end < 0 ? first.length : end).join('.');
}
