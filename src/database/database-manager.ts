import { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';
import type { DatabaseOptions } from './database.options';
import { DEGRADED, HEALTHY, unhealthy, type DatabaseState } from './database-state';
import { DatabaseUnavailableError } from './database-unavailable.error';
import { FallbackRefusedError } from './fallback-refused.error';
import { InMemoryDataSource } from './memory/in-memory-data-source';
import { runMigrations } from './migrations/run-migrations';
import { createPostgresStore, type PostgresStore, type Schema } from './postgres/postgres-data-source';
import type { PoolEvent } from './postgres/pool/pool-settings';
import { PrimaryProbe } from './postgres/primary-probe';
import type { PostgresConnection } from './resolution/postgres-connection';
import { adviseOnConnection } from './resolution/connection-advice';
import type { Resolution, ResolutionReport } from './resolution/resolution';
import { resolveDatabase } from './resolution/resolve-database';

/** What the manager writes its transitions to. */
export interface DatabaseLogger {
  log(entry: object): void;
  warn(entry: object): void;
}

/** The settings that the manager works with, from the module. */
export interface ManagerDependencies {
  readonly options: DatabaseOptions;
  readonly schema: () => Schema;
  readonly logger: DatabaseLogger;
}

/**
 * Resolves where the database is, connects, serves, recovers and closes; and always knows its state.
 *
 *     starting -> healthy | degraded | unhealthy
 *     healthy <-> unhealthy            PostgreSQL stops answering, answers again
 *     degraded -> healthy              a configured PostgreSQL answers at last
 *     any -> closed
 */
export class DatabaseManager {
  private readonly events = new EventEmitter();
  private current: DatabaseState = { ...unhealthy('starting'), since: new Date(), primaryConfigured: false };
  private resolved: Resolution | null = null;
  private postgres: PostgresStore | null = null;
  private memory: InMemoryDataSource | null = null;
  private probe: PrimaryProbe | null = null;
  private timer: NodeJS.Timeout | null = null;
  private attempts = 0;
  private closed = false;
  private initialization: Promise<void> | null = null;
  private check: Promise<void> | null = null;

  constructor(private readonly dependencies: ManagerDependencies) {}

  get state(): DatabaseState {
    return this.current;
  }

  /** What each resolution step answered; safe to show. Empty before `initialize()`. */
  get resolution(): ResolutionReport {
    return this.resolved?.report ?? [];
  }

  /** The step that won, or null before `initialize()`. */
  get step(): Resolution['step'] | null {
    return this.resolved?.step ?? null;
  }

  /**
   * The data source that serves now.
   *
   * @throws DatabaseUnavailableError when nothing does
   */
  get dataSource(): DataSource {
    switch (this.current.status) {
      case 'healthy':
        if (this.postgres) return this.postgres.dataSource;
        break;
      case 'degraded':
        if (this.memory) return this.memory;
        break;
      case 'unhealthy':
    }
    throw new DatabaseUnavailableError(this.retryAfterSeconds);
  }

  /** Calls the listener after each change of state; the answer stops it. */
  onStateChange(listener: (state: DatabaseState, previous: DatabaseState) => void): () => void {
    this.events.on('state', listener);
    return () => this.events.off('state', listener);
  }

  /**
   * Resolves, connects and takes up service; by the fallback policy it also succeeds when PostgreSQL does not
   * answer. Concurrent calls share one run.
   *
   * @throws FallbackRefusedError when nothing is configured and the policy is never
   */
  initialize(): Promise<void> {
    this.initialization ??= this.start();
    return this.initialization;
  }

  /** Resolves again, connects to what is found and closes what served before. Concurrent calls share one run. */
  reinitialize(): Promise<void> {
    if (this.reinitialization) return this.reinitialization;
    this.reinitialization = this.restart().finally(() => {
      this.reinitialization = null;
    });
    return this.reinitialization;
  }
  private reinitialization: Promise<void> | null = null;

  /** Something failed as if PostgreSQL were gone: look at once instead of at the next tick. */
  suspect(): void {
    if (this.current.status === 'healthy') this.schedule(0);
  }

  /** Ends the connections, within DATABASE_SHUTDOWN_TIMEOUT_MS. Afterwards nothing serves. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.check?.catch(() => undefined);
    this.probe?.close();
    await this.endPostgres();
    if (this.memory?.isInitialized) await this.memory.destroy();
    this.enter(unhealthy('closed'));
  }

  private get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil(this.dependencies.options.retryMinMs / 1000));
  }

  private async start(): Promise<void> {
    const { options } = this.dependencies;
    this.resolved = await resolveDatabase(options);
    const connection = connectionOf(this.resolved);
    const configured = isPrimaryConfigured(this.resolved);
    if (!configured && options.fallback === 'never') throw new FallbackRefusedError();
    if (connection) {
      await this.connect(connection);
      if (this.current.status !== 'healthy') this.schedule(this.backOffMs());
    } else if (!configured || options.fallback === 'always') {
      await this.serveFromMemory();
    } else {
      this.enter(unhealthy('a configured step could not be resolved'));
    }
  }

  private async restart(): Promise<void> {
    await this.initialization?.catch(() => undefined);
    if (this.timer) clearTimeout(this.timer);
    await this.check?.catch(() => undefined);
    const before = this.postgres;
    const probe = this.probe;
    this.postgres = null;
    this.probe = null;
    this.attempts = 0;
    this.initialization = this.start();
    await this.initialization;
    probe?.close();
    if (before?.dataSource.isInitialized) await before.dataSource.destroy();
  }

  /** One attempt to take PostgreSQL into service; on failure the policy decides who serves. */
  private async connect(connection: PostgresConnection): Promise<void> {
    const { options, schema } = this.dependencies;
    const probe = (this.probe ??= new PrimaryProbe(
      connection,
      options.probeTimeoutMs,
      options.applicationName,
    ));
    const store = createPostgresStore(connection, options, schema(), (event) => this.report(event));
    try {
      // The probe fails fast where the pool's initialisation would leave sessions behind.
      await probe.check();
      await store.dataSource.initialize();
      if (options.migrate) {
        const names = await runMigrations(store.dataSource, connection, options.connectTimeoutMs);
        if (names.length > 0) this.dependencies.logger.log({ event: 'database.migrated', migrations: names });
      }
    } catch (error) {
      if (store.dataSource.isInitialized) await store.dataSource.destroy().catch(() => undefined);
      await this.withoutPrimary(reasonOf(error));
      return;
    }
    if (this.closed) {
      await store.dataSource.destroy();
      return;
    }
    this.postgres = store;
    store.prewarm();
    this.attempts = 0;
    this.promote();
    this.schedule(options.probeIntervalMs);
  }

  private promote(): void {
    const wasDegraded = this.current.status === 'degraded';
    this.enter(HEALTHY);
    if (!wasDegraded || !this.memory) return;
    const { rows } = this.memory.database.statistics();
    const abandoned = this.memory;
    this.memory = null;
    // Requests that began on memory may still be at work on it.
    setTimeout(() => void abandoned.destroy(), this.dependencies.options.queryTimeoutMs).unref();
    if (rows > 0) {
      this.dependencies.logger.warn({
        event: 'database.memory_abandoned',
        rows,
        message: `PostgreSQL serves now. The ${rows} rows that were held in memory were NOT carried over to it.`,
      });
    }
  }

  private async withoutPrimary(reason: string): Promise<void> {
    if (this.dependencies.options.fallback !== 'always') {
      this.enter(unhealthy(reason));
      return;
    }
    if (this.memory) return;
    this.dependencies.logger.warn({
      event: 'database.fallback',
      reason,
      message:
        'PostgreSQL is configured and cannot be reached: serving from memory. What is written now is NOT carried over when it comes back.',
    });
    await this.serveFromMemory();
  }

  private async serveFromMemory(): Promise<void> {
    if (!this.memory) {
      const memory = new InMemoryDataSource({
        entities: [...this.dependencies.schema().entities],
        logging: false,
      });
      this.memory = await memory.initialize();
    }
    this.enter(DEGRADED);
  }

  // Watching.

  private schedule(delayMs: number): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => this.tick(), delayMs);
    this.timer.unref();
  }

  private tick(): void {
    if (this.check || this.closed) return;
    this.check = this.watch().finally(() => {
      this.check = null;
    });
  }

  private async watch(): Promise<void> {
    const connection = this.resolved && connectionOf(this.resolved);
    if (!connection) return;
    if (!this.postgres) {
      await this.connect(connection);
      if (!this.postgres) this.schedule(this.backOffMs());
      return;
    }
    try {
      await this.probeTwice();
      if (this.current.status !== 'healthy') {
        this.enter(HEALTHY);
        this.postgres.prewarm();
      }
    } catch (error) {
      if (this.current.status === 'healthy') this.postgres.invalidate();
      this.enter(unhealthy(reasonOf(error)));
    }
    this.schedule(this.dependencies.options.probeIntervalMs);
  }

  /** The probe's own connection may have been ended while the server is well: only a fresh one proves an outage. */
  private async probeTwice(): Promise<void> {
    const { probe } = this;
    if (!probe) return;
    try {
      await probe.check();
    } catch (error) {
      if (this.current.status !== 'healthy') throw error;
      await probe.check();
    }
  }

  /** Full jitter between nothing and an exponentially growing bound, at least a tenth of the minimum. */
  private backOffMs(): number {
    const { retryMinMs, retryMaxMs } = this.dependencies.options;
    const bound = Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(this.attempts, 20));
    this.attempts += 1;
    return Math.max(retryMinMs / 10, Math.random() * bound);
  }

  private async endPostgres(): Promise<void> {
    const { postgres } = this;
    this.postgres = null;
    if (postgres?.dataSource.isInitialized) await postgres.dataSource.destroy();
  }

  private report(event: PoolEvent): void {
    this.dependencies.logger.warn({
      ...event,
      event: `database.pool.${event.kind}`,
      message: POOL_EVENTS[event.kind],
    });
  }

  private enter(shape: Pick<DatabaseState, 'status' | 'database' | 'message' | 'usingPrimary'>): void {
    const previous = this.current;
    const primaryConfigured = this.resolved !== null && isPrimaryConfigured(this.resolved);
    if (previous.status === shape.status && previous.message === shape.message) return;
    this.current = { ...shape, since: new Date(), primaryConfigured };
    const entry = {
      event: 'database.state',
      from: previous.status,
      to: shape.status,
      message: shape.message,
      step: this.step,
    };
    if (shape.status === 'healthy') this.dependencies.logger.log(entry);
    else this.dependencies.logger.warn(entry);
    this.events.emit('state', this.current, previous);
  }
}

const POOL_EVENTS: Readonly<Record<PoolEvent['kind'], string>> = {
  leak: 'A database connection has been held for long: look where it was taken, and whether it is released.',
  'open-transaction': 'A database connection came back inside a transaction, which was given up with it.',
  'too-many-connections': 'PostgreSQL accepts no more connections: going on with those that are open.',
};

function connectionOf(resolution: Resolution): PostgresConnection | null {
  return resolution.kind === 'postgres' ? resolution.connection : null;
}

/** Whether PostgreSQL is meant to be there: a step was configured, even if it could not be resolved. */
function isPrimaryConfigured({ kind, report }: Resolution): boolean {
  return (
    kind === 'postgres' || report.some(({ step, outcome }) => step !== 'fallback' && outcome === 'failed')
  );
}

/** Why PostgreSQL cannot be reached, in words of ours: a driver's may repeat what it was given. */
function reasonOf(error: unknown): string {
  const { reason, remedy, code } = adviseOnConnection(error);
  return `${reason}${code === undefined ? '' : ` (${code})`}; ${remedy}`;
}
