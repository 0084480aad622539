import type { DatabaseOptions } from '../../database.options';
import type { PostgresConnection } from '../../resolution/postgres-connection';
import { ConnectionSource } from '../connection-source';
import { ConnectionPool } from '../pool/connection-pool';
import type { PoolEvent } from '../pool/pool-settings';
import { poolSettings, poolTarget } from '../pool-options';
import { Replica, type ReplicaStatus } from './replica';
import { ReplicaSet } from './replica-set';

/**
 * Makes the replicas, each with a pool and a probe of its own. None is read from before it has answered.
 *
 * @param resolve asks for all of them again, in the same order, when credentials are refused
 */
export function connectReplicas(
  connections: readonly PostgresConnection[],
  resolve: () => Promise<readonly PostgresConnection[]>,
  options: DatabaseOptions,
  report: (event: PoolEvent) => void,
  changed: (status: ReplicaStatus) => void,
): ReplicaSet {
  const replicas = connections.map((connection, n) => {
    const source = new ConnectionSource(connection, async () => (await resolve())[n] ?? null, {
      retryMinMs: options.retryMinMs,
      retryMaxMs: options.retryMaxMs,
      refreshAfterMs: 0,
    });
    const pool = new ConnectionPool(poolTarget(source, options), poolSettings(options), report, 'replica');
    return new Replica(source, pool, options, changed);
  });
  return new ReplicaSet(replicas, options.probeIntervalMs);
}
