import type { ApiDescription } from '../description/api-description';
import type { Findings } from '../findings';
import { addViolations } from './add-violations';
import { checkSchemaObjects } from './check-schema-objects';
import { openApiSchema } from './openapi-schemas';

/** Checks a document against the schema of its version, and the schemas in it against JSON Schema where that is it. */
export function checkSchema(api: ApiDescription, findings: Findings): void {
  const validate = openApiSchema(api.family);
  if (!validate(api.root)) addViolations('', validate, api, findings);
  if (api.family === '3.1' || api.family === '3.2') checkSchemaObjects(api, findings);
}
