import { isObject, type JsonObject } from '../document/json';
import type { Place } from '../document/place';
import type { SourceDocument } from '../document/source-document';
import { TooComplexError } from '../too-complex.error';
import { isNote } from '../notes';
import { mergeSchemas } from './merge-schemas';
import { readKeywords } from './read-keywords';
import { constrains, type Parts, type Schema } from './schema';

/** A schema of more parts than this is not read. */
const MOST_PARTS = 500;

/** How many steps it is to `#/components/schemas/Pet`. */
const COMPONENT_DEPTH = 3;

/** Of Swagger 2.0, and no part of it: some readers know it beside a reference, and some do not. */
const NULL_BESIDE = 'x-nullable';

/** The schemas of a document, each read once. */
export class SchemaReader {
  private readonly schemas = new Map<string, Schema>();
  private readonly open = new Set<string>();
  private readonly ids = new WeakMap<object, number>();
  /** Where references lead in the end, by the objects that are nothing but a reference. */
  private readonly ends = new Map<object, Place>();
  private lastId = 0;
  /** What stands beside references, by what holds both. */
  private readonly beside = new WeakMap<object, JsonObject>();

  constructor(readonly document: SourceDocument) {}

  read(parts: Parts): Schema {
    const key = this.keyOf(parts);
    const known = this.schemas.get(key);
    if (known !== undefined) return known;
    this.open.add(key);
    const schema = this.withNull(this.merge(parts));
    this.open.delete(key);
    this.schemas.set(key, schema);
    return schema;
  }

  /** The name by which others refer to the schema; null when it stands where it is used. */
  nameOf(parts: Parts): string | null {
    const [place] = parts;
    if (place === undefined || parts.length > 1) return null;
    const target = this.document.target(place) ?? place;
    if (target.depth > COMPONENT_DEPTH) return null;
    return /^\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(target.pointer)?.[1] ?? null;
  }

  private merge(parts: Parts): Schema {
    const found: Schema[] = [];
    const seen = new Set<unknown>();
    for (const part of parts) this.collect(part, found, seen);
    const [first, ...others] = found;
    let merged = first ?? readKeywords(this.document.root.holding(undefined), this.document);
    const left: Parts[] = [];
    for (const other of others) {
      const both = mergeSchemas(merged, other);
      if (both === null) left.push(other.parts);
      else merged = both;
    }
    return { ...merged, parts, allOf: [...merged.allOf, ...left] };
  }

  /** A reference is what it refers to and what stands beside it; `allOf` is all that stands in it. */
  private collect(place: Place, found: Schema[], seen: Set<unknown>): void {
    if (found.length > MOST_PARTS) throw new TooComplexError();
    if (isObject(place.value)) {
      if (seen.has(place.value)) return;
      seen.add(place.value);
    }
    const target = this.document.target(place);
    if (target === null) found.push(this.readKeywords(place));
    else {
      this.collect(target, found, seen);
      if (Object.keys(place.value as object).length > 1) found.push(this.readBeside(place));
      if (!this.document.hasJsonSchema) return;
    }
    for (const part of partsWithin(place)) this.collect(part, found, seen);
  }

  private readKeywords(place: Place): Schema {
    const schema = readKeywords(place, this.document);
    if (!isObject(place.value)) return schema;
    const { $ref, $dynamicRef } = place.value;
    if (typeof $ref === 'string')
      return { ...schema, other: new Map([...schema.other, ['$ref', place.at('$ref')]]) };
    if (typeof $dynamicRef !== 'string') return schema;
    // Which of them it is depends on where one comes from.
    const targets = this.document.dynamicTargets($dynamicRef);
    const opaque = targets.map((target, index) => [`$dynamicRef/${index}`, [target]] as const);
    return { ...schema, opaque: new Map([...schema.opaque, ...opaque]) };
  }

  /** What stands beside a reference; before OpenAPI 3.1 it is ignored, and only told of when it changes. */
  private readBeside(place: Place): Schema {
    const { $ref: _, ...others } = place.value as JsonObject;
    if (this.document.hasJsonSchema) {
      const known = this.beside.get(place.value as object) ?? others;
      this.beside.set(place.value as object, known);
      return readKeywords(place.holding(known), this.document);
    }
    const nothing = readKeywords(place.holding(true), this.document);
    const ignored = Object.keys(others).map((keyword) => place.at(keyword));
    const isNull = ({ key }: Place): boolean => key === NULL_BESIDE && key === this.document.nullKeyword;
    return {
      ...nothing,
      other: byName(ignored.filter(isNull)),
      notes: byName(ignored.filter((other) => !isNull(other))),
    };
  }

  /** A choice between null and one schema is that schema, with null as one more type. */
  private withNull(schema: Schema): Schema {
    const alternatives = schema.anyOf.length > 0 ? schema.anyOf : schema.oneOf;
    if (alternatives.length !== 2 || (schema.oneOf.length > 0 && schema.anyOf.length > 0)) return schema;
    if (constrains(schema) || schema.discriminator !== null) return schema;
    const others = alternatives.filter((alternative) => !this.isNull(alternative));
    const [other] = others;
    if (other === undefined || others.length > 1 || this.open.has(this.keyOf(other))) return schema;
    const chosen = this.read(other);
    if (!canTakeNull(chosen)) return schema;
    const nullPlace = alternatives.find((alternative) => alternative !== other)?.[0];
    const values =
      chosen.values === null || nullPlace === undefined ? null : [...chosen.values, nullPlace.holding(null)];
    const merged = mergeSchemas({ ...schema, oneOf: [], anyOf: [] }, chosen);
    return merged === null
      ? schema
      : { ...merged, types: new Set([...(chosen.types ?? []), 'null']), values };
  }

  /** Whether the schema says that the value is null, and nothing else. */
  private isNull(parts: Parts): boolean {
    if (this.open.has(this.keyOf(parts))) return false;
    const { types, values, places } = this.read(parts);
    if (places.size !== 1) return false;
    const isOnlyValue = values !== null && values.length === 1 && values[0]?.value === null;
    return (types?.size === 1 && types.has('null')) || (types === null && isOnlyValue);
  }

  /** The same for the same schemas, however they are referred to. */
  private keyOf(parts: Parts): string {
    if (parts.length === 1 && parts[0] !== undefined) return this.partKey(parts[0]);
    return [...new Set(parts.map((part) => this.partKey(part)))].toSorted().join('&');
  }

  private partKey(part: Place): string {
    let place = part;
    const hops = new Set<object>();
    while (isObject(place.value) && Object.keys(place.value).length === 1 && !hops.has(place.value)) {
      const end = this.ends.get(place.value);
      if (end === undefined) hops.add(place.value);
      const target = end ?? this.document.target(place);
      if (target === null) break;
      place = target;
    }
    // In a circle it depends on where one begins.
    if (!isObject(place.value) || !hops.has(place.value)) for (const hop of hops) this.ends.set(hop, place);
    if (typeof place.value !== 'object' || place.value === null)
      return `=${JSON.stringify(place.value) ?? ''}`;
    let id = this.ids.get(place.value);
    if (id === undefined) this.ids.set(place.value, (id = ++this.lastId));
    return String(id);
  }
}

/** The items of `allOf`, and the one of an `anyOf` or `oneOf` that has no other. */
function partsWithin(place: Place): Place[] {
  const list = (keyword: string) => {
    const items = place.at(keyword);
    return Array.isArray(items.value) ? items.children() : [];
  };
  const choices = [list('oneOf'), list('anyOf')].filter((choice) => choice.length === 1);
  return [...list('allOf'), ...choices.flat()];
}

function byName(places: readonly Place[]): Map<string, Place> {
  return new Map(places.map((place) => [isNote(place.key) ? place.key : `$ref ${place.key}`, place]));
}

function canTakeNull(schema: Schema): boolean {
  return (
    schema.types !== null &&
    !schema.types.has('null') &&
    schema.allOf.length +
      schema.oneOf.length +
      schema.anyOf.length +
      schema.opaque.size +
      schema.other.size ===
      0
  );
}
