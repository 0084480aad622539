import { canonicalJson } from '../document/json';
import { commonTypes } from './read-types';
import { tighter } from './read-limits';
import type { Parts, Schema, Size } from './schema';

/** One schema that says what both say; null when there is none that says exactly that. */
export function mergeSchemas(left: Schema, right: Schema): Schema | null {
  if (!isExact(left, right)) return null;
  return {
    place: left.place,
    parts: left.parts,
    types: commonTypes(left.types, right.types),
    format: left.format ?? right.format,
    pattern: left.pattern ?? right.pattern,
    lower: tighter(left.lower, right.lower, (one, other) => one.value > other.value),
    upper: tighter(left.upper, right.upper, (one, other) => one.value < other.value),
    multipleOf: left.multipleOf ?? right.multipleOf,
    sizes: mergeSizes(left.sizes, right.sizes),
    uniqueItems: left.uniqueItems || right.uniqueItems,
    values: commonValues(left.values, right.values),
    default: left.default ?? right.default,
    properties: mergeProperties(left.properties, right.properties),
    required: new Set([...left.required, ...right.required]),
    additional: mergeAdditional(left.additional, right.additional),
    items:
      left.items === null || right.items === null
        ? (left.items ?? right.items)
        : [...left.items, ...right.items],
    oneOf: left.oneOf.length > 0 ? left.oneOf : right.oneOf,
    anyOf: left.anyOf.length > 0 ? left.anyOf : right.anyOf,
    allOf: [...left.allOf, ...right.allOf],
    discriminator: left.discriminator ?? right.discriminator,
    readOnly: left.readOnly || right.readOnly,
    writeOnly: left.writeOnly || right.writeOnly,
    deprecated: left.deprecated || right.deprecated,
    opaque: new Map([...left.opaque, ...right.opaque]),
    other: new Map([...left.other, ...right.other]),
    notes: mergeNotes(left.notes, right.notes),
    places: new Map([...right.places, ...left.places]),
  };
}

function isExact(left: Schema, right: Schema): boolean {
  return (
    isOneOrSame(left.format, right.format) &&
    isOneOrSame(left.pattern, right.pattern) &&
    isOneOrSame(left.multipleOf, right.multipleOf) &&
    isOneOrSame(
      left.default && canonicalJson(left.default.value),
      right.default && canonicalJson(right.default.value),
    ) &&
    (left.discriminator === null || right.discriminator === null) &&
    (left.oneOf.length === 0 || right.oneOf.length === 0) &&
    (left.anyOf.length === 0 || right.anyOf.length === 0) &&
    canMergeProperties(left, right) &&
    !dependsOnNeighbours(left, right) &&
    !dependsOnNeighbours(right, left)
  );
}

function isOneOrSame<T>(left: T | null, right: T | null): boolean {
  return left === null || right === null || left === right;
}

/** `additionalProperties` is of what stands beside it: it can be merged when the same names stand beside both. */
function canMergeProperties(left: Schema, right: Schema): boolean {
  if (left.additional === 'any' && right.additional === 'any') return true;
  const isSubset = (one: Schema, other: Schema) =>
    [...one.properties.keys()].every((name) => other.properties.has(name));
  const leftFits = left.additional === 'any' || isSubset(right, left);
  const rightFits = right.additional === 'any' || isSubset(left, right);
  return leftFits && rightFits;
}

/** Keywords that are not judged may be about others; together with others they are left as they are. */
function dependsOnNeighbours(one: Schema, other: Schema): boolean {
  if (one.opaque.size === 0 && one.other.size === 0) return false;
  const { opaque, properties, oneOf, anyOf, allOf, places } = other;
  return (
    opaque.size + other.other.size + properties.size + oneOf.length + anyOf.length + allOf.length > 0 ||
    places.has('items') ||
    places.has('additionalProperties')
  );
}

function mergeSizes(left: Schema['sizes'], right: Schema['sizes']): Schema['sizes'] {
  const sizes: Partial<Record<Size, number>> = { ...left };
  for (const [size, value] of Object.entries(right) as [Size, number][]) {
    const other = sizes[size];
    const tightest = size.startsWith('max') ? Math.min : Math.max;
    sizes[size] = other === undefined ? value : tightest(other, value);
  }
  return sizes;
}

function commonValues(left: Schema['values'], right: Schema['values']): Schema['values'] {
  if (left === null || right === null) return left ?? right;
  const others = new Set(right.map(({ value }) => canonicalJson(value)));
  return left.filter(({ value }) => others.has(canonicalJson(value)));
}

function mergeProperties(left: Schema['properties'], right: Schema['properties']): Map<string, Parts> {
  const properties = new Map(left);
  for (const [name, parts] of right) properties.set(name, [...(properties.get(name) ?? []), ...parts]);
  return properties;
}

function mergeAdditional(left: Schema['additional'], right: Schema['additional']): Schema['additional'] {
  if (left === 'none' || right === 'none') return 'none';
  if (left === 'any' || right === 'any') return left === 'any' ? right : left;
  return [...left, ...right];
}

/** All of them: a second description has a name of its own. */
function mergeNotes(left: Schema['notes'], right: Schema['notes']): Schema['notes'] {
  const notes = new Map(left);
  for (const [name, place] of right) {
    let free = name;
    for (let count = 2; notes.has(free); count++) free = `${name} ${count}`;
    notes.set(free, place);
  }
  return notes;
}
