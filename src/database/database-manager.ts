import type { DataSource } from 'typeorm';
import type { CircuitEvent } from './channels';
import type { DatabaseErrorKind } from './database-errors';
import type { DatabaseState } from './database-state';
import { DatabaseUnavailableError } from './database-unavailable.error';
import type { CarriedOver, MemoryStatistics, MemoryUsage } from './fallback-store';
import type { JournalStatistics } from './journal/journal-statistics';
import type { PoolStatistics } from './postgres/pool/pool-settings';
import type { Primary } from './postgres/primary';
import type { ReplicaStatus } from './postgres/replicas/replica';
import type { ManagerDependencies } from './primaries';
import { Quarantine } from './recovery/quarantine';
import type { Resolution, ResolutionReport } from './resolution/resolution';
import type { StateListener, Transition } from './state-log';
import { Supervisor } from './supervisor';

/** Resolves where the database is, connects, serves, recovers and closes; and always knows its state. */
export class DatabaseManager {
  private readonly supervisor: Supervisor;
  private initialization: Promise<void> | null = null;
  private reinitialization: Promise<void> | null = null;

  constructor(private readonly dependencies: ManagerDependencies) {
    this.supervisor = new Supervisor(dependencies);
  }

  get state(): DatabaseState {
    return this.supervisor.states.current;
  }

  /** Whether requests are let through (closed), turned away (open), or turned away although PostgreSQL answers (half-open). */
  get circuit(): CircuitEvent['state'] {
    return this.supervisor.states.circuit;
  }

  /** The latest changes of state, oldest first. */
  get transitions(): readonly Transition[] {
    return this.supervisor.states.transitions;
  }

  /** The journal of memory as it is now; null without one. */
  get journal(): JournalStatistics | null {
    return this.supervisor.fallback.journalStatistics;
  }

  /** What the last promotion carried over from memory to PostgreSQL; null before the first. */
  get promotion(): CarriedOver | null {
    return this.supervisor.fallback.carriedOver;
  }

  /** How many rows were in memory without a journal when PostgreSQL took over. They are gone, and the log has said so. */
  get abandonedRows(): number {
    return this.supervisor.fallback.abandonedRows;
  }

  /** What memory holds; null while it does not serve. Counts every row. */
  get memory(): MemoryStatistics | null {
    return this.supervisor.fallback.memoryStatistics;
  }

  /** What its tables take, at once; null while it does not serve. */
  get memoryUsage(): MemoryUsage | null {
    return this.supervisor.fallback.memoryUsage;
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
    return this.supervisor.resolved?.report ?? [];
  }

  /** Each replica that may be read from, and how it is. */
  get replicas(): readonly ReplicaStatus[] {
    return this.primary?.replicaStatuses ?? [];
  }

  /** The step that won, or null before `initialize()`. */
  get step(): Resolution['step'] | null {
    return this.supervisor.resolved?.step ?? null;
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
        if (this.supervisor.fallback.dataSource) return this.supervisor.fallback.dataSource;
        break;
      case 'unhealthy':
    }
    throw new DatabaseUnavailableError(this.retryAfterSeconds);
  }

  /** Calls the listener after each change of state; the answer stops it. */
  onStateChange(listener: StateListener): () => void {
    return this.supervisor.states.onChange(listener);
  }

  /**
   * Lets a write begin: at once, but while PostgreSQL takes over from memory. Call what it answers when the write has
   * ended. A write that does not ask may be refused at that moment (SQLSTATE 57P03), which loses nothing.
   */
  async admitWrite(): Promise<() => void> {
    return this.state.status === 'degraded' ? this.supervisor.fallback.gate.enter() : () => undefined;
  }

  /**
   * Resolves, connects and takes up service; by the fallback policy it also succeeds when PostgreSQL does not
   * answer, and it waits no longer than DATABASE_CONNECT_TIMEOUT_MS for migrations and for what a journal holds,
   * which go on. Memory alone has nothing to wait for: it serves when this ends. Concurrent calls share one run.
   *
   * @throws FallbackRefusedError when nothing is configured and the policy is never
   */
  initialize(): Promise<void> {
    this.initialization ??= this.supervisor.start();
    return this.initialization;
  }

  /**
   * Resolves again and connects to what is found; what served before serves until then, and goes on if nothing
   * answers. Concurrent calls share one run.
   */
  reinitialize(): Promise<void> {
    this.reinitialization ??= this.supervisor.restart().finally(() => {
      this.reinitialization = null;
    });
    return this.reinitialization;
  }

  /** Something failed as if PostgreSQL were gone: look at once instead of at the next tick. */
  suspect(kind: DatabaseErrorKind): void {
    this.supervisor.suspect(kind === 'credentials');
  }

  /** Ends the connections, within DATABASE_SHUTDOWN_TIMEOUT_MS. Afterwards nothing serves. */
  close(): Promise<void> {
    return this.supervisor.close();
  }

  private get primary(): Primary | null {
    return this.supervisor.primaries.current;
  }

  private get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil(this.dependencies.options.retryMinMs / 1000));
  }
}
