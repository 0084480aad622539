import type { ClientConfig } from 'pg';
import type { DatabaseOptions } from '../database.options';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { postgresClientOptions } from '../resolution/postgres-client-options';
import type { ConnectionSource } from './connection-source';
import type { PoolTarget } from './pool/connection-pool';
import type { PoolSettings } from './pool/pool-settings';

/** Each connection is made with the credentials of its moment. */
export function poolTarget(source: ConnectionSource, options: DatabaseOptions): PoolTarget {
  const origins = new WeakMap<ClientConfig, PostgresConnection>();
  return {
    config: () => {
      const connection = source.current;
      const config = {
        ...postgresClientOptions(connection, options),
        application_name: connection.applicationName ?? options.applicationName,
        statement_timeout: options.statementTimeoutMs,
      };
      origins.set(config, connection);
      return config;
    },
    renew: async (config, error) => {
      const refused = origins.get(config);
      return refused !== undefined && source.renew(refused, error);
    },
  };
}

export function poolSettings(options: DatabaseOptions): PoolSettings {
  return {
    size: options.poolSize,
    overflow: options.poolOverflow,
    overflowAfterMs: options.poolOverflowAfterMs,
    recycleSeconds: options.poolRecycleSeconds,
    checkoutTimeoutMs: options.poolCheckoutTimeoutMs,
    maxWaiting: options.poolMaxWaiting,
    validateAfterIdleMs: options.poolValidateAfterIdleMs,
    validateTimeoutMs: options.poolValidateTimeoutMs,
    queryTimeoutMs: options.queryTimeoutMs,
    leakAfterMs: options.poolLeakAfterMs,
    endTimeoutMs: options.shutdownTimeoutMs,
  };
}
