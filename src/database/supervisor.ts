import { setTimeout as pause } from 'node:timers/promises';
import { BackOff } from './back-off';
import { DEGRADED, HEALTHY, unhealthy, type Shape, type StateReason } from './database-state';
import { FallbackRefusedError } from './fallback-refused.error';
import { FallbackStore } from './fallback-store';
import { JobQueue } from './job-queue';
import { observeTask } from './observed-task';
import { failureIn, isRefusal, reasonOf, stateReasonOf } from './outage-reasons';
import type { Primary } from './postgres/primary';
import { type ManagerDependencies, Primaries } from './primaries';
import { isSameDatabase, type PostgresConnection } from './resolution/postgres-connection';
import type { Resolution } from './resolution/resolution';
import { resolveDatabase } from './resolution/resolve-database';
import { Stability } from './stability';
import { StateLog } from './state-log';
import { Watch } from './watch';

type PostgresResolution = Extract<Resolution, { kind: 'postgres' }>;

/** Why PostgreSQL does not serve although it answers. */
const UNSTABLE =
  'PostgreSQL came and went; it serves again when it has answered for a while (DATABASE_STABILITY_WINDOW_MS)';

const CARRYING_OVER = 'PostgreSQL is being given what the journal holds, and serves after that';

const NOT_CARRIED_OVER =
  'PostgreSQL is configured and cannot be reached: serving from memory. What is written now is NOT carried over when it comes back, since DATABASE_JOURNAL_DIR is not set.';

const CARRIED_OVER_LATER =
  'PostgreSQL is configured and cannot be reached: serving from memory. What is written now is in the journal, and carried over when it comes back.';

/**
 * Has PostgreSQL serve whenever it can, and memory as far as the policy allows; one attempt or look after another.
 *
 *     starting -> healthy | degraded | unhealthy
 *     healthy <-> unhealthy            PostgreSQL stops answering, answers again
 *     degraded -> healthy              a configured PostgreSQL answers at last
 *     any -> closed
 */
export class Supervisor {
  readonly states: StateLog;
  readonly fallback: FallbackStore;
  readonly primaries: Primaries;
  /** What the steps answered, of those that led to who serves; null before the first time. */
  resolved: Resolution | null = null;
  private readonly backOff: BackOff;
  private readonly stability: Stability;
  private readonly closing = new AbortController();
  private readonly jobs = new JobQueue();
  private readonly watch = new Watch(() => this.look());
  /** The server has refused the user or the password: the steps are asked again, and may lead elsewhere. */
  private isRefused = false;
  /** What they gave since the last attempt. */
  private found: PostgresResolution | null = null;
  private movableAt = 0;
  /** Why memory serves, as the log was told last: the state does not say. */
  private fallbackReason: string | null = null;

  constructor(private readonly dependencies: ManagerDependencies) {
    const { options, schema, logger } = dependencies;
    this.stability = new Stability(options.stabilityWindowMs);
    this.states = new StateLog(logger);
    this.fallback = new FallbackStore(options, schema, logger);
    this.primaries = new Primaries(dependencies, this.closing.signal);
    this.backOff = new BackOff(options.retryMinMs, options.retryMaxMs);
  }

  /**
   * Resolves, connects and takes up service; waits no longer than DATABASE_CONNECT_TIMEOUT_MS for PostgreSQL.
   *
   * @throws FallbackRefusedError when nothing is configured and the policy is never
   */
  async start(): Promise<void> {
    const { options } = this.dependencies;
    const resolution = await this.resolve();
    if (options.fallback === 'never' && !isPrimaryConfigured(resolution)) throw new FallbackRefusedError();
    await this.fallback.open(isPrimaryConfigured(resolution));
    const attempt = this.jobs.add(() => this.attempt(resolution));
    const isAtHand = !isPrimaryConfigured(resolution) && !this.fallback.isJournaled;
    await (isAtHand ? attempt : Promise.race([attempt, this.pause(options.connectTimeoutMs)]));
  }

  /** Resolves again and connects to what is found; what served before serves until then. */
  restart(): Promise<void> {
    return this.jobs.add(async () => this.attempt(await this.resolve()));
  }

  /** @param isRefused whether the server has refused the user or the password */
  suspect(isRefused: boolean): void {
    if (isRefused) this.isRefused = true;
    if (this.states.current.status === 'healthy') this.watch.suspect();
  }

  /** Ends the connections, within DATABASE_SHUTDOWN_TIMEOUT_MS. Afterwards nothing serves. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.closing.abort();
    this.watch.end();
    await Promise.all([
      Promise.race([this.jobs.idle, this.pause(this.dependencies.options.shutdownTimeoutMs)]),
      this.primaries.close(),
    ]);
    await this.primaries.closeCandidate();
    await this.fallback.close();
    this.enter(unhealthy('closed', 'closed'));
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** Asks the steps. What was known before is kept when they give nothing now. */
  private async resolve(): Promise<Resolution> {
    const resolution = await observeTask('resolve', () => resolveDatabase(this.dependencies.options));
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
    try {
      await this.primaries.attempt(
        resolution.connection,
        () => this.resolveAgain(),
        (primary) => this.handOver(primary, resolution),
      );
    } catch (error) {
      if (this.isClosed) return;
      if (this.primaries.current === null) this.resolved = resolution;
      await this.withoutPrimary(reasonOf(error), stateReasonOf(error));
    }
  }

  /** Where PostgreSQL is now, for a connection that is refused; null when the steps give none. */
  private async resolveAgain(): Promise<PostgresConnection | null> {
    const resolution = await resolveDatabase(this.dependencies.options);
    if (resolution.kind !== 'postgres') return null;
    this.found = resolution;
    return resolution.connection;
  }

  /** Lets a PostgreSQL serve as soon as it has what memory has acknowledged. */
  private handOver(primary: Primary, resolution: Resolution): Promise<void> {
    if (this.fallback.hasToCarryOver && this.states.current.status === 'unhealthy' && !this.primaries.current)
      this.enter(unhealthy(CARRYING_OVER, 'carrying-over'));
    return this.fallback.handOver(primary.store.dataSource, () => {
      if (this.isClosed) throw new Error('the database layer is closed');
      this.primaries.install(primary);
      this.resolved = resolution;
      this.backOff.reset();
      this.isRefused = false;
      this.stability.answered(performance.now());
      this.enter(HEALTHY);
      this.fallback.abandon();
      this.watch.schedule(this.dependencies.options.probeIntervalMs);
    });
  }

  /** @param message why, for people */
  private async withoutPrimary(message: string, reason: StateReason): Promise<void> {
    const { options, logger } = this.dependencies;
    if (this.primaries.current) {
      // It goes on; watching it tells how it is.
      logger.warn({ event: 'database.not_replaced', reason: message });
      this.watch.schedule(options.probeIntervalMs);
      return;
    }
    this.watch.schedule(this.backOff.nextMs());
    if (options.fallback !== 'always') {
      this.enter(unhealthy(message, reason));
      return;
    }
    const serves = this.fallback.dataSource !== null;
    if (!serves || message !== this.fallbackReason) {
      const consequence = this.fallback.isJournaled ? CARRIED_OVER_LATER : NOT_CARRIED_OVER;
      logger.warn({ event: 'database.fallback', reason: message, message: consequence });
      this.fallbackReason = message;
    }
    if (!serves) await this.serveFromMemory();
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

  private look(): void {
    const { probeIntervalMs } = this.dependencies.options;
    if (this.jobs.isBusy) {
      this.watch.schedule(probeIntervalMs);
      return;
    }
    this.jobs
      .add(() => this.check())
      .catch((error: unknown) => {
        this.dependencies.logger.warn({ event: 'database.watch_failed', reason: reasonOf(error) });
        this.watch.schedule(probeIntervalMs);
      });
  }

  private async check(): Promise<void> {
    const { resolved } = this;
    const primary = this.primaries.current;
    if (!primary) {
      await this.attempt(resolved?.kind === 'postgres' ? (this.found ?? resolved) : await this.resolve());
      return;
    }
    try {
      await primary.check();
      if (this.isClosed) return;
      if (!this.stability.answered(performance.now())) {
        this.enter(unhealthy(UNSTABLE, 'unstable'));
      } else if (this.states.current.status !== 'healthy') {
        this.enter(HEALTHY);
        primary.store.prewarm();
      }
    } catch (error) {
      if (this.isClosed) return;
      this.stability.failed(performance.now());
      if (this.states.current.status === 'healthy') primary.store.invalidate();
      if (isRefusal(error)) this.isRefused = true;
      this.enter(unhealthy(reasonOf(error), stateReasonOf(error)));
    }
    this.watch.schedule(this.dependencies.options.probeIntervalMs);
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

  private enter(shape: Shape): void {
    const primaryConfigured = this.resolved !== null && isPrimaryConfigured(this.resolved);
    const { isJournaled } = this.fallback;
    this.states.enter({ ...shape, primaryConfigured, isJournaled }, { step: this.resolved?.step ?? null });
  }
}

/** Whether PostgreSQL is meant to be there: a step was configured, even if it could not be resolved. */
function isPrimaryConfigured({ kind, report }: Resolution): boolean {
  return (
    kind === 'postgres' || report.some(({ step, outcome }) => step !== 'fallback' && outcome === 'failed')
  );
}
