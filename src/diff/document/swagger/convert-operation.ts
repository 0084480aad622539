import { isObject, type JsonObject } from '../json';
import { ORIGIN, Place } from '../place';
import { convertBody } from './convert-body';
import { convertParameter } from './convert-parameter';
import { convertResponse } from './convert-response';
import { convertServers } from './convert-servers';

/** What operations of a document of Swagger 2.0 have in common. */
export interface SwaggerDefaults {
  root: Place;
  consumes: unknown;
  produces: unknown;
}

/** @param inherited the parameters of the path */
export function convertOperation(operation: Place, inherited: Place, defaults: SwaggerDefaults): unknown {
  const { consumes, produces, schemes, parameters, responses, ...others } = operation.value as JsonObject;
  const all = effectiveParameters(inherited, operation.at('parameters'), defaults.root);
  const ofBody = all.filter((parameter) => isOfBody(parameter.value));
  const ofUrl = all.filter((parameter) => !ofBody.includes(parameter));
  return {
    ...others,
    ...(schemes === undefined ? {} : convertServers(defaults.root, schemes)),
    ...(Array.isArray(parameters) || parameters === undefined ? {} : { parameters }),
    ...(ofUrl.length === 0 ? {} : { parameters: ofUrl.map(convertParameter) }),
    ...(ofBody.length === 0
      ? {}
      : { requestBody: convertBody(ofBody, mediaTypes(consumes ?? defaults.consumes)) }),
    ...(responses === undefined ? {} : { responses: convertResponses(operation, produces, defaults) }),
    [ORIGIN]: operation.pointer,
  };
}

function convertResponses(operation: Place, produces: unknown, defaults: SwaggerDefaults): unknown {
  const responses = operation.at('responses');
  if (!isObject(responses.value)) return responses.value;
  const types = mediaTypes(produces ?? defaults.produces) ?? ['application/json'];
  const entries = responses
    .children()
    .map((response) => [
      response.key,
      response.key.startsWith('x-')
        ? response.value
        : convertResponse(target(response, defaults.root), types),
    ]);
  return { ...Object.fromEntries(entries), [ORIGIN]: responses.pointer };
}

/** The operation's own parameters, and those of the path that it does not replace. */
function effectiveParameters(inherited: Place, own: Place, root: Place): Place[] {
  const all = new Map<string, Place>();
  for (const parameter of [...items(inherited), ...items(own)].map((item) => target(item, root))) {
    const { name, in: location } = isObject(parameter.value) ? parameter.value : {};
    all.set(location === 'body' ? 'body' : `${String(location)}:${String(name)}`, parameter);
  }
  return [...all.values()];
}

function items(list: Place): Place[] {
  return Array.isArray(list.value) ? list.children() : [];
}

function isOfBody(parameter: unknown): boolean {
  return isObject(parameter) && (parameter['in'] === 'body' || parameter['in'] === 'formData');
}

function mediaTypes(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((type) => typeof type === 'string') && value.length > 0
    ? value
    : null;
}

/** What a reference to `#/parameters/x` or `#/responses/x` leads to. */
function target(place: Place, root: Place): Place {
  const reference = isObject(place.value) ? place.value['$ref'] : undefined;
  if (typeof reference !== 'string') return place;
  const [hash, group, name, ...deeper] = reference.split('/');
  if (hash !== '#' || (group !== 'parameters' && group !== 'responses') || name === undefined) return place;
  if (deeper.length > 0) return place;
  const found = root.at(group).at(name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return found.value === undefined ? place : found;
}
