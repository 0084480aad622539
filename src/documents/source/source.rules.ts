import type { Rules } from '../rule';

/** What keeps a document from being read, or from being read by everybody alike. */
export const SOURCE_RULES = {
  tooLarge: {
    id: 'document-too-large',
    severity: 'error',
    summary: 'The document has more than 1 MiB.',
    hint: 'Split the API into several, or leave out examples.',
  },
  tooComplex: {
    id: 'document-too-complex',
    severity: 'error',
    summary: 'Checking the document takes more time or memory than it may.',
    hint: 'Make the document smaller and its schemas less deeply nested.',
  },
  notCheckable: {
    id: 'document-not-checkable',
    severity: 'error',
    summary: 'The document could not be checked to its end.',
    hint: 'Look for members with unusual names or values, such as `valueOf`, `toString` and `constructor`.',
  },
  syntax: {
    id: 'syntax',
    severity: 'error',
    summary: 'The text is not JSON, or not YAML 1.2.',
    hint: 'Correct the syntax at this place. Other findings may be hidden behind it.',
  },
  notObject: {
    id: 'document-not-object',
    severity: 'error',
    summary: 'The document is empty, or not an object.',
    hint: 'Begin with the fields of an OpenAPI document: openapi, info, paths.',
  },
  versionUnknown: {
    id: 'version-unknown',
    severity: 'error',
    summary: 'The document declares no version of OpenAPI that is known here.',
    hint: 'Declare one of the known versions as a string: swagger: "2.0", or openapi: "3.1.1".',
  },
  duplicateKey: {
    id: 'duplicate-key',
    severity: 'error',
    summary: 'An object has two members of one name, of which every reader takes another one.',
    hint: 'Remove one of them, or give it another name.',
  },
  forbiddenKey: {
    id: 'forbidden-key',
    severity: 'error',
    summary: 'A member is called `__proto__`, which does harm in many readers.',
    hint: 'Give the member another name.',
  },
  forbiddenCharacter: {
    id: 'forbidden-character',
    severity: 'error',
    summary: 'A name or a text has the character U+0000, or half of a surrogate pair.',
    hint: 'Remove the character.',
  },
  tooDeep: {
    id: 'nesting-too-deep',
    severity: 'error',
    summary: 'Values are nested more than 200 levels deep.',
    hint: 'Move the inner parts into components, and refer to them.',
  },
  namesTooLong: {
    id: 'names-too-long',
    severity: 'error',
    summary: 'The names on the way to a value have more than 4,000 characters together.',
    hint: 'Shorten the names, or move the inner parts into components, and refer to them.',
  },
  number: {
    id: 'number-not-json',
    severity: 'error',
    summary: 'A number is infinite, not a number, or too large.',
    hint: 'Write a finite number, or a string.',
  },
  severalDocuments: {
    id: 'yaml-several-documents',
    severity: 'error',
    summary: 'The file has more than one YAML document.',
    hint: 'Send each document by itself, without `---` in between.',
  },
  yamlVersion: {
    id: 'yaml-version',
    severity: 'error',
    summary: 'The file declares another version of YAML than 1.2.',
    hint: 'Remove the directive %YAML.',
  },
  yamlTag: {
    id: 'yaml-tag',
    severity: 'error',
    summary: 'A value has a tag that JSON knows no type for.',
    hint: 'Remove the tag. OpenAPI allows the types of JSON alone.',
  },
  yamlKey: {
    id: 'yaml-key',
    severity: 'error',
    summary: 'The name of a member is not a plain text.',
    hint: 'Write the name as a string.',
  },
  mergeKey: {
    id: 'yaml-merge-key',
    severity: 'error',
    summary: 'A merge key (`<<`) is used, which YAML 1.2 does not have and readers treat differently.',
    hint: 'Write the members out, or use allOf with $ref.',
  },
  alias: {
    id: 'yaml-alias',
    severity: 'error',
    summary: 'An alias has no anchor before it, or stands within its own anchor.',
    hint: 'Set the anchor before the alias, or use $ref.',
  },
  aliasExpansion: {
    id: 'yaml-alias-expansion',
    severity: 'error',
    summary: 'Aliases stand for more than 100,000 values together.',
    hint: 'Use $ref in the place of aliases.',
  },
} as const satisfies Rules;
