/**
 * What an application tests its entities with, on both stores. PostgreSQL is that of `BALLAST_TEST_POSTGRES_URL`; how it
 * gets there is the application's business. Works with Jest, and with Vitest where it is told `globals: true`.
 */
export {
  type ContractStore,
  createSchemas,
  describeOnBothStores,
  type EntityClass,
  type StoreOptions,
} from './describe-on-both-stores';
export { type Failure, failureOf, sqlStateOf } from './failure-of';
export { STORES } from './stores';
export { createTestDatabase, type TestDatabase } from './test-database';
