/** The public surface of the database layer. */
export {
  brokenDatabaseRules,
  databaseEnvironment,
  databaseOptions,
  type DatabaseOptions,
  databaseOptionsOf,
  type FallbackPolicy,
} from './database.options';
export {
  type BrokenRule,
  flag,
  milliseconds,
  oneOf,
  type RawEnvironment,
  readBy,
  readVariables,
  wholeNumber,
} from './environment-values';
export { adviseOnConnection, type ConnectionAdvice } from './resolution/connection-advice';
export { MalformedValueError } from './resolution/malformed-value-error';
export { postgresClientOptions } from './resolution/postgres-client-options';
export { describeTarget, describeTls, type PostgresConnection } from './resolution/postgres-connection';
export { readHost } from './resolution/server-address';
export type { Resolution, ResolutionReport, StepName } from './resolution/resolution';
export { resolveDatabase } from './resolution/resolve-database';
