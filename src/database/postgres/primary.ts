import type { Client } from 'pg';
import type { DatabaseOptions } from '../database.options';
import { hasPendingMigrations } from '../migrations/executed-migrations';
import { runMigrations } from '../migrations/run-migrations';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { replicaConnections } from '../resolution/replica-connections';
import type { PoolEvent } from './pool/pool-settings';
import { ConnectionSource } from './connection-source';
import {
  createPostgresStore,
  type PostgresStore,
  type Schema,
  shareSubscribers,
} from './postgres-data-source';
import { connectReplicas } from './replicas/connect-replicas';
import type { ReplicaStatus } from './replicas/replica';
import type { ReplicaSet } from './replicas/replica-set';
import { ServerProbe } from './server-probe';

/** What it takes to bring a PostgreSQL into service. */
export interface PrimaryRequest {
  readonly connection: PostgresConnection;
  /** Asks the resolution steps again; null when they give nothing now. */
  readonly resolve: () => Promise<PostgresConnection | null>;
  readonly options: DatabaseOptions;
  readonly schema: Schema;
  readonly report: (event: PoolEvent) => void;
  readonly replicaChanged: (status: ReplicaStatus) => void;
  readonly migrated: (names: readonly string[]) => void;
  /** Gives the attempt up. */
  readonly signal: AbortSignal;
}

/** A PostgreSQL in service: its data source, and the probe that watches it. */
export class Primary {
  private constructor(
    private readonly source: ConnectionSource,
    readonly store: PostgresStore,
    private readonly probe: ServerProbe,
    private readonly replicas: ReplicaSet,
  ) {}

  /** Connects, and runs the pending migrations if DATABASE_MIGRATE says so. Leaves no session behind when it fails. */
  static async connect(request: PrimaryRequest): Promise<Primary> {
    const { options, schema, report, signal } = request;
    const source = new ConnectionSource(request.connection, request.resolve, {
      retryMinMs: options.retryMinMs,
      retryMaxMs: options.retryMaxMs,
      refreshAfterMs: options.credentialsTtlSeconds * 1_000,
    });
    const probe = new ServerProbe(source, options.probeTimeoutMs, options.applicationName, askForWrites);
    const replicas = connectReplicas(
      await replicaConnections(options, request.connection),
      async () => {
        const connection = await request.resolve();
        return connection ? replicaConnections(options, connection) : [];
      },
      options,
      report,
      request.replicaChanged,
    );
    const store = createPostgresStore(source, options, schema, { report, replicas });
    try {
      await probe.check();
      await Promise.all([store.dataSource.initialize(), replicas.check()]);
      shareSubscribers(store.dataSource, schema);
      if (options.migrate && (await hasPendingMigrations(store.dataSource)))
        await migrate(request, source, probe);
      signal.throwIfAborted();
    } catch (error) {
      probe.close();
      await Promise.all([store.close(), replicas.close()]);
      throw error;
    }
    store.prewarm();
    return new Primary(source, store, probe, replicas);
  }

  /** Where it is, with the credentials that new connections are made with. */
  get connection(): PostgresConnection {
    return this.source.current;
  }

  get replicaStatuses(): readonly ReplicaStatus[] {
    return this.replicas.statuses;
  }

  /** Resolves when PostgreSQL takes writes. */
  check(): Promise<void> {
    return this.probe.check();
  }

  /** Ends the connections once those that use them have finished, or after so long. */
  async retire(timeoutMs: number): Promise<void> {
    this.probe.close();
    await this.store.drain(timeoutMs);
    await Promise.all([this.store.close(), this.replicas.close()]);
  }

  async close(): Promise<void> {
    this.probe.close();
    await Promise.all([this.store.close(), this.replicas.close()]);
  }
}

/** SQLSTATE read_only_sql_transaction: what every write would be answered. */
class ReadOnlyServerError extends Error {
  readonly code = '25006';
}

/** A standby, and a server told to refuse writes, do not serve. */
async function askForWrites(client: Client): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only === 'on') throw new ReadOnlyServerError();
}

/** Migrations have no time limit: the probe tells whether the server that runs them is still there. */
async function migrate(
  { options, schema, migrated, signal }: PrimaryRequest,
  source: ConnectionSource,
  probe: ServerProbe,
): Promise<void> {
  const lost = new AbortController();
  const watch = setInterval(() => {
    probe.check().catch((error: unknown) => lost.abort(error));
  }, options.probeIntervalMs);
  try {
    const names = await runMigrations({
      source,
      options,
      migrations: schema.migrations,
      signal: AbortSignal.any([signal, lost.signal]),
    });
    if (names.length > 0) migrated(names);
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    clearInterval(watch);
  }
}
