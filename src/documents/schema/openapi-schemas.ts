import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { asObject } from '../description/api-description';
import type { Family } from '../description/versions';
import { isObject } from '../description/walk';

/** All errors, each with the schema that it is of and the data, which tell what they are worth. */
export const AJV_OPTIONS = { allErrors: true, verbose: true, strict: false } as const;

const compiled = new Map<Family, ValidateFunction>();

/** The schema of a family, compiled when it is first asked for. It knows nothing of the Schema Objects of 3.1 and later. */
export function openApiSchema(family: Family): ValidateFunction {
  const known = compiled.get(family);
  if (known) return known;
  const file = require.resolve(`@seriousme/openapi-schema-validator/schemas/v${family}/schema.json`);
  const schema = JSON.parse(readFileSync(file, 'utf8'), withoutSlowKeywords) as { readonly $schema: string };
  const ajv = schema.$schema.includes('draft-04') ? new Ajv04(AJV_OPTIONS) : new Ajv2020(AJV_OPTIONS);
  addFormats(ajv).addFormat('media-range', true);
  const validate = ajv.compile(schema);
  compiled.set(family, validate);
  return validate;
}

/**
 * Each object would be compared with each other, for minutes where there are many. Parameters, tags and values of enums
 * that are there twice are found by checks of our own.
 */
function withoutSlowKeywords(_key: string, value: unknown): unknown {
  if (!isObject(value) || value.uniqueItems !== true || asObject(value.items).type === 'string') return value;
  const { uniqueItems: _, ...rest } = value;
  return rest;
}
