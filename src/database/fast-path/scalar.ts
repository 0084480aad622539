/** Whether a value of a condition is one that a plain column may be compared with. */
export function isScalar(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return true;
    default:
      return value instanceof Date;
  }
}
