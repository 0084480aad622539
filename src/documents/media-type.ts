import type { DocumentMediaType } from './documents';

const JSON_TYPES = new Set([
  'application/json',
  'application/openapi+json',
  'application/vnd.oai.openapi+json',
  'application/swagger+json',
]);

const YAML_TYPES = new Set([
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/openapi+yaml',
  'application/vnd.oai.openapi',
  'application/vnd.oai.openapi+yaml',
  'application/swagger+yaml',
]);

/**
 * What a document is stored as, of the Content-Type that it was sent with; null when it is neither JSON nor YAML.
 * Parameters are left out of account (RFC 9512 and the registration of application/vnd.oai.openapi have YAML for a
 * type without a suffix).
 */
export function documentMediaTypeOf(contentType: string): DocumentMediaType | null {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (JSON_TYPES.has(type)) return 'application/json';
  return YAML_TYPES.has(type) ? 'application/yaml' : null;
}
