import type { Place } from '../document/place';

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** Schemas, as they are written, all of which a value has to meet; none is what any value meets. */
export type Parts = readonly Place[];

export interface Bound {
  value: number;
  exclusive: boolean;
}

export const SIZES = [
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
] as const;
export type Size = (typeof SIZES)[number];

/**
 * What a schema says, whatever version it is of: references resolved, `allOf` merged where that is exact, `nullable` and a
 * choice between null and another as a type, `const` as an enum of one, and limits that limit nothing left out.
 */
export interface Schema {
  readonly place: Place;
  readonly parts: Parts;
  /** Null is any; the empty set is that no value is right. `number` is without `integer`, which it includes. */
  readonly types: ReadonlySet<JsonType> | null;
  readonly format: string | null;
  readonly pattern: string | null;
  readonly lower: Bound | null;
  readonly upper: Bound | null;
  readonly multipleOf: number | null;
  readonly sizes: Readonly<Partial<Record<Size, number>>>;
  readonly uniqueItems: boolean;
  /** The values of `enum`; null when it has none. */
  readonly values: readonly Place[] | null;
  readonly default: Place | null;
  readonly properties: ReadonlyMap<string, Parts>;
  readonly required: ReadonlySet<string>;
  /** What properties without a name of their own may be. */
  readonly additional: Parts | 'any' | 'none';
  readonly items: Parts | null;
  readonly oneOf: readonly Parts[];
  readonly anyOf: readonly Parts[];
  /** What could not be merged. */
  readonly allOf: readonly Parts[];
  readonly discriminator: Place | null;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  /** Schemas under keywords that are not judged, by the path from here. */
  readonly opaque: ReadonlyMap<string, Parts>;
  /** Keywords that are not understood. */
  readonly other: ReadonlyMap<string, Place>;
  /** Keywords that say nothing of values: descriptions, examples, extensions. */
  readonly notes: ReadonlyMap<string, Place>;
  /** Where the keywords stand that are understood. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Where the keyword stands, or the schema when it has it from somewhere else. */
export function placeOf(schema: Schema, keyword: string): Place {
  return schema.places.get(keyword) ?? schema.place;
}

/** Whether the schema leaves everything to its alternatives. */
export function isUnion(schema: Schema): boolean {
  return schema.oneOf.length > 0 !== schema.anyOf.length > 0 && !constrains(schema);
}

/** Whether the schema says anything of values but by its alternatives. */
export function constrains(schema: Schema): boolean {
  return (
    schema.types !== null ||
    schema.format !== null ||
    schema.pattern !== null ||
    schema.lower !== null ||
    schema.upper !== null ||
    schema.multipleOf !== null ||
    Object.keys(schema.sizes).length > 0 ||
    schema.uniqueItems ||
    schema.values !== null ||
    schema.properties.size > 0 ||
    schema.required.size > 0 ||
    schema.additional !== 'any' ||
    schema.items !== null ||
    schema.allOf.length > 0 ||
    schema.opaque.size > 0 ||
    schema.other.size > 0
  );
}
