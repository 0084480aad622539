import { observeTask } from './observed-task';
import type { DatabaseLogger } from './database-logger';
import type { DatabaseOptions } from './database.options';
import { FAREWELL_MS } from './fallback-store';
import { reasonOf } from './outage-reasons';
import { poolLogEntry } from './postgres/pool/pool-log-entry';
import type { Schema } from './postgres/postgres-data-source';
import { Primary, type PrimaryRequest } from './postgres/primary';
import { replicaLogEntry } from './postgres/replicas/replica';
import type { PostgresConnection } from './resolution/postgres-connection';

/** The settings that the manager works with, from the module. */
export interface ManagerDependencies {
  readonly options: DatabaseOptions;
  readonly schema: () => Schema;
  readonly logger: DatabaseLogger;
}

/** The PostgreSQL that serves, those that served before it, and the one that may be the next. */
export class Primaries {
  /** Serves, as far as it answers; null before the first. */
  current: Primary | null = null;
  /** Is being given what memory has acknowledged, and does not serve yet. */
  private candidate: Primary | null = null;
  private readonly retiring = new Set<Primary>();

  constructor(
    private readonly dependencies: ManagerDependencies,
    /** Ends attempts to connect. */
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Connects to one, and has it as the candidate until the work with it is done.
   *
   * @param resolve asks where it is now
   * @throws what connecting or the work fails with; it is closed then
   */
  async attempt(
    connection: PostgresConnection,
    resolve: () => Promise<PostgresConnection | null>,
    work: (primary: Primary) => Promise<void>,
  ): Promise<void> {
    const { options, schema, logger } = this.dependencies;
    const request: PrimaryRequest = {
      connection,
      resolve,
      options,
      schema: schema(),
      report: (event) => logger.warn(poolLogEntry(event)),
      replicaChanged: (status) => logger.log(replicaLogEntry(status)),
      migrated: (migrations) => logger.log({ event: 'database.migrated', migrations }),
      signal: this.signal,
    };
    const primary = await observeTask('connect', () => Primary.connect(request));
    this.candidate = primary;
    try {
      await work(primary);
    } catch (error) {
      await primary.close();
      throw error;
    } finally {
      this.candidate = null;
    }
  }

  /** Lets one serve. Requests that began on the last may still be at work on that. */
  install(primary: Primary): void {
    const before = this.current;
    this.current = primary;
    if (before) this.retire(before);
  }

  /** Ends those that serve or have served. */
  async close(): Promise<void> {
    const open = this.current ? [this.current, ...this.retiring] : [...this.retiring];
    await Promise.all(open.map((primary) => primary.close()));
  }

  async closeCandidate(): Promise<void> {
    await this.candidate?.close();
  }

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
}
