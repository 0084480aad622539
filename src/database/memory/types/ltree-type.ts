import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

/** The ltree extension's type: labels from the root down, kept as their text. A server gives it an oid of its own. */
export const ltree = scalarType<string>({
  oid: 16_004,
  name: 'ltree',
  category: 'U',
  parse: checkLabels,
  format: (value) => value,
  compare: comparePaths,
});

/** A pattern over the labels of an ltree. */
export const lquery = scalarType<string>({
  oid: 16_006,
  name: 'lquery',
  category: 'U',
  parse: (text) => {
    patternOf(text);
    return text;
  },
  format: (value) => value,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
});

export function labelsOf(path: string): string[] {
  return path === '' ? [] : path.split('.');
}

function checkLabels(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  let place = 0;
  for (const label of trimmed.split('.')) {
    const end = place + label.length;
    if (label === '' && end === trimmed.length)
      throw new SqlError('42601', 'ltree syntax error', { detail: 'Unexpected end of input.' });
    const wrong = label === '' ? 0 : label.search(/[^\w\u00aa-\uffff]/);
    if (wrong >= 0) throw new SqlError('42601', `ltree syntax error at character ${place + wrong + 1}`);
    place = end + 1;
  }
  return trimmed;
}

/** Label by label, by bytes; a path comes before those below it. */
function comparePaths(a: string, b: string): number {
  const left = labelsOf(a);
  const right = labelsOf(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = Buffer.compare(Buffer.from(left[i] ?? ''), Buffer.from(right[i] ?? ''));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const LEVEL = /^(!?)([^{}]*?)(?:\{(\d*)(,?)(\d*)\})?$/;

/** A regular expression over ".label.label", for an lquery. @throws SqlError 42601 */
export function patternOf(query: string): RegExp {
  const levels = query
    .trim()
    .split('.')
    .map((level) => {
      const [match, not = '', names = '', least = '', comma = '', most = ''] = LEVEL.exec(level) ?? [];
      if (match === undefined || names === '') throw new SqlError('42601', 'lquery syntax error');
      const counted = least !== '' || most !== '';
      const times = counted ? `{${least === '' ? '0' : least}${comma}${most}}` : names === '*' ? '*' : '';
      if (names === '*') return `(?:\\.[^.]+)${times}`;
      const alternatives = names.split('|').map(alternative).join('|');
      return `(?:\\.${not ? `(?!(?:${alternatives})(?:\\.|$))[^.]+` : `(?:${alternatives})`})${times}`;
    });
  return new RegExp(`^${levels.join('')}$`, 'u');
}

/** A name with its modifiers: `@` for any case, `*` for a prefix, `%` for a prefix of whole words. */
function alternative(name: string): string {
  const [, word = '', modifiers = ''] = /^(.*?)([@*%]*)$/.exec(name) ?? [];
  if (word === '' || /[^\w\u00aa-\uffff-]/.test(word)) throw new SqlError('42601', 'lquery syntax error');
  const letters = modifiers.includes('@')
    ? word.replaceAll(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
    : word;
  if (modifiers.includes('%')) return `${letters}(?:_[^.]*)?`;
  return modifiers.includes('*') ? `${letters}[^.]*` : letters;
}
