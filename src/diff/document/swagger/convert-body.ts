import { isObject, type JsonObject } from '../json';
import { ORIGIN, type Place } from '../place';
import { fileAsBinary, splitSchema } from './convert-parameter';

/**
 * The parameters that are in the body, as a request body.
 * @param consumes the media types, null when the document tells none
 */
export function convertBody(parameters: readonly Place[], consumes: readonly string[] | null): JsonObject {
  const body = parameters.find((parameter) => (parameter.value as JsonObject)['in'] === 'body');
  return body === undefined
    ? formBody(parameters, consumes)
    : jsonBody(body, consumes ?? ['application/json']);
}

function jsonBody(body: Place, consumes: readonly string[]): JsonObject {
  const { in: _, name: __, schema, ...others } = body.value as JsonObject;
  const place = body.at('schema');
  const mediaType = isObject(schema) ? { schema: { ...schema, [ORIGIN]: place.pointer } } : { schema };
  return { ...others, content: contentOf(consumes, mediaType, body.pointer), [ORIGIN]: body.pointer };
}

function formBody(parameters: readonly Place[], consumes: readonly string[] | null): JsonObject {
  const origin = parameters[0]?.pointer ?? '';
  const fields = parameters.map(formField);
  const required = fields.filter((field) => field.isRequired).map((field) => field.name);
  const schema = {
    type: 'object',
    properties: { ...Object.fromEntries(fields.map(({ name, schema }) => [name, schema])), [ORIGIN]: origin },
    ...(required.length === 0 ? {} : { required }),
    [ORIGIN]: origin,
  };
  const hasFile = parameters.some((parameter) => (parameter.value as JsonObject)['type'] === 'file');
  const types = consumes ?? [hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
  return { required: required.length > 0, content: contentOf(types, { schema }, origin), [ORIGIN]: origin };
}

function formField(parameter: Place): { name: string; isRequired: boolean; schema: JsonObject } {
  const { in: _, name, required, schema, ...others } = splitSchema(parameter);
  return {
    name: String(name),
    isRequired: required === true,
    schema: { ...fileAsBinary(isObject(schema) ? schema : {}), ...others, [ORIGIN]: parameter.pointer },
  };
}

export function contentOf(types: readonly string[], mediaType: JsonObject, origin: string): JsonObject {
  return {
    ...Object.fromEntries(types.map((type) => [type, { ...mediaType, [ORIGIN]: origin }])),
    [ORIGIN]: origin,
  };
}
