import Ajv2020 from 'ajv/dist/2020';
import type { ApiDescription } from '../description/api-description';
import type { Visit } from '../description/walk';
import type { Findings } from '../findings';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import { addViolations } from './add-violations';
import { AJV_OPTIONS } from './openapi-schemas';
import { SCHEMA_RULES } from './schema.rules';

const JSON_SCHEMA = 'https://json-schema.org/draft/2020-12/schema';
const OPENAPI_DIALECT = /^https:\/\/spec\.openapis\.org\/oas\/3\.[12]\/dialect\/(?:base|\d{4}-\d\d-\d\d)$/;

/** What OpenAPI adds to JSON Schema. */
const OPENAPI_KEYWORDS = 'openapi-keywords';

/** Compiles each schema when it is first used. */
const ajv = new Ajv2020({
  ...AJV_OPTIONS,
  formats: { regex: isRegularExpression, uri: true, 'uri-reference': true },
  schemas: [
    {
      $id: OPENAPI_KEYWORDS,
      properties: {
        discriminator: {
          type: 'object',
          required: ['propertyName'],
          properties: {
            propertyName: { type: 'string' },
            mapping: { type: 'object', additionalProperties: { type: 'string' } },
            defaultMapping: { type: 'string' },
          },
        },
        xml: { type: 'object' },
        externalDocs: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } },
        deprecated: { type: 'boolean' },
      },
    },
  ],
});

/** Checks the schemas of a document of 3.1 or later, of which the schema of OpenAPI says nothing. */
export function checkSchemaObjects(api: ApiDescription, findings: Findings): void {
  const { jsonSchemaDialect } = api.root;
  const isKnown = jsonSchemaDialect === undefined || isKnownDialect(jsonSchemaDialect);
  if (!isKnown) addDialect('/jsonSchemaDialect', jsonSchemaDialect, findings);
  for (const schema of api.all('schema')) {
    const { $schema } = schema.value;
    if ($schema !== undefined && !isKnownDialect($schema))
      addDialect(pointerTo(schema.pointer, '$schema'), $schema, findings);
    // What is within another schema is checked with it.
    else if (schema.parent?.kind !== 'schema' && (isKnown || $schema !== undefined))
      check(JSON_SCHEMA, schema, api, findings);
    check(OPENAPI_KEYWORDS, schema, api, findings);
  }
}

function check(name: string, { value, pointer }: Visit, api: ApiDescription, findings: Findings): void {
  const validate = ajv.getSchema(name);
  if (validate?.(value) === false) addViolations(pointer, validate, api, findings);
}

function isKnownDialect(dialect: unknown): boolean {
  return (
    typeof dialect === 'string' &&
    (dialect.replace(/#$/, '') === JSON_SCHEMA || OPENAPI_DIALECT.test(dialect))
  );
}

function addDialect(pointer: string, dialect: unknown, findings: Findings): void {
  findings.add(SCHEMA_RULES.dialect, pointer, `The dialect ${quote(dialect)} is not known.`);
}

/** As ECMA-262 has it, which JSON Schema asks for. It is never run. */
function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
