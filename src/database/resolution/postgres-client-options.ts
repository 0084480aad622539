import type { ClientConfig } from 'pg';
import type { DatabaseOptions } from '../database.options';
import type { PostgresConnection } from './postgres-connection';

/**
 * Hands a connection to pg as separate fields. Never as a `connectionString`, which would override them all.
 * The TLS settings are copied, because pg writes into the object it is given.
 */
export function postgresClientOptions(
  connection: PostgresConnection,
  options: Pick<DatabaseOptions, 'connectTimeoutMs' | 'keepAlive'>,
): ClientConfig {
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl === false ? false : { ...connection.ssl },
    application_name: connection.applicationName,
    options: connection.options,
    connectionTimeoutMillis: connection.connectTimeoutMs ?? options.connectTimeoutMs,
    keepAlive: options.keepAlive,
  };
}
