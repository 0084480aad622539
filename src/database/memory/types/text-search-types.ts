import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import { compareText } from './text-order';
import { printQuery, printVector, readQuery, readVector, type TextQuery } from './text-search';

/** Documents and queries of the text search are kept as their canonical texts. */
export const tsvector = scalarType<string>({
  oid: 3614,
  name: 'tsvector',
  category: 'U',
  parse: (text) => printVector(readVector(text)),
  format: (value) => value,
  compare: compareText,
});

export const tsquery = scalarType<string>({
  oid: 3615,
  name: 'tsquery',
  category: 'U',
  parse: (text) => printQuery(queryOf(text)),
  format: (value) => value,
  compare: compareText,
});

/** How a text is taken apart: the configurations that this store knows. */
export const regconfig = scalarType<string>({
  oid: 3734,
  name: 'regconfig',
  category: 'N',
  parse: (text) => {
    const name = text.replace(/^pg_catalog\./, '').toLowerCase();
    if (name === 'english' || name === 'simple') return name;
    throw new SqlError('42704', `text search configuration "${text}" does not exist`);
  },
  format: (value) => value,
  compare: compareText,
});

export function queryOf(text: string): TextQuery | null {
  return readQuery(text, (lexeme, prefix, weights) => ({ kind: 'lexeme', lexeme, prefix, weights }));
}
