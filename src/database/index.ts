/** The public surface of the database layer. */
export { Transactional } from '@nestjs-cls/transactional';
export { afterCommit } from './transactions/after-commit';
export type { DatabaseTransactions, TransactionOptions } from './transactions/transactional-adapter';
export { databaseChannels, EventChannel, type QueryEvent, type TaskEvent } from './channels';
export {
  brokenDatabaseRules,
  databaseEnvironment,
  hasReplicas,
  type DatabaseOptions,
  databaseOptionsOf,
  type FallbackPolicy,
} from './database.options';
export { type DatabaseError, type DatabaseErrorKind, databaseErrorOf } from './database-errors';
export { DatabaseManager } from './database-manager';
export { DATABASE_EVENTS, type LogEntry, type LogEvents, type LogLevel } from './log-events';
export { DatabaseModule } from './database.module';
export type {
  DatabaseModuleAsyncOptions,
  DatabaseModuleOptions,
  DatabaseSchema,
} from './database-module-options';
export { databaseOptions, type DatabaseSettings } from './database-settings';
export { type DatabaseState, isAbsenceUncertain } from './database-state';
export { DatabaseUnavailableError } from './database-unavailable.error';
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
export type { CarriedOver, MemoryStatistics } from './fallback-store';
export { FallbackRefusedError } from './fallback-refused.error';
export { type DatabaseHealth, DatabaseHealthIndicator } from './health/database.health';
export type { JournalStatistics } from './journal/journal-statistics';
export { InMemoryDataSource, type InMemoryDataSourceOptions } from './memory/in-memory-data-source';
export { MigrationFailedError } from './migrations/migration-failed.error';
export { type MigrationEvents, Migrations, type MigrationState } from './migrations/migrations';
export { UnknownMigrationError } from './migrations/revert-migration';
export type { PoolStatistics } from './postgres/pool/pool-settings';
export {
  DependencyInQuarantineError,
  NotInQuarantineError,
  Quarantine,
  type QuarantinedTransaction,
  RefusedAgainError,
} from './recovery/quarantine';
export { JournalError } from './journal/journal-error';
export { connectClient } from './resolution/connect-client';
export { createClient } from './resolution/create-client';
export { adviseOnConnection, type ConnectionAdvice } from './resolution/connection-advice';
export { errorSignals } from './resolution/error-signals';
export { MalformedValueError } from './resolution/malformed-value-error';
export { postgresClientOptions } from './resolution/postgres-client-options';
export { describeTarget, describeTls, type PostgresConnection } from './resolution/postgres-connection';
export { readHost } from './resolution/server-address';
export { readFromPrimary, requestScope, runInRequestScope } from './request-scope';
export type { ReplicaStatus } from './postgres/replicas/replica';
export type { Resolution, ResolutionReport, StepName } from './resolution/resolution';
export type { Transition } from './state-log';
export { resolveDatabase } from './resolution/resolve-database';
