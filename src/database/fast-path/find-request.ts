import type { FindOptionsSelect, ObjectLiteral } from 'typeorm';

/** What a find asks for, as far as it means nothing but rows of one table. */
export interface FindRequest {
  /** The columns, where it is not all of them. */
  readonly select?: FindOptionsSelect<ObjectLiteral>;
  readonly where?: unknown;
  readonly order?: object;
  readonly skip?: number;
  readonly take?: number;
  readonly withDeleted?: boolean;
}

const UNDERSTOOD = new Set(['select', 'where', 'order', 'skip', 'take', 'withDeleted', 'loadEagerRelations']);

/** Find options that ask for nothing but rows of one table, or null. */
export function readRequest(options: object | undefined): FindRequest | null {
  for (const name in options) {
    if (!UNDERSTOOD.has(name) && (options as Record<string, unknown>)[name] !== undefined) return null;
  }
  const request: FindRequest = options ?? {};
  return isCount(request.skip) && isCount(request.take) ? request : null;
}

/** The same, of all columns. */
export function readWholeRequest(options: object | undefined): FindRequest | null {
  const request = readRequest(options);
  return request?.select === undefined ? request : null;
}

/**
 * Whether a selection names nothing but columns of the table, and its key with them: without the key TypeORM takes rows
 * that look alike for one.
 */
export function isSelectionOfColumns(
  select: unknown,
  byProperty: ReadonlyMap<string, unknown>,
  primary: readonly { readonly property: string }[],
): select is Readonly<Record<string, true>> {
  if (typeof select !== 'object' || select === null || Array.isArray(select)) return false;
  const given = select as Record<string, unknown>;
  return (
    Object.keys(given).every((property) => given[property] === true && byProperty.has(property)) &&
    primary.every(({ property }) => given[property] === true)
  );
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && (value as number) >= 0);
}
