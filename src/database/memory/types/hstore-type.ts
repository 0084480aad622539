import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import { compareText } from './text-order';

/** Keys with their texts or NULLs, in the order in which hstore keeps them. */
export type HstorePairs = ReadonlyMap<string, string | null>;

/** The hstore extension's type, kept as its canonical text. A server gives it an oid of its own. */
export const hstore = scalarType<string>({
  oid: 16_002,
  name: 'hstore',
  category: 'U',
  parse: (text) => printHstore(readHstore(text)),
  format: (value) => value,
  compare: compareText,
});

const ENTRY =
  /\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^\s"=,\\]|\\.|=(?!>))+))\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^\s",\\]|\\.)+))\s*(,|$)/sy;

/** @throws SqlError 42601 */
export function readHstore(text: string): HstorePairs {
  const pairs: [string, string | null][] = [];
  let at = 0;
  while (at < text.length && text.slice(at).trim() !== '') {
    ENTRY.lastIndex = at;
    const match = ENTRY.exec(text);
    if (!match) {
      const place = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
      throw new SqlError(
        '42601',
        `syntax error in hstore, near "${text.charAt(place)}" at position ${place}`,
      );
    }
    at = ENTRY.lastIndex;
    const [, quotedKey, bareKey = '', quotedValue, bareValue = ''] = match;
    const isNull = quotedValue === undefined && bareValue.toLowerCase() === 'null';
    pairs.push([unescape(quotedKey ?? bareKey), isNull ? null : unescape(quotedValue ?? bareValue)]);
  }
  return hstoreOf(pairs);
}

/** Of two pairs with one key the first stays. */
export function hstoreOf(pairs: Iterable<readonly [string, string | null]>): HstorePairs {
  const unique = new Map<string, string | null>();
  for (const [key, value] of pairs) if (!unique.has(key)) unique.set(key, value);
  return new Map([...unique].toSorted(([a], [b]) => compareKeys(a, b)));
}

export function printHstore(pairs: HstorePairs): string {
  return [...pairs]
    .map(([key, value]) => `${quote(key)}=>${value === null ? 'NULL' : quote(value)}`)
    .join(', ');
}

/** By length in bytes, then by bytes. */
function compareKeys(a: string, b: string): number {
  return Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}
