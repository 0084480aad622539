import type { Client } from 'pg';
import type { DatabaseOptions } from '../../database.options';
import type { DatabaseLogEntry } from '../../log-events';
import { describeTarget } from '../../resolution/postgres-connection';
import type { ConnectionSource } from '../connection-source';
import type { ConnectionPool } from '../pool/connection-pool';
import type { Release } from '../pool/waiting-line';
import { ServerProbe } from '../server-probe';

/** `lagging`: it answers, and is too far behind the primary. */
export type ReplicaState = 'ready' | 'lagging' | 'down';

/** A replica as operators see it; holds no secret. */
export interface ReplicaStatus {
  readonly target: string;
  readonly state: ReplicaState;
  /** How far it was behind when it was last asked, in milliseconds; null when it did not answer. */
  readonly lagMs: number | null;
}

/** What the log is told of it: not who signs in there. */
export function replicaLogEntry({ target, state, lagMs }: ReplicaStatus): DatabaseLogEntry<'info'> {
  return { event: 'database.replica', target: target.replace(/\/\/.*@/, '//'), state, lagMs };
}

/**
 * How far a server is behind its primary, in milliseconds: nothing, when it has replayed all that it has received and
 * is still connected, or is no replica (any more). The figure compares with the primary's clock.
 */
const LAG = `
  SELECT CASE
    WHEN NOT pg_is_in_recovery() THEN 0
    WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
    ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000, 0)
  END::float8 AS lag`;

/** A server that may be read from while it is close enough to the primary. */
export class Replica {
  private current: ReplicaState = 'down';
  private lagMs: number | null = null;

  private readonly probe: ServerProbe;

  constructor(
    private readonly source: ConnectionSource,
    readonly pool: ConnectionPool,
    private readonly options: Pick<DatabaseOptions, 'probeTimeoutMs' | 'applicationName' | 'replicaMaxLagMs'>,
    private readonly changed: (status: ReplicaStatus) => void,
  ) {
    const { probeTimeoutMs, applicationName } = options;
    this.probe = new ServerProbe(source, probeTimeoutMs, applicationName, (client) => this.ask(client));
  }

  get isReady(): boolean {
    return this.current === 'ready';
  }

  get status(): ReplicaStatus {
    return { target: describeTarget(this.source.current), state: this.current, lagMs: this.lagMs };
  }

  /** Finds out how it is. */
  async check(): Promise<void> {
    try {
      await this.probe.check();
      this.enter((this.lagMs ?? 0) > this.options.replicaMaxLagMs ? 'lagging' : 'ready');
    } catch {
      this.lagMs = null;
      this.fail();
    }
  }

  /** It has failed a statement, or the probe: nothing more is sent to it until it answers again. */
  fail(): void {
    if (this.current !== 'down') this.pool.invalidate();
    this.enter('down');
  }

  /** A connection to it, and what gives it back. */
  take(): Promise<[Client, Release]> {
    return new Promise((resolve, reject) => {
      this.pool.acquire((error, client, release) => {
        if (client) resolve([client, release]);
        else reject(error);
      });
    });
  }

  async close(): Promise<void> {
    this.probe.close();
    await new Promise<void>((resolve) => this.pool.end(resolve));
  }

  private async ask(client: Client): Promise<void> {
    const { rows } = await client.query<{ lag: number }>(LAG);
    this.lagMs = rows[0]?.lag ?? null;
  }

  private enter(state: ReplicaState): void {
    if (state === this.current) return;
    this.current = state;
    this.changed(this.status);
  }
}
