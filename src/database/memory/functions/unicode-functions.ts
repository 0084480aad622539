import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { text, bool } = types;

export const unicodeFunctions = [
  define('unaccent', [text], text, (value: string) => value.normalize('NFD').replace(/\p{M}/gu, '')),
  define('normalize', [text], text, (value: string) => value.normalize('NFC')),
  define('normalize', [text, text], text, (value: string, form: string) => value.normalize(formOf(form))),
  define('is_normalized', [text], bool, (value: string) => value.normalize('NFC') === value),
  define(
    'is_normalized',
    [text, text],
    bool,
    (value: string, form: string) => value.normalize(formOf(form)) === value,
  ),
  define('unistr', [text], text, unistr),
];

/** @throws SqlError 22023 */
function formOf(name: string): string {
  const form = name.toUpperCase();
  if (/^NFK?[CD]$/.test(form)) return form;
  throw new SqlError('22023', `invalid normalization form: ${name}`);
}

const HEX = '[0-9A-Fa-f]';
const ESCAPE = new RegExp(String.raw`\\(?:(\\)|(?:u?(${HEX}{4}))|\+(${HEX}{6})|U(${HEX}{8})|)`, 'g');

/** `\XXXX`, `\uXXXX`, `\+XXXXXX` and `\UXXXXXXXX` become characters. @throws SqlError 42601, 22023 */
function unistr(value: string): string {
  const result = value.replace(ESCAPE, (whole, backslash?: string, ...codes: (string | undefined)[]) => {
    if (backslash) return '\\';
    const digits = codes.slice(0, 3).find((code) => code !== undefined);
    if (whole === '\\' || digits === undefined) {
      throw new SqlError('42601', 'invalid Unicode escape', {
        hint: String.raw`Unicode escapes must be \XXXX, \+XXXXXX, \uXXXX, or \UXXXXXXXX.`,
      });
    }
    const code = Number.parseInt(digits, 16);
    if (code === 0 || code > 0x10ffff) {
      const shown = code.toString(16).toUpperCase().padStart(4, '0');
      throw new SqlError('22023', `invalid Unicode code point: ${shown}`);
    }
    return String.fromCodePoint(code);
  });
  if (/\p{Surrogate}/u.test(result)) throw new SqlError('42601', 'invalid Unicode surrogate pair');
  return result;
}
