import { EventEmitter } from 'node:events';
import type { Client } from 'pg';
import { ConnectionPool, type PoolTarget } from './connection-pool';
import type { Release } from './waiting-line';
import type { PoolEvent, PoolSettings } from './pool-settings';

/** The pool as TypeORM's PostgresDriver uses one: it is given to it as `driver.Pool`. */
export class PostgresPool extends EventEmitter {
  readonly connections: ConnectionPool;

  constructor(target: PoolTarget, settings: PoolSettings, report: (event: PoolEvent) => void) {
    super();
    this.connections = new ConnectionPool(target, settings, report);
  }

  connect(callback: (error: Error | undefined, client: Client | undefined, release: Release) => void): void {
    this.connections.acquire((error, client, release) =>
      callback(error ?? undefined, client ?? undefined, release),
    );
  }

  end(callback: () => void): void {
    this.connections.end(callback);
  }
}
