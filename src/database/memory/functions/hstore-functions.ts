import { hstoreOf, printHstore, readHstore, type HstorePairs } from '../types/hstore-type';
import { Jsonb, jsonObject } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { bool, hstore, json, jsonb, text } = types;
const texts = arrayOf(text);

type Texts = readonly (string | null)[];

export const hstoreOperators: readonly Signature[] = [
  define('->', [hstore, text], text, valueAt),
  define('->', [hstore, texts], texts, (a: string, keys: Texts) => keys.map((key) => valueAt(a, key))),
  define('?', [hstore, text], bool, has),
  define('?|', [hstore, texts], bool, (a: string, keys: Texts) => keys.some((key) => has(a, key))),
  define('?&', [hstore, texts], bool, (a: string, keys: Texts) => keys.every((key) => has(a, key))),
  define('@>', [hstore, hstore], bool, contains),
  define('<@', [hstore, hstore], bool, (a: string, b: string) => contains(b, a)),
  define('||', [hstore, hstore], hstore, (a: string, b: string) =>
    printHstore(hstoreOf([...readHstore(b), ...readHstore(a)])),
  ),
  define('-', [hstore, text], hstore, (a: string, key: string) => without(a, (known) => known === key)),
  define('-', [hstore, texts], hstore, (a: string, keys: Texts) =>
    without(a, (known) => keys.includes(known)),
  ),
  define('-', [hstore, hstore], hstore, withoutPairs),
];

export const hstoreFunctions: readonly Signature[] = [
  define(
    'hstore',
    [text, text],
    hstore,
    (key: string, value: string | null) => printHstore(new Map([[key, value]])),
    {
      lenient: true,
    },
  ),
  define('hstore', [texts], hstore, (list: Texts) => {
    if (list.length % 2 === 1) throw new SqlError('2202E', 'array must have even number of elements');
    return fromLists(
      list.filter((_, i) => i % 2 === 0),
      list.filter((_, i) => i % 2 === 1),
    );
  }),
  define('hstore', [texts, texts], hstore, fromLists),
  define('akeys', [hstore], texts, (a: string) => [...readHstore(a).keys()]),
  define('avals', [hstore], texts, (a: string) => [...readHstore(a).values()]),
  define('exist', [hstore, text], bool, has),
  define('defined', [hstore, text], bool, (a: string, key: string) => valueAt(a, key) !== null),
  define('delete', [hstore, text], hstore, (a: string, key: string) => without(a, (known) => known === key)),
  define('delete', [hstore, texts], hstore, (a: string, keys: Texts) =>
    without(a, (known) => keys.includes(known)),
  ),
  define('delete', [hstore, hstore], hstore, withoutPairs),
  define('slice', [hstore, texts], hstore, (a: string, keys: Texts) =>
    without(a, (known) => !keys.includes(known)),
  ),
  define('hstore_to_array', [hstore], texts, (a: string) => [...readHstore(a)].flat()),
  define('hstore_to_jsonb', [hstore], jsonb, (a: string) => new Jsonb(jsonObject(readHstore(a)))),
  define('hstore_to_json', [hstore], json, (a: string) => new Jsonb(jsonObject(readHstore(a))).toString()),
];

function valueAt(a: string, key: string | null): string | null {
  return key === null ? null : (readHstore(a).get(key) ?? null);
}

function has(a: string, key: string | null): boolean {
  return key !== null && readHstore(a).has(key);
}

function contains(outer: string, inner: string): boolean {
  const pairs = readHstore(outer);
  return [...readHstore(inner)].every(([key, value]) => pairs.has(key) && pairs.get(key) === value);
}

function without(a: string, drops: (key: string) => boolean): string {
  return printHstore(new Map([...readHstore(a)].filter(([key]) => !drops(key))));
}

function withoutPairs(a: string, b: string): string {
  const dropped: HstorePairs = readHstore(b);
  const kept = [...readHstore(a)].filter(([key, value]) => !dropped.has(key) || dropped.get(key) !== value);
  return printHstore(new Map(kept));
}

/** @throws SqlError 22004, 2202E */
function fromLists(keys: Texts, values: Texts): string {
  if (keys.length !== values.length) throw new SqlError('2202E', 'arrays must have same bounds');
  const pairs = keys.map((key, i) => {
    if (key === null) throw new SqlError('22004', 'null value not allowed for hstore key');
    return [key, values[i] ?? null] as const;
  });
  return printHstore(hstoreOf(pairs));
}
