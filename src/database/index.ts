export { Transactional } from '@nestjs-cls/transactional';
export {
  type DatabaseEnvironment,
  databaseEnvironment,
  type DatabaseOptions,
  databaseOptions,
  type FallbackPolicy,
} from './database.options';
export {
  type DatabaseError,
  type DatabaseErrorKind,
  databaseErrorOf,
  describeConnectionFailure,
} from './database-errors';
export { DatabaseManager } from './database-manager';
export { DatabaseModule, type DatabaseModuleOptions } from './database.module';
export type { DatabaseState } from './database-state';
export { DatabaseUnavailableError } from './database-unavailable.error';
export { FallbackRefusedError } from './fallback-refused.error';
export { DatabaseHealthIndicator } from './health/database.health';
export { InMemoryDataSource, type InMemoryDataSourceOptions } from './memory/in-memory-data-source';
export { parseConnectionUrl } from './resolution/connection-url';
export { describeTarget, type PostgresConnection } from './resolution/postgres-connection';
export { connectionFields } from './postgres/postgres-data-source';
export { ResolutionError } from './resolution/resolution-error';
export { type Resolution, resolveDatabase, type ResolutionReport } from './resolution/resolve-database';
