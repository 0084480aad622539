import { unsupported } from '../types/sql-error';
import { englishStem } from './english-stemmer';

export const DEFAULT_CONFIGURATION = 'english';

/** A piece of a text: a word, a part of a compound that stands in it, or what lies between words. */
export interface Token {
  readonly text: string;
  readonly kind: 'word' | 'number' | 'compound' | 'blank';
  /** What is looked for; null for stop words and blanks. */
  readonly lexeme: string | null;
  /** Among the words, from 1; that of the word before for blanks. */
  readonly position: number;
}

const WORD = /\d+\.\d+|[\p{L}\d]+(?:-[\p{L}\d]+)+|[\p{L}\d]+/gu;
const OTHER_TOKENS = /[\p{L}\d][.@/][\p{L}]|[\p{L}][.@/][\p{L}\d]|:\/\/|<\/?\p{L}/u;

/**
 * A text cut into its tokens, without a gap. A compound comes before its parts, whose text it shares.
 *
 * @throws SqlError 0A000 for texts with addresses, hosts, paths or tags
 */
export function tokensOf(configuration: string, source: string): Token[] {
  if (OTHER_TOKENS.test(source)) throw unsupported('a text search over addresses, hosts, paths or tags');
  const tokens: Token[] = [];
  let position = 0;
  let from = 0;
  const word = (text: string, kind: Token['kind']): void => {
    position += 1;
    tokens.push({ text, kind, lexeme: lexemeOf(configuration, text), position });
  };
  const blank = (text: string): void => {
    if (text !== '') tokens.push({ text, kind: 'blank', lexeme: null, position });
  };
  for (const match of source.matchAll(WORD)) {
    const [text] = match;
    blank(source.slice(from, match.index));
    from = match.index + text.length;
    if (!text.includes('-')) word(text, /^[\d.]+$/.test(text) ? 'number' : 'word');
    else {
      word(text, 'compound');
      for (const [i, part] of text.split('-').entries()) {
        if (i > 0) blank('-');
        word(part, 'word');
      }
    }
  }
  blank(source.slice(from));
  return tokens;
}

/** The words of a text, blanks left out. @throws SqlError 0A000 */
export function wordsOf(configuration: string, source: string): Token[] {
  return tokensOf(configuration, source).filter(({ kind }) => kind !== 'blank');
}

function lexemeOf(configuration: string, word: string): string | null {
  const lower = word.toLowerCase();
  return configuration === 'simple' || /\d/.test(word) ? lower : englishStem(lower);
}
