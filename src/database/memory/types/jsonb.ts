import { DOUBTFUL_ESCAPE, jsonFault } from './json-syntax-error';
import { Numeric } from './numeric';
import { SqlError } from './sql-error';

/** A JSON value in canonical form: keys ordered and unique, numbers exact where a double is not. */
export type JsonValue = null | boolean | number | string | Numeric | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** A jsonb value. The wrapper tells JSON's null from SQL's NULL. Immutable. */
export class Jsonb {
  private text: string | null = null;

  constructor(readonly value: JsonValue) {}

  /** @throws SqlError 22P02 */
  static parse(text: string): Jsonb {
    return new Jsonb(parseJson(text, 'jsonb'));
  }

  /** PostgreSQL's text: a space after each colon and comma. */
  toString(): string {
    this.text ??= printJson(this.value);
    return this.text;
  }

  /** Equal for equal values: 1.0 and 1.00 are one number. */
  key(): string {
    return keyOf(this.value);
  }

  /** What JSON.parse of the text gives. */
  toJs(): unknown {
    return toJs(this.value);
  }
}

export function isJsonObject(value: JsonValue): value is JsonObject {
  return value instanceof Map;
}

export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function jsonObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const unique = new Map(entries);
  return new Map([...unique].toSorted(([a], [b]) => compareKeys(a, b)));
}

/** jsonb orders keys by their length in bytes, then by their bytes. */
function compareKeys(a: string, b: string): number {
  return Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** @throws SqlError 22P02 for what is not JSON, 22P05 for \u0000 in jsonb */
export function parseJson(text: string, type: 'json' | 'jsonb'): JsonValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw jsonFault(text, type) ?? new SqlError('22P02', `invalid input syntax for type json`);
  }
  const fault = type === 'jsonb' && DOUBTFUL_ESCAPE.test(text) ? jsonFault(text, type) : null;
  if (fault) throw fault;
  return NEEDS_EXACT_NUMBERS.test(text) ? parseExact(text) : canonical(parsed);
}

/** Numbers that a double cannot hold, or prints differently from how they were written. */
const NEEDS_EXACT_NUMBERS = /\d{16}|\d\.\d*0(?!\d)|\d[eE]|-0(?![.\d])/;

function canonical(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'object' && value !== null) {
    return jsonObject(Object.entries(value).map(([key, inner]) => [key, canonical(inner)] as const));
  }
  return value as null | boolean | number | string;
}

/** Parses JSON that is known to be valid, keeping every number's digits. */
function parseExact(text: string): JsonValue {
  const token = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
  const next = (): string => token.exec(text)?.[1] ?? '';
  const read = (first: string): JsonValue => {
    if (first === '[') {
      const items: JsonValue[] = [];
      for (let item = next(); item !== ']'; item = next()) if (item !== ',') items.push(read(item));
      return items;
    }
    if (first === '{') {
      const entries: [string, JsonValue][] = [];
      for (let key = next(); key !== '}'; key = next()) {
        if (key === ',') continue;
        next();
        entries.push([JSON.parse(key) as string, read(next())]);
      }
      return jsonObject(entries);
    }
    if (/^[-\d]/.test(first)) {
      const exact = Numeric.parse(first);
      return String(Number(first)) === exact.toString() ? Number(first) + 0 : exact;
    }
    return JSON.parse(first) as string | boolean | null;
  };
  return read(next());
}

/** PostgreSQL's text of a jsonb value. */
export function printJson(value: JsonValue): string {
  if (value instanceof Numeric) return value.toString();
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? String(value) : jsonNumber(value).toString();
  if (isJsonArray(value)) return `[${value.map(printJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}: ${printJson(inner)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

function keyOf(value: JsonValue): string {
  if (value instanceof Numeric || typeof value === 'number') return jsonNumber(value).key();
  if (isJsonArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value !== null && typeof value === 'object') {
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${keyOf(inner)}`).join()}}`;
  }
  return JSON.stringify(value);
}

function toJs(value: JsonValue): unknown {
  if (value instanceof Numeric) return value.toNumber();
  if (isJsonArray(value)) return value.map(toJs);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries([...value].map(([key, inner]) => [key, toJs(inner)]));
  }
  return value;
}

const TYPE_RANK = { object: 6, array: 5, boolean: 4, number: 3, string: 2, null: 1 };

function kindOf(value: JsonValue): keyof typeof TYPE_RANK {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (typeof value === 'number' || value instanceof Numeric) return 'number';
  if (typeof value === 'object') return 'object';
  return typeof value as 'boolean' | 'string';
}

export function jsonTypeOf(value: JsonValue): keyof typeof TYPE_RANK {
  return kindOf(value);
}

/** B-tree order of jsonb: Object > Array > Boolean > Number > String > Null; containers by size first. */
export function compareJson(a: JsonValue, b: JsonValue, top = true): number {
  const left = kindOf(a);
  const right = kindOf(b);
  if (left !== right) {
    // A scalar is kept as an array of itself, so that it has more than an empty one; deeper down it is not.
    if (top && isEmptyArray(a) && !isJsonObject(b)) return -1;
    if (top && isEmptyArray(b) && !isJsonObject(a)) return 1;
    return TYPE_RANK[left] - TYPE_RANK[right];
  }
  if (isJsonArray(a) && isJsonArray(b)) return compareLists(a, b);
  if (isJsonObject(a) && isJsonObject(b)) return compareLists(flat(a), flat(b));
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (left === 'number') return jsonNumber(a).compare(jsonNumber(b));
  return Number(a) - Number(b);
}

export function jsonNumber(value: JsonValue): Numeric {
  return value instanceof Numeric ? value : Numeric.parse(String(Number(value)));
}

function flat(object: JsonObject): JsonValue[] {
  return [...object].flatMap(([key, value]) => [key, value]);
}

function isEmptyArray(value: JsonValue): boolean {
  return isJsonArray(value) && value.length === 0;
}

function compareLists(a: readonly JsonValue[], b: readonly JsonValue[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i += 1) {
    const order = compareJson(a[i] ?? null, b[i] ?? null, false);
    if (order !== 0) return order;
  }
  return 0;
}

/** jsonb `@>`: whether `outer` contains `inner`; arrays are compared as sets. */
export function containsJson(outer: JsonValue, inner: JsonValue, top = true): boolean {
  if (isJsonArray(outer)) {
    if (isJsonArray(inner))
      return inner.every((item) => outer.some((candidate) => containsJson(candidate, item, false)));
    return (
      top && kindOf(inner) !== 'object' && outer.some((candidate) => compareJson(candidate, inner) === 0)
    );
  }
  if (kindOf(outer) !== kindOf(inner)) return false;
  if (kindOf(outer) !== 'object') return compareJson(outer, inner) === 0;
  const object = outer as JsonObject;
  return [...(inner as JsonObject)].every(([key, value]) => {
    const found = object.get(key);
    return found !== undefined && containsJson(found, value, false);
  });
}
