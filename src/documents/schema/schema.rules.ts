import type { Rules } from '../rule';

/** What the schema of the version finds. */
export const SCHEMA_RULES = {
  required: {
    id: 'schema-required',
    severity: 'error',
    summary: 'A field that the specification asks for is missing.',
    hint: 'Add the field.',
  },
  unknownField: {
    id: 'schema-unknown-field',
    severity: 'error',
    summary: 'A field is not one that the specification has here.',
    hint: 'Correct its name, move it, or begin it with x- if it is an extension.',
  },
  type: {
    id: 'schema-type',
    severity: 'error',
    summary: 'A value has another type than the specification asks for.',
    hint: 'Write a value of that type. In YAML, quote what is meant as a text: "1.0", "2026-01-31", "no".',
  },
  value: {
    id: 'schema-value',
    severity: 'error',
    summary: 'A value or a name is not one of those that the specification has here.',
    hint: 'Take one of the allowed values.',
  },
  format: {
    id: 'schema-format',
    severity: 'error',
    summary:
      'A text does not have the form that the specification asks for: a URI, an e-mail address, a pattern.',
    hint: 'Correct the text.',
  },
  size: {
    id: 'schema-size',
    severity: 'error',
    summary: 'A list, an object, a text or a number is smaller or larger than the specification allows.',
    hint: 'Add what is missing, or remove what is too much.',
  },
  combination: {
    id: 'schema-combination',
    severity: 'error',
    summary: 'Fields do not go together.',
    hint: 'Keep one of the fields that exclude each other.',
  },
  dialect: {
    id: 'schema-dialect-unknown',
    severity: 'warning',
    summary: 'Schemas are written in a dialect that is not known here, and are not checked.',
    hint: 'Remove jsonSchemaDialect and $schema, which means JSON Schema 2020-12.',
  },
} as const satisfies Rules;
