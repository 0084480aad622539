import { isObject, type JsonObject } from '../json';
import { ORIGIN, type Place } from '../place';

const SCHEMA_KEYWORDS = new Set([
  'type',
  'format',
  'items',
  'default',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'enum',
  'multipleOf',
  'x-nullable',
]);

const STYLES: Readonly<Record<string, JsonObject>> = {
  ssv: { style: 'spaceDelimited', explode: false },
  tsv: { style: 'tabDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
};

/** A parameter of the path, the query or a header, or a header of a response, with its type in a schema. */
export function convertParameter(parameter: Place): unknown {
  if (!isObject(parameter.value)) return parameter.value;
  const { collectionFormat, ...others } = splitSchema(parameter);
  return { ...others, ...styleOf(collectionFormat, others), [ORIGIN]: parameter.pointer };
}

/** The keywords of a schema that stand in the parameter itself are put into one. */
export function splitSchema(parameter: Place): JsonObject & { schema?: JsonObject } {
  const entries = Object.entries(parameter.value as JsonObject);
  const schema = entries.filter(([key]) => SCHEMA_KEYWORDS.has(key));
  const others = Object.fromEntries(entries.filter(([key]) => !SCHEMA_KEYWORDS.has(key)));
  if (schema.length === 0) return others;
  return { ...others, schema: { ...fileAsBinary(Object.fromEntries(schema)), [ORIGIN]: parameter.pointer } };
}

/** Swagger's type `file` is a string of bytes. */
export function fileAsBinary(schema: JsonObject): JsonObject {
  return schema['type'] === 'file' ? { ...schema, type: 'string', format: 'binary' } : schema;
}

function styleOf(collectionFormat: unknown, { in: location, schema }: JsonObject): JsonObject {
  const isList = isObject(schema) && schema['type'] === 'array';
  if (typeof collectionFormat !== 'string' && !isList) return {};
  const style = STYLES[String(collectionFormat)];
  if (style !== undefined) return style;
  const isCsv = collectionFormat === undefined || collectionFormat === 'csv';
  if (!isCsv) return { collectionFormat };
  return location === 'query' ? { style: 'form', explode: false } : { style: 'simple', explode: false };
}
