import { AsyncResource } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { DatabaseErrorKind } from './database-errors';
import type { DatabaseOptions } from './database.options';
import {
  DEGRADED,
  HEALTHY,
  unhealthy,
  type DatabaseState,
  type Shape,
  type StateReason,
} from './database-state';
import { DatabaseUnavailableError } from './database-unavailable.error';
import { FallbackRefusedError } from './fallback-refused.error';
import { BackOff } from './back-off';
import type { DatabaseLogger } from './database-logger';
import { type CarriedOver, FallbackStore, FAREWELL_MS, type MemoryStatistics } from './fallback-store';
import type { JournalStatistics } from './journal/journal-statistics';
import { JobQueue } from './job-queue';
import { Primary } from './postgres/primary';
import type { Schema } from './postgres/postgres-data-source';
import { poolLogEntry } from './postgres/pool/pool-log-entry';
import { replicaLogEntry, type ReplicaStatus } from './postgres/replicas/replica';
import type { PoolEvent, PoolStatistics } from './postgres/pool/pool-settings';
import { Quarantine } from './recovery/quarantine';
import { isSameDatabase, type PostgresConnection } from './resolution/postgres-connection';
import { failureIn, isRefusal, reasonOf, stateReasonOf } from './outage-reasons';
import type { Resolution, ResolutionReport } from './resolution/resolution';
import { Stability } from './stability';
import { type StateListener, StateLog, type Transition } from './state-log';
import { resolveDatabase } from './resolution/resolve-database';

type PostgresResolution = Extract<Resolution, { kind: 'postgres' }>;

/** Why PostgreSQL does not serve although it answers. */
const UNSTABLE =
  'PostgreSQL came and went; it serves again when it has answered for a while (DATABASE_STABILITY_WINDOW_MS)';

const CARRYING_OVER = 'PostgreSQL is being given what the journal holds, and serves after that';

const NOT_CARRIED_OVER =
  'PostgreSQL is configured and cannot be reached: serving from memory. What is written now is NOT carried over when it comes back, since DATABASE_JOURNAL_DIR is not set.';

const CARRIED_OVER_LATER =
  'PostgreSQL is configured and cannot be reached: serving from memory. What is written now is in the journal, and carried over when it comes back.';

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
  private readonly states: StateLog;
  private readonly fallback: FallbackStore;
  private readonly backOff: BackOff;
  private readonly closing = new AbortController();
  private readonly jobs = new JobQueue();
  private resolved: Resolution | null = null;
  private primary: Primary | null = null;
  /** Is being given what memory has acknowledged, and does not serve yet. */
  private candidate: Primary | null = null;
  private readonly retiring = new Set<Primary>();
  private timer: NodeJS.Timeout | null = null;
  /** Watching is no part of the request that had it look at once. */
  private readonly root = new AsyncResource('DatabaseManager');
  /** Whether the next look is to be at once: a stream of suspicions must not put it off. */
  private isSuspected = false;
  /** The server has refused the user or the password: the steps are asked again, and may lead elsewhere. */
  private isRefused = false;
  /** What they gave since the last attempt. */
  private found: PostgresResolution | null = null;
  private movableAt = 0;
  private readonly stability: Stability;
  private initialization: Promise<void> | null = null;
  private reinitialization: Promise<void> | null = null;

  constructor(private readonly dependencies: ManagerDependencies) {
    const { options, schema, logger } = dependencies;
    this.stability = new Stability(options.stabilityWindowMs);
    this.states = new StateLog(logger);
    this.fallback = new FallbackStore(options, schema, logger);
    this.backOff = new BackOff(options.retryMinMs, options.retryMaxMs);
  }

  get state(): DatabaseState {
    return this.states.current;
  }

  /** The latest changes of state, oldest first. */
  get transitions(): readonly Transition[] {
    return this.states.transitions;
  }

  /** The journal of memory as it is now; null without one. */
  get journal(): JournalStatistics | null {
    return this.fallback.journalStatistics;
  }

  /** What the last promotion carried over from memory to PostgreSQL; null before the first. */
  get promotion(): CarriedOver | null {
    return this.fallback.carriedOver;
  }

  /** How many rows were in memory without a journal when PostgreSQL took over. They are gone, and the log has said so. */
  get abandonedRows(): number {
    return this.fallback.abandonedRows;
  }

  /** What memory holds; null while it does not serve. Counts every row. */
  get memory(): MemoryStatistics | null {
    return this.fallback.memoryStatistics;
  }

  /** The connections to PostgreSQL; null while there is none to have connections to. */
  get pool(): PoolStatistics | null {
    return this.primary?.store.poolStatistics ?? null;
  }

  /**
   * What PostgreSQL has refused of what memory had acknowledged. It is in the primary, and is read there.
   *
   * @throws DatabaseUnavailableError when PostgreSQL does not serve
   */
  get quarantine(): Quarantine {
    if (this.state.status === 'healthy' && this.primary) return new Quarantine(this.primary.store.dataSource);
    throw new DatabaseUnavailableError(this.retryAfterSeconds);
  }

  /** What each resolution step answered; safe to show. Empty before `initialize()`. */
  get resolution(): ResolutionReport {
    return this.resolved?.report ?? [];
  }

  /** Each replica that may be read from, and how it is. */
  get replicas(): readonly ReplicaStatus[] {
    return this.primary?.replicaStatuses ?? [];
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
    switch (this.state.status) {
      case 'healthy':
        if (this.primary) return this.primary.store.dataSource;
        break;
      case 'degraded':
        if (this.fallback.dataSource) return this.fallback.dataSource;
        break;
      case 'unhealthy':
    }
    throw new DatabaseUnavailableError(this.retryAfterSeconds);
  }

  /** Calls the listener after each change of state; the answer stops it. */
  onStateChange(listener: StateListener): () => void {
    return this.states.onChange(listener);
  }

  /**
   * Lets a write begin: at once, but while PostgreSQL takes over from memory. Call what it answers when the write has
   * ended. A write that does not ask may be refused at that moment (SQLSTATE 57P03), which loses nothing.
   */
  async admitWrite(): Promise<() => void> {
    return this.state.status === 'degraded' ? this.fallback.gate.enter() : () => undefined;
  }

  /**
   * Resolves, connects and takes up service; by the fallback policy it also succeeds when PostgreSQL does not
   * answer, and it waits no longer than DATABASE_CONNECT_TIMEOUT_MS for migrations and for what a journal holds,
   * which go on. Memory alone has nothing to wait for: it serves when this ends. Concurrent calls share one run.
   *
   * @throws FallbackRefusedError when nothing is configured and the policy is never
   */
  initialize(): Promise<void> {
    this.initialization ??= this.start();
    return this.initialization;
  }

  /**
   * Resolves again and connects to what is found; what served before serves until then, and goes on if nothing
   * answers. Concurrent calls share one run.
   */
  reinitialize(): Promise<void> {
    this.reinitialization ??= this.jobs
      .add(async () => this.attempt(await this.resolve()))
      .finally(() => {
        this.reinitialization = null;
      });
    return this.reinitialization;
  }

  /** Something failed as if PostgreSQL were gone: look at once instead of at the next tick. */
  suspect(kind: DatabaseErrorKind): void {
    if (kind === 'credentials') this.isRefused = true;
    if (this.state.status !== 'healthy' || this.isSuspected) return;
    this.isSuspected = true;
    this.schedule(0);
  }

  /** Ends the connections, within DATABASE_SHUTDOWN_TIMEOUT_MS. Afterwards nothing serves. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.closing.abort();
    if (this.timer) clearTimeout(this.timer);
    const open = this.primary ? [this.primary, ...this.retiring] : [...this.retiring];
    await Promise.all([
      Promise.race([this.jobs.idle, this.pause(this.dependencies.options.shutdownTimeoutMs)]),
      ...open.map((primary) => primary.close()),
    ]);
    await this.candidate?.close();
    await this.fallback.close();
    this.enter(unhealthy('closed', 'closed'));
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  private get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil(this.dependencies.options.retryMinMs / 1000));
  }

  private async start(): Promise<void> {
    const { options } = this.dependencies;
    const resolution = await this.resolve();
    if (options.fallback === 'never' && !isPrimaryConfigured(resolution)) throw new FallbackRefusedError();
    await this.fallback.open(isPrimaryConfigured(resolution));
    const attempt = this.jobs.add(() => this.attempt(resolution));
    const isAtHand = !isPrimaryConfigured(resolution) && !this.fallback.isJournaled;
    await (isAtHand ? attempt : Promise.race([attempt, this.pause(options.connectTimeoutMs)]));
  }

  /** Asks the steps. What was known before is kept when they give nothing now. */
  private async resolve(): Promise<Resolution> {
    const resolution = await resolveDatabase(this.dependencies.options);
    if (resolution.kind === 'memory' && this.resolved?.kind === 'postgres') return this.resolved;
    return resolution;
  }

  /** One attempt to take PostgreSQL into service; on failure the policy decides who serves. */
  private async attempt(resolution: Resolution): Promise<void> {
    if (this.isClosed) return;
    this.found = null;
    if (resolution.kind === 'memory') {
      this.resolved = resolution;
      if (isPrimaryConfigured(resolution)) await this.withoutPrimary(failureIn(resolution), 'not-resolved');
      else await this.serveFromMemory();
      return;
    }
    let primary: Primary | null = null;
    try {
      primary = await this.connect(resolution.connection);
      this.candidate = primary;
      await this.handOver(primary, resolution);
    } catch (error) {
      await primary?.close();
      if (this.isClosed) return;
      if (this.primary === null) this.resolved = resolution;
      await this.withoutPrimary(reasonOf(error), stateReasonOf(error));
      return;
    } finally {
      this.candidate = null;
    }
  }

  /** Lets a PostgreSQL serve as soon as it has what memory has acknowledged. */
  private handOver(primary: Primary, resolution: Resolution): Promise<void> {
    if (this.fallback.hasToCarryOver && this.state.status === 'unhealthy' && !this.primary)
      this.enter(unhealthy(CARRYING_OVER, 'carrying-over'));
    return this.fallback.handOver(primary.store.dataSource, () => {
      if (this.isClosed) throw new Error('the database layer is closed');
      const before = this.primary;
      this.primary = primary;
      this.resolved = resolution;
      this.backOff.reset();
      this.isRefused = false;
      this.stability.answered(performance.now());
      this.enter(HEALTHY);
      this.fallback.abandon();
      this.schedule(this.dependencies.options.probeIntervalMs);
      if (before) this.retire(before);
    });
  }

  private connect(connection: PostgresConnection): Promise<Primary> {
    const { options, schema, logger } = this.dependencies;
    return Primary.connect({
      connection,
      resolve: async () => {
        const resolution = await resolveDatabase(options);
        if (resolution.kind !== 'postgres') return null;
        this.found = resolution;
        return resolution.connection;
      },
      options,
      schema: schema(),
      report: (event) => this.report(event),
      replicaChanged: (status) => logger.log(replicaLogEntry(status)),
      migrated: (migrations) => logger.log({ event: 'database.migrated', migrations }),
      signal: this.closing.signal,
    });
  }

  /** Requests that began on it may still be at work on it. */
  private retire(primary: Primary): void {
    this.retiring.add(primary);
    void primary
      .retire(FAREWELL_MS)
      .catch((error: unknown) => {
        this.dependencies.logger.warn({ event: 'database.not_retired', reason: reasonOf(error) });
      })
      .finally(() => {
        this.retiring.delete(primary);
      });
  }

  /** @param message why, for people */
  private async withoutPrimary(message: string, reason: StateReason): Promise<void> {
    const { options, logger } = this.dependencies;
    if (this.primary) {
      // It goes on; watching it tells how it is.
      logger.warn({ event: 'database.not_replaced', reason: message });
      this.schedule(options.probeIntervalMs);
      return;
    }
    this.schedule(this.backOff.nextMs());
    if (options.fallback !== 'always') {
      this.enter(unhealthy(message, reason));
    } else if (!this.fallback.dataSource) {
      const consequence = this.fallback.isJournaled ? CARRIED_OVER_LATER : NOT_CARRIED_OVER;
      logger.warn({ event: 'database.fallback', reason: message, message: consequence });
      await this.serveFromMemory();
    }
  }

  private async serveFromMemory(): Promise<void> {
    try {
      await this.fallback.serve();
    } catch (error) {
      // What the journal holds has no place: better nothing than a memory without it.
      this.enter(unhealthy(reasonOf(error), stateReasonOf(error)));
      return;
    }
    this.enter(DEGRADED);
  }

  // Watching.

  private schedule(delayMs: number): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.isClosed) return;
    const later = this.isSuspected ? 0 : delayMs;
    this.timer = this.root.runInAsyncScope(() => setTimeout(() => this.tick(), later));
    this.timer.unref();
  }

  private tick(): void {
    this.isSuspected = false;
    const { probeIntervalMs } = this.dependencies.options;
    if (this.jobs.isBusy) {
      this.schedule(probeIntervalMs);
      return;
    }
    this.jobs
      .add(() => this.watch())
      .catch((error: unknown) => {
        this.dependencies.logger.warn({ event: 'database.watch_failed', reason: reasonOf(error) });
        this.schedule(probeIntervalMs);
      });
  }

  private async watch(): Promise<void> {
    const { primary, resolved } = this;
    if (!primary) {
      await this.attempt(resolved?.kind === 'postgres' ? (this.found ?? resolved) : await this.resolve());
      return;
    }
    try {
      await primary.check();
      if (this.isClosed) return;
      if (!this.stability.answered(performance.now())) {
        this.enter(unhealthy(UNSTABLE, 'unstable'));
      } else if (this.state.status !== 'healthy') {
        this.enter(HEALTHY);
        primary.store.prewarm();
      }
    } catch (error) {
      if (this.isClosed) return;
      this.stability.failed(performance.now());
      if (this.state.status === 'healthy') primary.store.invalidate();
      if (isRefusal(error)) this.isRefused = true;
      this.enter(unhealthy(reasonOf(error), stateReasonOf(error)));
    }
    this.schedule(this.dependencies.options.probeIntervalMs);
    if (this.isRefused) await this.move(primary);
  }

  /**
   * Goes to another server, if that is where the steps lead now. Other credentials for the same one are its
   * connections' business.
   */
  private async move({ connection }: Primary): Promise<void> {
    this.isRefused = false;
    const { found } = this;
    if (!found || isSameDatabase(found.connection, connection) || performance.now() < this.movableAt) return;
    this.movableAt = performance.now() + this.backOff.nextMs();
    await this.attempt(found);
  }

  private pause(milliseconds: number): Promise<void> {
    return pause(milliseconds, undefined, { ref: false });
  }

  private report(event: PoolEvent): void {
    this.dependencies.logger.warn(poolLogEntry(event));
  }

  private enter(shape: Shape): void {
    const primaryConfigured = this.resolved !== null && isPrimaryConfigured(this.resolved);
    const { isJournaled } = this.fallback;
    this.states.enter({ ...shape, primaryConfigured, isJournaled }, { step: this.step });
  }
}

/** Whether PostgreSQL is meant to be there: a step was configured, even if it could not be resolved. */
function isPrimaryConfigured({ kind, report }: Resolution): boolean {
  return (
    kind === 'postgres' || report.some(({ step, outcome }) => step !== 'fallback' && outcome === 'failed')
  );
}
