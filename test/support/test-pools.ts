import type { Client, ClientConfig } from 'pg';
import { ConnectionPool } from '../../src/database/postgres/pool/connection-pool';
import type { Release } from '../../src/database/postgres/pool/waiting-line';
import type { PoolEvent, PoolSettings } from '../../src/database/postgres/pool/pool-settings';

const SETTINGS: PoolSettings = {
  size: 2,
  overflow: 2,
  overflowAfterMs: 0,
  recycleSeconds: 3600,
  checkoutTimeoutMs: 5_000,
  maxWaiting: 100,
  validateAfterIdleMs: 500,
  validateTimeoutMs: 300,
  queryTimeoutMs: 5_000,
  leakAfterMs: 0,
  endTimeoutMs: 500,
};

/** A connection that was taken. */
export interface Held {
  readonly client: Client;
  readonly release: Release;
}

/** The pools of a suite, of two connections and two more, and what they reported. */
export class TestPools {
  readonly events: PoolEvent[] = [];
  private readonly pools: ConnectionPool[] = [];

  make(config: ClientConfig, settings: Partial<PoolSettings> = {}): ConnectionPool {
    const pool = new ConnectionPool(
      {
        // A server does not see that its client has gone while it works on a statement: the time-out ends that.
        config: () => ({ connectionTimeoutMillis: 1_000, statement_timeout: 2_000, ...config }),
        renew: async () => false,
      },
      { ...SETTINGS, ...settings },
      (event) => this.events.push(event),
    );
    this.pools.push(pool);
    return pool;
  }

  async end(): Promise<void> {
    await Promise.all(this.pools.splice(0).map((pool) => ended(pool)));
    this.events.splice(0);
  }
}

export function ended(pool: ConnectionPool): Promise<void> {
  return new Promise((resolve) => pool.end(resolve));
}

export function take(pool: ConnectionPool): Promise<Held> {
  return new Promise((resolve, reject) => {
    pool.acquire((error, client, release) => {
      if (client) resolve({ client, release });
      else reject(error ?? new Error('neither a connection nor an error'));
    });
  });
}

export function takeMany(pool: ConnectionPool, count: number): Promise<Held[]> {
  return Promise.all(Array.from({ length: count }, () => take(pool)));
}

/** The session behind a connection. */
export async function pidOf({ client }: Held): Promise<number> {
  return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;
}
