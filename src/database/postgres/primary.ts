import type { DatabaseOptions } from '../database.options';
import { runMigrations } from '../migrations/run-migrations';
import type { PostgresConnection } from '../resolution/postgres-connection';
import type { PoolEvent } from './pool/pool-settings';
import { createPostgresStore, type PostgresStore, type Schema } from './postgres-data-source';
import { PrimaryProbe } from './primary-probe';

/** What it takes to bring a PostgreSQL into service. */
export interface PrimaryRequest {
  readonly connection: PostgresConnection;
  readonly options: DatabaseOptions;
  readonly schema: Schema;
  readonly report: (event: PoolEvent) => void;
  readonly migrated: (names: readonly string[]) => void;
  /** Gives the attempt up. */
  readonly signal: AbortSignal;
}

/** A PostgreSQL in service: its data source, and the probe that watches it. */
export class Primary {
  private constructor(
    readonly connection: PostgresConnection,
    readonly store: PostgresStore,
    private readonly probe: PrimaryProbe,
  ) {}

  /** Connects, and runs the pending migrations if DATABASE_MIGRATE says so. Leaves no session behind when it fails. */
  static async connect(request: PrimaryRequest): Promise<Primary> {
    const { connection, options, schema, report, signal } = request;
    const probe = new PrimaryProbe(connection, options.probeTimeoutMs, options.applicationName);
    const store = createPostgresStore(connection, options, schema, report);
    try {
      await probe.check();
      if (options.migrate && schema.migrations.length > 0) await migrate(request, probe);
      await store.dataSource.initialize();
      signal.throwIfAborted();
    } catch (error) {
      probe.close();
      await store.close();
      throw error;
    }
    store.prewarm();
    return new Primary(connection, store, probe);
  }

  /** Resolves when PostgreSQL takes writes. */
  check(): Promise<void> {
    return this.probe.check();
  }

  /** Ends the connections once those that use them have finished, or after so long. */
  async retire(timeoutMs: number): Promise<void> {
    this.probe.close();
    await this.store.drain(timeoutMs);
    await this.store.close();
  }

  async close(): Promise<void> {
    this.probe.close();
    await this.store.close();
  }
}

/** Migrations have no time limit: the probe tells whether the server that runs them is still there. */
async function migrate(
  { connection, options, schema, migrated, signal }: PrimaryRequest,
  probe: PrimaryProbe,
): Promise<void> {
  const lost = new AbortController();
  const watch = setInterval(() => {
    probe.check().catch((error: unknown) => lost.abort(error));
  }, options.probeIntervalMs);
  try {
    const names = await runMigrations(
      connection,
      options,
      schema.migrations,
      AbortSignal.any([signal, lost.signal]),
    );
    if (names.length > 0) migrated(names);
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    clearInterval(watch);
  }
}
