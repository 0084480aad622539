import { Fields } from '../document/fields';
import { isObject, sameJson } from '../document/json';
import type { Place } from '../document/place';
import { isNote } from '../notes';
import { readLower, readSizes, readUpper } from './read-limits';
import { readTypes } from './read-types';
import type { Dialect } from '../document/source-document';
import type { Parts, Schema } from './schema';

/** Keywords that hold a schema, a list of schemas or schemas by name, and are not judged. */
const OPAQUE_SCHEMAS = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
];
const OPAQUE_LISTS = ['prefixItems'];
const OPAQUE_MAPS = ['patternProperties', 'dependentSchemas'];

/** Only places for other schemas to stand. */
const CONTAINERS = ['$defs', 'definitions'];

/** The keywords of one schema, `$ref` and `allOf` aside. */
export function readKeywords(place: Place, { hasJsonSchema, nullKeyword }: Dialect): Schema {
  if (!isObject(place.value)) return readBoolean(place);
  const fields = new Fields(place);
  fields.string('$ref');
  fields.array('allOf');
  for (const keyword of CONTAINERS) fields.object(keyword);
  const keywords = {
    place,
    parts: [place],
    types: readTypes(fields, nullKeyword),
    format: fields.string('format'),
    pattern: fields.string('pattern'),
    lower: readLower(fields, hasJsonSchema),
    upper: readUpper(fields, hasJsonSchema),
    multipleOf: fields.number('multipleOf'),
    sizes: readSizes(fields),
    uniqueItems: fields.boolean('uniqueItems'),
    values: readValues(fields),
    default: fields.any('default'),
    properties: readProperties(fields),
    required: new Set(fields.strings('required') ?? []),
    additional: readAdditional(fields),
    items: readItems(fields),
    oneOf: readAlternatives(fields, 'oneOf'),
    anyOf: readAlternatives(fields, 'anyOf'),
    allOf: [],
    discriminator: readDiscriminator(fields),
    readOnly: fields.boolean('readOnly'),
    writeOnly: fields.boolean('writeOnly'),
    deprecated: fields.boolean('deprecated'),
    opaque: readOpaque(fields),
  };
  return {
    ...keywords,
    ...sortRest(fields, nullKeyword),
    places: new Map(place.children().map((child) => [child.key, child])),
  };
}

/** What `true`, which any value meets, and `false`, which none does, say; and what is no schema at all. */
function readBoolean(place: Place): Schema {
  const isBoolean = typeof place.value === 'boolean' || place.value === undefined;
  return {
    place,
    parts: [place],
    types: place.value === false ? new Set() : null,
    format: null,
    pattern: null,
    lower: null,
    upper: null,
    multipleOf: null,
    sizes: {},
    uniqueItems: false,
    values: null,
    default: null,
    properties: new Map(),
    required: new Set(),
    additional: 'any',
    items: null,
    oneOf: [],
    anyOf: [],
    allOf: [],
    discriminator: null,
    readOnly: false,
    writeOnly: false,
    deprecated: false,
    opaque: new Map(),
    other: isBoolean ? new Map() : new Map([['', place]]),
    notes: new Map(),
    places: new Map(),
  };
}

/** `enum`, `const` as an enum of one, and of both what is in both. */
function readValues(fields: Fields): readonly Place[] | null {
  const values = fields.array('enum');
  const only = fields.any('const');
  if (only === null) return values;
  if (values === null) return [only];
  return values.filter(({ value }) => sameJson(value, only.value));
}

function readProperties(fields: Fields): Map<string, Parts> {
  const properties = fields.object('properties')?.children() ?? [];
  return new Map(properties.map((property) => [property.key, [property]]));
}

function readAdditional(fields: Fields): Schema['additional'] {
  const isAllowed = fields.optionalBoolean('additionalProperties');
  if (isAllowed !== null) return isAllowed ? 'any' : 'none';
  const schema = fields.object('additionalProperties');
  return schema === null || schema.children().length === 0 ? 'any' : [schema];
}

function readItems(fields: Fields): Parts | null {
  const items = fields.object('items');
  if (items !== null) return items.children().length === 0 ? null : [items];
  const isAllowed = fields.optionalBoolean('items');
  return isAllowed === false ? [fields.place.at('items')] : null;
}

/** An alternative to which there is no other is a part of the schema, and read as one. */
function readAlternatives(fields: Fields, keyword: string): Parts[] {
  const alternatives = fields.array(keyword) ?? [];
  return alternatives.length === 1 ? [] : alternatives.map((alternative) => [alternative]);
}

/** An object; or the name of a property, as Swagger 2.0 has it. */
function readDiscriminator(fields: Fields): Place | null {
  const object = fields.object('discriminator');
  if (object !== null) return object;
  return fields.string('discriminator') === null ? null : fields.place.at('discriminator');
}

function readOpaque(fields: Fields): Map<string, Parts> {
  const opaque = new Map<string, Parts>();
  for (const keyword of OPAQUE_SCHEMAS) {
    const isBoolean = fields.optionalBoolean(keyword) !== null;
    const schema = isBoolean ? fields.place.at(keyword) : fields.object(keyword);
    if (schema !== null) opaque.set(keyword, [schema]);
  }
  for (const keyword of OPAQUE_LISTS) {
    for (const schema of fields.array(keyword) ?? []) opaque.set(`${keyword}/${schema.key}`, [schema]);
  }
  for (const keyword of OPAQUE_MAPS) {
    for (const schema of fields.object(keyword)?.children() ?? [])
      opaque.set(`${keyword}/${schema.key}`, [schema]);
  }
  return opaque;
}

function sortRest(fields: Fields, nullKeyword: string | null): Pick<Schema, 'other' | 'notes'> {
  const other = new Map<string, Place>();
  const notes = new Map<string, Place>();
  for (const place of fields.rest())
    (isNote(place.key) && place.key !== nullKeyword ? notes : other).set(place.key, place);
  return { other, notes };
}
