/**
 * A value of the same kind that stands for another one while TypeORM writes a statement: each is told apart from the
 * others in the list of parameters, where its kind allows that.
 */
export function standInFor(value: unknown, n: number): unknown {
  if (Array.isArray(value)) return [standInFor(value[0], n)];
  switch (typeof value) {
    case 'string':
      return `stand-in ${n}`;
    case 'number':
      return 1_000_000_000 + n;
    case 'bigint':
      return 1_000_000_000_000n + BigInt(n);
    default:
      return value instanceof Date ? new Date(n) : value;
  }
}

/** The kind of a value, as a part of a shape. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return value instanceof Date ? 'date' : typeof value;
}
