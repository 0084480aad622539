import { isObject, type JsonObject } from '../json';
import { ORIGIN, type Place } from '../place';

const FLOW_NAMES: Readonly<Record<string, string>> = {
  implicit: 'implicit',
  password: 'password',
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

/** `securityDefinitions` as security schemes of OpenAPI 3. */
export function convertSecuritySchemes(definitions: Place): JsonObject {
  return Object.fromEntries(definitions.children().map((scheme) => [scheme.key, convertScheme(scheme)]));
}

function convertScheme(scheme: Place): unknown {
  if (!isObject(scheme.value)) return scheme.value;
  const origin = { [ORIGIN]: scheme.pointer };
  const { type, flow, authorizationUrl, tokenUrl, scopes, ...others } = scheme.value;
  if (type === 'basic') return { ...others, type: 'http', scheme: 'basic', ...origin };
  if (type !== 'oauth2' || typeof flow !== 'string') return { ...scheme.value, ...origin };
  const addresses = {
    ...(authorizationUrl === undefined ? {} : { authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
  const flows = { [FLOW_NAMES[flow] ?? flow]: { ...addresses, scopes: scopes ?? {}, ...origin } };
  return { ...others, type, flows: { ...flows, ...origin }, ...origin };
}
