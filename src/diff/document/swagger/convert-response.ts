import { isObject, type JsonObject } from '../json';
import { ORIGIN, type Place } from '../place';
import { contentOf } from './convert-body';
import { convertParameter, fileAsBinary } from './convert-parameter';

export function convertResponse(response: Place, produces: readonly string[]): unknown {
  if (!isObject(response.value) || response.value['$ref'] !== undefined) return response.value;
  const { schema, headers, examples, ...others } = response.value;
  const place = response.at('schema');
  const converted = isObject(schema) ? { ...fileAsBinary(schema), [ORIGIN]: place.pointer } : schema;
  const content =
    schema === undefined ? {} : { content: contentOf(produces, { schema: converted }, response.pointer) };
  return {
    ...others,
    ...(examples === undefined ? {} : { examples }),
    ...(headers === undefined ? {} : { headers: convertHeaders(response.at('headers')) }),
    ...content,
    [ORIGIN]: response.pointer,
  };
}

function convertHeaders(headers: Place): unknown {
  if (!isObject(headers.value)) return headers.value;
  const entries = headers.children().map((header) => [header.key, convertParameter(header)] as const);
  return { ...Object.fromEntries(entries), [ORIGIN]: headers.pointer } satisfies JsonObject;
}
