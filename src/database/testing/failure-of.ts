import { QueryFailedError } from 'typeorm';

/** What a caller can see of a failure: TypeORM's error, or the fields of the database's error under it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly schema?: string;
  readonly severity?: string;
}

const FIELDS = ['code', 'detail', 'constraint', 'table', 'column', 'schema', 'severity'] as const;

/** The failure that a piece of work ends in. @throws when it succeeds */
export async function failureOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<Failure> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failure: Record<string, unknown> = { name: error.name, message: error.message };
    if (error instanceof QueryFailedError) {
      const source = error.driverError as unknown as Record<string, unknown>;
      for (const field of FIELDS) if (source[field] !== undefined) failure[field] = source[field];
    }
    return failure as unknown as Failure;
  }
  throw new Error('expected a failure');
}

/** The SQLSTATE that a piece of work fails with. */
export async function sqlStateOf(
  work: Promise<unknown> | (() => Promise<unknown>),
): Promise<string | undefined> {
  const failure = await failureOf(work);
  if (failure.code === undefined)
    throw new Error(`not an error of the database: ${failure.name}: ${failure.message}`);
  return failure.code;
}
