const DOCUMENTATION: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'description',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'termsOfService',
  'contact',
  'license',
]);

/** Whether the field is for people to read. */
export function isDocumentation(field: string): boolean {
  return DOCUMENTATION.has(field);
}

/** Whether the field is an extension, of which the specification says nothing. */
export function isExtension(field: string): boolean {
  return field.startsWith('x-');
}

/** Whether the field says nothing of what is sent and received. */
export function isNote(field: string): boolean {
  return isDocumentation(field) || isExtension(field);
}
