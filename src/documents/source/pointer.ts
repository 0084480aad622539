/** The JSON pointer (RFC 6901) of a member or an item of what `pointer` points to. */
export function pointerTo(pointer: string, ...segments: readonly (string | number)[]): string {
  let result = pointer;
  for (const segment of segments)
    result += `/${typeof segment === 'number' ? segment : segment.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return result;
}

/** The names and indexes on the way of a pointer, from the root. */
export function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a pointer points to; undefined when there is nothing. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const segment of segmentsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[segment];
  }
  return value;
}
