import { characterCount, compareText, firstCharacters } from './text-order';
import { scalarType, type ScalarTypeSpec } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { isXmlContent, withoutDeclaration } from './xml-content';

/** PostgreSQL's NAMEDATALEN - 1: identifiers are cut to this many bytes. */
const NAME_BYTES = 63;

type TextSpec = Partial<ScalarTypeSpec<string>> & Pick<ScalarTypeSpec<string>, 'oid' | 'name'>;

function textType(spec: TextSpec): SqlType {
  return scalarType<string>({
    category: 'S',
    parse: validText,
    format: (value) => value,
    compare: compareText,
    key: (value) => value,
    directClientValue: (value) => value,
    ...spec,
  });
}

export const text = textType({ oid: 25, name: 'text', preferred: true });

export const varchar = textType({
  oid: 1043,
  name: 'varchar',
  displayName: 'character varying',
  parse: (value, typmod) => limitLength(validText(value), typmod, 'character varying', false),
});

/** character(n): padded to its length; the padding counts neither for equality nor for order. */
export const bpchar = textType({
  oid: 1042,
  name: 'bpchar',
  displayName: 'character',
  parse: (value, typmod) => padToLength(limitLength(validText(value), typmod, 'character', false), typmod),
  compare: (a, b) => compareText(trimPadding(a), trimPadding(b)),
  key: trimPadding,
});

/** The one-byte internal type "char". */
export const char = textType({
  oid: 18,
  name: 'char',
  displayName: '"char"',
  category: 'Z',
  parse: (value) => validText(value).slice(0, 1),
});

export const name = textType({
  oid: 19,
  name: 'name',
  parse: (value) => cutName(validText(value)),
});

/** The citext extension's type: compares without regard to case. A server gives it an oid of its own. */
export const citext = textType({
  oid: 16_000,
  name: 'citext',
  compare: (a, b) => compareText(a.toLowerCase(), b.toLowerCase()),
  key: (value) => value.toLowerCase(),
});

/** Kept as it was written. @throws SqlError (its input) 2200N when it is not well-formed */
export const xml = textType({
  oid: 142,
  name: 'xml',
  category: 'U',
  parse: (value) => {
    if (!isXmlContent(validText(value))) throw new SqlError('2200N', 'invalid XML content');
    return value;
  },
  format: withoutDeclaration,
  directClientValue: withoutDeclaration,
});

/** A literal or parameter whose type its surroundings decide. */
export const unknown = textType({ oid: 705, name: 'unknown', category: 'X' });

/** The name of a relation, as nextval('"users_id_seq"'::regclass) wants it. Kept as it was written. */
export const regclass = textType({ oid: 2205, name: 'regclass', category: 'N' });

/**
 * The name of a type, what pg_typeof returns.
 *
 * @param canonical the name that PostgreSQL gives a type by one of its names, or null for types of a schema
 */
export function createRegtype(canonical: (written: string) => string | null): SqlType {
  return textType({
    oid: 2206,
    name: 'regtype',
    category: 'N',
    parse: (value) => canonical(value) ?? validText(value),
  });
}

/** @throws SqlError 22021 for NUL, which PostgreSQL's text cannot hold */
export function validText(value: string): string {
  if (value.includes('\0')) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  return value;
}

/**
 * Holds a value to varchar(n) or character(n). Excess spaces are always cut; other excess is an
 * error (22001) unless the cast is explicit.
 */
export function limitLength(value: string, typmod: number, type: string, explicit: boolean): string {
  const limit = typmod - 4;
  if (typmod < 4 || value.length <= limit || characterCount(value) <= limit) return value;
  const kept = firstCharacters(value, limit);
  if (!explicit && value.slice(kept.length).trimEnd() !== '') {
    throw new SqlError('22001', `value too long for type ${type}(${limit})`);
  }
  return kept;
}

export function padToLength(value: string, typmod: number): string {
  const missing = typmod - 4 - characterCount(value);
  return typmod >= 4 && missing > 0 ? value + ' '.repeat(missing) : value;
}

export function trimPadding(value: string): string {
  return value.endsWith(' ') ? value.replace(/ +$/, '') : value;
}

export function cutName(value: string): string {
  if (value.length * 3 <= NAME_BYTES || Buffer.byteLength(value) <= NAME_BYTES) return value;
  let kept = value;
  while (Buffer.byteLength(kept) > NAME_BYTES) kept = firstCharacters(kept, characterCount(kept) - 1);
  return kept;
}
