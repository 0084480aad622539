/** What a find asks for, as far as it means nothing but rows of one table. */
export interface FindRequest {
  readonly where?: unknown;
  readonly order?: object;
  readonly skip?: number;
  readonly take?: number;
  readonly withDeleted?: boolean;
}

const UNDERSTOOD = new Set(['where', 'order', 'skip', 'take', 'withDeleted', 'loadEagerRelations']);

/** Find options that ask for nothing but rows of one table, or null. */
export function readRequest(options: object | undefined): FindRequest | null {
  for (const name in options) {
    if (!UNDERSTOOD.has(name) && (options as Record<string, unknown>)[name] !== undefined) return null;
  }
  const request: FindRequest = options ?? {};
  return isCount(request.skip) && isCount(request.take) ? request : null;
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && (value as number) >= 0);
}
