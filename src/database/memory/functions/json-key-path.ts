import type { Datum } from '../types/datum';
import { isJsonArray, isJsonObject, Jsonb, jsonObject, type JsonValue } from '../types/jsonb';
import { SqlError } from '../types/sql-error';

/** A step of `#>` and its relatives: a key, or an array index in digits. */
export type JsonPath = readonly (string | null)[];

export function member(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value.get(key) : undefined;
}

/** Negative indexes count from the end. A scalar is kept as an array of itself, and answers as one. */
export function item(value: JsonValue, index: number): JsonValue | undefined {
  if (isJsonArray(value)) return value.at(index);
  return isJsonObject(value) ? undefined : [value].at(index);
}

export function walk(value: JsonValue, path: JsonPath): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const step of path) {
    if (current === undefined || step === null) return undefined;
    current = isJsonArray(current)
      ? indexOf(step) === null
        ? undefined
        : current.at(Number(step))
      : member(current, step);
  }
  return current;
}

/** What `->>` gives: strings bare, JSON's null as SQL's NULL. */
export function jsonText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : new Jsonb(value).toString();
}

export function hasKey(value: JsonValue, key: string): boolean {
  if (isJsonObject(value)) return value.has(key);
  return isJsonArray(value) ? value.includes(key) : value === key;
}

/** jsonb `||`. @throws SqlError 22023 */
export function concatenate(a: JsonValue, b: JsonValue): JsonValue {
  if (isJsonObject(a) && isJsonObject(b)) return jsonObject([...a, ...b]);
  return [...(isJsonArray(a) ? a : [a]), ...(isJsonArray(b) ? b : [b])];
}

/** jsonb `-` by keys: members of objects, strings of arrays. @throws SqlError 22023 */
export function withoutKeys(value: JsonValue, keys: readonly Datum[]): JsonValue {
  if (isJsonObject(value)) return jsonObject([...value].filter(([key]) => !keys.includes(key)));
  if (isJsonArray(value)) return value.filter((entry) => typeof entry !== 'string' || !keys.includes(entry));
  throw new SqlError('22023', 'cannot delete from scalar');
}

/** @throws SqlError 22023 */
export function withoutIndex(value: JsonValue, index: number): JsonValue {
  if (isJsonObject(value)) throw new SqlError('22023', 'cannot delete from object using integer index');
  if (!isJsonArray(value)) throw new SqlError('22023', 'cannot delete from scalar');
  const at = index < 0 ? value.length + index : index;
  return value.filter((_, i) => i !== at);
}

/** jsonb `#-`. @throws SqlError 22023, 22P02 */
export function withoutPath(value: JsonValue, path: JsonPath): JsonValue {
  if (!isJsonObject(value) && !isJsonArray(value))
    throw new SqlError('22023', 'cannot delete path in scalar');
  return removeAt(value, path, 0);
}

function removeAt(value: JsonValue, path: JsonPath, depth: number): JsonValue {
  const step = path[depth];
  if (step === undefined || step === null) return value;
  const last = depth === path.length - 1;
  if (isJsonObject(value)) {
    const current = value.get(step);
    if (current === undefined) return value;
    if (last) return jsonObject([...value].filter(([key]) => key !== step));
    return jsonObject([...value, [step, removeAt(current, path, depth + 1)]]);
  }
  if (!isJsonArray(value)) return value;
  const at = arrayPosition(step, depth, value.length);
  if (last) return value.filter((_, i) => i !== at);
  return value.map((entry, i) => (i === at ? removeAt(entry, path, depth + 1) : entry));
}

/** jsonb_set. @throws SqlError 22023, 22P02 */
export function setPath(target: JsonValue, path: JsonPath, value: JsonValue, create: boolean): JsonValue {
  if (!isJsonObject(target) && !isJsonArray(target)) throw new SqlError('22023', 'cannot set path in scalar');
  if (path.length === 0 || (isEmpty(target) && !create)) return target;
  return setAt(target, path, 0, value, create);
}

function setAt(
  target: JsonValue,
  path: JsonPath,
  depth: number,
  value: JsonValue,
  create: boolean,
): JsonValue {
  const step = path[depth];
  if (step === undefined) return target;
  if (step === null) throw new SqlError('22004', `path element at position ${depth + 1} is null`);
  const last = depth === path.length - 1;
  if (isJsonObject(target)) {
    const current = target.get(step);
    if (current === undefined && !(last && create)) return target;
    const next = last ? value : setAt(current ?? null, path, depth + 1, value, create);
    return jsonObject([...target, [step, next]]);
  }
  if (!isJsonArray(target)) return target;
  const at = arrayPosition(step, depth, target.length);
  if (at < 0) return last && create ? [value, ...target] : target;
  if (at >= target.length) return last && create ? [...target, value] : target;
  return target.map((entry, i) =>
    i === at ? (last ? value : setAt(entry, path, depth + 1, value, create)) : entry,
  );
}

/** jsonb_insert. @throws SqlError 22023, 22P02 */
export function insertAt(
  target: JsonValue,
  path: JsonPath,
  value: JsonValue,
  after: boolean,
  depth = 0,
): JsonValue {
  if (depth === 0 && !isJsonObject(target) && !isJsonArray(target)) {
    throw new SqlError('22023', 'cannot set path in scalar');
  }
  const step = path[depth];
  if (step === undefined || step === null) return target;
  const last = depth === path.length - 1;
  if (isJsonObject(target)) {
    const current = target.get(step);
    if (last) {
      if (current !== undefined) {
        throw new SqlError('22023', 'cannot replace existing key', {
          hint: 'Try using the function jsonb_set to replace key value.',
        });
      }
      return jsonObject([...target, [step, value]]);
    }
    return current === undefined
      ? target
      : jsonObject([...target, [step, insertAt(current, path, value, after, depth + 1)]]);
  }
  if (!isJsonArray(target)) return target;
  const at = arrayPosition(step, depth, target.length);
  if (!last)
    return target.map((entry, i) => (i === at ? insertAt(entry, path, value, after, depth + 1) : entry));
  const place = Math.min(Math.max(at + (after ? 1 : 0), 0), target.length);
  return [...target.slice(0, place), value, ...target.slice(place)];
}

export function stripNulls(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(stripNulls);
  if (!isJsonObject(value)) return value;
  return jsonObject(
    [...value].filter(([, inner]) => inner !== null).map(([key, inner]) => [key, stripNulls(inner)] as const),
  );
}

/** @throws SqlError 22P02 for a step that is not a number where the value is an array */
function arrayPosition(step: string, depth: number, length: number): number {
  const index = indexOf(step);
  if (index === null) {
    throw new SqlError('22P02', `path element at position ${depth + 1} is not an integer: "${step}"`);
  }
  return index < 0 ? length + index : index;
}

function indexOf(step: string): number | null {
  const index = /^\s*[+-]?\d+$/.test(step) ? Number(step) : NaN;
  return (index | 0) === index ? index : null;
}

function isEmpty(value: JsonValue): boolean {
  return isJsonArray(value) ? value.length === 0 : isJsonObject(value) && value.size === 0;
}
