import { castToText } from '../types/cast-table';
import type { NonNullDatum } from '../types/datum';
import { quoteIdentifier } from '../types/identifier';
import { SqlError } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import { define, defineOver } from './define';

const { text, bool, anyelement } = types;

export const identifierFunctions = [
  define('quote_ident', [text], text, quoteIdentifier),
  define('quote_literal', [text], text, quoteLiteral),
  defineOver('quote_literal', [anyelement], text, ([type = text], value: NonNullDatum) =>
    quoteLiteral(castToText(type, value)),
  ),
  define('quote_nullable', [text], text, (value: string | null) => literalOrNull(value), { lenient: true }),
  defineOver(
    'quote_nullable',
    [anyelement],
    text,
    ([type = text], value: NonNullDatum | null) =>
      literalOrNull(value === null ? null : castToText(type, value)),
    { lenient: true },
  ),
  define('parse_ident', [text], arrayOf(text), (value: string) => parseIdentifier(value, true)),
  define('parse_ident', [text, bool], arrayOf(text), parseIdentifier),
];

/** A text as SQL writes it. */
export function quoteLiteral(value: string): string {
  const quoted = `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return value.includes('\\') ? `E${quoted}` : quoted;
}

function literalOrNull(value: string | null): string {
  return value === null ? 'NULL' : quoteLiteral(value);
}

const PART = /\s*(?:"((?:[^"]|"")*)"|([\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*))\s*/uy;

/**
 * The parts of a qualified name.
 *
 * @param strict whether anything may follow the name
 * @throws SqlError 22023
 */
export function parseIdentifier(value: string, strict: boolean): string[] {
  const parts: string[] = [];
  PART.lastIndex = 0;
  for (let dot = ''; ;) {
    const match = PART.exec(value);
    if (!match) throw faultAt(value, dot);
    const [, quoted, bare] = match;
    if (quoted === '') throw invalidIdentifier(value, 'Quoted identifier must not be empty.');
    parts.push(quoted === undefined ? (bare ?? '').toLowerCase() : quoted.replaceAll('""', '"'));
    const at = PART.lastIndex === 0 ? value.length : match.index + match[0].length;
    if (value[at] !== '.') {
      if (strict && at < value.length) throw invalidIdentifier(value);
      return parts;
    }
    dot = '.';
    PART.lastIndex = at + 1;
  }
}

function faultAt(value: string, dot: string): SqlError {
  if (/"[^"]*$/.test(value) && !dot) return invalidIdentifier(value, 'String has unclosed double quotes.');
  return invalidIdentifier(
    value,
    dot
      ? 'No valid identifier after ".".'
      : value.startsWith('.')
        ? 'No valid identifier before ".".'
        : undefined,
  );
}

function invalidIdentifier(value: string, detail?: string): SqlError {
  const fields = detail === undefined ? {} : { detail };
  return new SqlError('22023', `string is not a valid identifier: "${value}"`, fields);
}
