/** A specification as people call it: what came before 3.0 has another name. */
export function specificationName(version: string): string {
  return version.startsWith('2.') ? `Swagger ${version}` : `OpenAPI ${version}`;
}
