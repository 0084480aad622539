import { isJsonArray, isJsonObject, Jsonb, jsonTypeOf, printJson, type JsonValue } from '../types/jsonb';
import { jsonElements, jsonKindOf, jsonMembers } from '../types/raw-json-parts';
import { SqlError } from '../types/sql-error';
import { lexemesOf, printVector, type Place } from '../types/text-search';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';
import { DEFAULT_CONFIGURATION, wordsOf } from './text-search-tokens';

const { json, jsonb, regconfig, tsvector } = types;

type Kind = 'string' | 'numeric' | 'boolean' | 'key';
type Source = Jsonb | string;
const STRINGS: ReadonlySet<Kind> = new Set(['string']);
const ALL: readonly Kind[] = ['string', 'numeric', 'boolean', 'key'];

/** Documents out of JSON: of its strings, or of what a filter names. */
export const textSearchJsonFunctions: readonly Signature[] = [json, jsonb].flatMap((type) => [
  define('to_tsvector', [type], tsvector, (source: Source) =>
    vectorOf(DEFAULT_CONFIGURATION, source, STRINGS),
  ),
  define('to_tsvector', [regconfig, type], tsvector, (configuration: string, source: Source) =>
    vectorOf(configuration, source, STRINGS),
  ),
  define(`${type.name}_to_tsvector`, [type, jsonb], tsvector, (source: Source, filter: Jsonb) =>
    vectorOf(DEFAULT_CONFIGURATION, source, kindsOf(filter)),
  ),
  define(
    `${type.name}_to_tsvector`,
    [regconfig, type, jsonb],
    tsvector,
    (configuration: string, source: Source, filter: Jsonb) =>
      vectorOf(configuration, source, kindsOf(filter)),
  ),
]);

/** Texts that do not follow each other are kept apart, so that no phrase goes across. */
function vectorOf(configuration: string, source: Source, kinds: ReadonlySet<Kind>): string {
  const entries: [string, Place[]][] = [];
  let offset = 0;
  const add = (text: string): void => {
    const words = wordsOf(configuration, text);
    const known = entries.length;
    for (const { lexeme, position } of words) {
      if (lexeme !== null) entries.push([lexeme, [{ position: offset + position, weight: 'D' }]]);
    }
    offset += words.length + (entries.length > known ? 1 : 0);
  };
  visit(source.toString(), kinds, add);
  return printVector(lexemesOf(entries));
}

/** Goes by the text, whose members stand in the order that both types keep. */
function visit(raw: string, kinds: ReadonlySet<Kind>, add: (text: string) => void): void {
  switch (jsonKindOf(raw)) {
    case 'array':
      for (const element of jsonElements(raw)) visit(element, kinds, add);
      return;
    case 'object':
      for (const [key, value] of jsonMembers(raw)) {
        if (kinds.has('key')) add(key);
        visit(value, kinds, add);
      }
      return;
    default:
      addScalar(Jsonb.parse(raw).value, kinds, add);
  }
}

function addScalar(value: JsonValue, kinds: ReadonlySet<Kind>, add: (text: string) => void): void {
  const kind = jsonTypeOf(value);
  if (kind === 'string' && kinds.has('string')) add(value as string);
  if (kind === 'number' && kinds.has('numeric')) add(printJson(value));
  if (kind === 'boolean' && kinds.has('boolean')) add(printJson(value));
}

/** @throws SqlError 22023 */
function kindsOf({ value }: Jsonb): ReadonlySet<Kind> {
  if (isJsonObject(value)) {
    throw new SqlError('22023', 'wrong flag type, only arrays and scalars are allowed');
  }
  const kinds = new Set<Kind>();
  for (const flag of isJsonArray(value) ? value : [value]) {
    if (typeof flag !== 'string') {
      throw new SqlError('22023', 'flag array element is not a string', { hint: FLAGS });
    }
    const name = flag.toLowerCase();
    const named = name === 'all' ? ALL : ALL.filter((kind) => kind === name);
    if (named.length === 0)
      throw new SqlError('22023', `wrong flag in flag array: "${flag}"`, { hint: FLAGS });
    for (const kind of named) kinds.add(kind);
  }
  return kinds;
}

const FLAGS = 'Possible values are: "string", "numeric", "boolean", "key", and "all".';
