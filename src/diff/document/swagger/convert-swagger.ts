import { isObject, type JsonObject } from '../json';
import { ORIGIN, Place } from '../place';
import { convertOperation, type SwaggerDefaults } from './convert-operation';
import { convertSecuritySchemes } from './convert-security';
import { convertServers } from './convert-servers';

const CONVERTED = new Set([
  'swagger',
  'host',
  'basePath',
  'schemes',
  'consumes',
  'produces',
  'paths',
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
]);

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

/**
 * A document of Swagger 2.0 in the shape of OpenAPI 3.0. Schemas are left as they are, and still refer to the definitions
 * of the original; what is made anew says where it comes from.
 */
export function convertSwagger(root: Place): Place {
  const document = isObject(root.value) ? root.value : {};
  const defaults: SwaggerDefaults = {
    root,
    consumes: root.at('consumes').value,
    produces: root.at('produces').value,
  };
  const paths = root.at('paths');
  const converted = {
    ...without(document, CONVERTED),
    ...convertServers(root, document['schemes']),
    paths: isObject(paths.value) ? convertPaths(paths, defaults) : paths.value,
    components: { securitySchemes: convertSecuritySchemes(root.at('securityDefinitions')) },
  };
  return Place.root(converted);
}

function convertPaths(paths: Place, defaults: SwaggerDefaults): JsonObject {
  const entries = paths.children().map((item) => [item.key, convertPathItem(item, defaults)] as const);
  return { ...Object.fromEntries(entries), [ORIGIN]: paths.pointer };
}

function convertPathItem(item: Place, defaults: SwaggerDefaults): unknown {
  if (!isObject(item.value)) return item.value;
  const fields = item.children().map((field) => {
    const isOperation = METHODS.has(field.key) && isObject(field.value);
    return [
      field.key,
      isOperation ? convertOperation(field, item.at('parameters'), defaults) : field.value,
    ] as const;
  });
  const others = fields.filter(([key, value]) => key !== 'parameters' || !Array.isArray(value));
  return { ...Object.fromEntries(others), [ORIGIN]: item.pointer };
}

export function without(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
}
