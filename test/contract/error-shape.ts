import { QueryFailedError } from 'typeorm';
import type { ContractStore } from '../../src/database/testing';
import { Account } from './entities/account.entity';
import { Sample } from './entities/sample.entity';

/** Every field of an error of the database that a caller can depend on, both on TypeORM's error and on the one under it. */
const FIELDS = [
  'code',
  'detail',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'severity',
] as const;

/** What an error carries. @throws when the work succeeds, or fails otherwise than in the database */
export async function shapeOf(work: () => Promise<unknown>): Promise<object> {
  const error = await work().then(
    () => new Error('expected a failure'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof QueryFailedError)) throw error;
  const { driverError } = error as QueryFailedError<Error & Record<string, unknown>>;
  const shape: Record<string, unknown> = { message: error.message };
  for (const field of FIELDS) {
    const value = driverError[field];
    if (value !== (error as unknown as Record<string, unknown>)[field])
      throw new Error(`two values of ${field}`);
    if (value !== undefined) shape[field] = value;
  }
  if (error.message !== driverError.message) shape['driverMessage'] = driverError.message;
  if (driverError.name !== 'error' || typeof error.query !== 'string') throw new Error('not an error of pg');
  return shape;
}

export type Failing = (store: ContractStore) => Promise<unknown>;

export const sample =
  (values: object): Failing =>
  (store) =>
    store.repository(Sample).insert(values);
export const account =
  (values: object): Failing =>
  (store) =>
    store.repository(Account).insert({ email: 'z', ...values });
export const sql =
  (text: string, parameters?: unknown[]): Failing =>
  (store) =>
    store.dataSource.query(text, parameters);
