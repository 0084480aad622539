import { canonicalJson } from '../document/json';
import type { JsonType, Parts, Schema } from './schema';
import type { SchemaReader } from './schema-reader';

/** What begins the path of a schema by whose pattern properties are allowed that have no name of their own. */
const PATTERNS = 'patternProperties/';

/** Whether a value may meet two schemas, as far as that can be told: false only where none can. */
export function mayOverlap(reader: SchemaReader, one: Parts, other: Parts): boolean {
  const [left, right] = [reader.read(one), reader.read(other)];
  return (
    shareTypes(left.types, right.types) &&
    shareValues(left, right) &&
    !(areObjects(left) && areObjects(right) && areToldApart(reader, left, right))
  );
}

function shareTypes(left: Schema['types'], right: Schema['types']): boolean {
  if (left === null || right === null) return true;
  return [...left].some((type) => right.has(type) || right.has(counterpartOf(type)));
}

/** Every integer is a number. */
function counterpartOf(type: JsonType): JsonType {
  if (type === 'integer') return 'number';
  return type === 'number' ? 'integer' : type;
}

function shareValues({ values: left }: Schema, { values: right }: Schema): boolean {
  if (left === null || right === null) return true;
  const known = new Set(left.map(({ value }) => canonicalJson(value)));
  return right.some(({ value }) => known.has(canonicalJson(value)));
}

function areObjects({ types }: Schema): boolean {
  return types?.size === 1 && types.has('object');
}

/** By a property that both have to have, whose values differ; or by one that one has to have, and the other may not. */
function areToldApart(reader: SchemaReader, left: Schema, right: Schema): boolean {
  return (
    demandsWhatIsForbidden(left, right) ||
    demandsWhatIsForbidden(right, left) ||
    areTagged(reader, left, right)
  );
}

function demandsWhatIsForbidden({ required }: Schema, { additional, properties, opaque }: Schema): boolean {
  const isClosed = additional === 'none' && ![...opaque.keys()].some((path) => path.startsWith(PATTERNS));
  return isClosed && [...required].some((name) => !properties.has(name));
}

function areTagged(reader: SchemaReader, left: Schema, right: Schema): boolean {
  return [...left.required].some((name) => {
    const [one, other] = [left.properties.get(name), right.properties.get(name)];
    if (!one || !other || !right.required.has(name)) return false;
    return !shareValues(reader.read(one), reader.read(other));
  });
}
