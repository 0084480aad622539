import type { DataSource } from 'typeorm';
import { databaseChannels } from './channels';
import type { DatabaseLogger } from './database-logger';
import type { DatabaseOptions } from './database.options';
import { Journal } from './journal/journal';
import type { JournalStatistics } from './journal/journal-statistics';
import { InMemoryDataSource } from './memory/in-memory-data-source';
import { reasonOf } from './outage-reasons';
import { type Schema, shareSubscribers } from './postgres/postgres-data-source';
import { promote } from './recovery/promotion';
import type { ReplayCounts } from './recovery/replay';
import { WriteGate } from './recovery/write-gate';

/** A store that has been replaced is kept for so long, for the requests that began on it. */
export const FAREWELL_MS = 60_000;

const IN_QUARANTINE =
  'PostgreSQL has refused some of what was acknowledged: look into the quarantine, and retry or discard what is there.';

const OLDER_THAN_POSTGRESQL =
  'PostgreSQL has transactions of this journal that its directory does not hold: the directory was put back from an older copy, or has lost what was not synced. They stay as they are there, and none is repeated.';

/** What a promotion has carried over. */
export interface CarriedOver extends ReplayCounts {
  readonly at: Date;
  readonly tookMs: number;
}

export type MemoryStatistics = ReturnType<InMemoryDataSource['database']['statistics']>;

/** What each table of memory takes. */
export type MemoryUsage = ReturnType<InMemoryDataSource['database']['usage']>;

/** Memory as what is fallen back on, and its journal where DATABASE_JOURNAL_DIR names one. */
export class FallbackStore {
  /** What serves; null while memory does not. */
  dataSource: InMemoryDataSource | null = null;
  readonly gate = new WriteGate();
  /** What the last promotion carried over; null before the first. */
  carriedOver: CarriedOver | null = null;
  /** Rows that memory held without a journal when PostgreSQL took over: they are gone. */
  abandonedRows = 0;
  private journal: Journal | null = null;
  private isClosed = false;

  constructor(
    private readonly options: DatabaseOptions,
    private readonly schema: () => Schema,
    private readonly logger: DatabaseLogger,
  ) {}

  get isJournaled(): boolean {
    return this.journal !== null;
  }

  get journalStatistics(): JournalStatistics | null {
    return this.journal?.statistics() ?? null;
  }

  /** What memory holds while it serves; null while it does not. */
  get memoryStatistics(): MemoryStatistics | null {
    return this.dataSource?.database.statistics() ?? null;
  }

  /** The same without counting rows. */
  get memoryUsage(): MemoryUsage | null {
    return this.dataSource?.database.usage() ?? null;
  }

  /**
   * Opens the journal, if there is to be one.
   *
   * @param isReplayed whether PostgreSQL is meant to take over what it holds, which then has to stay as it came
   * @throws JournalError
   */
  async open(isReplayed: boolean): Promise<void> {
    const { journalDirectory, journalSync, journalSyncIntervalMs } = this.options;
    if (journalDirectory === undefined) return;
    const journal = await Journal.open({
      directory: journalDirectory,
      sync: journalSync,
      syncIntervalMs: journalSyncIntervalMs,
      compaction: isReplayed ? 'keep' : 'snapshot',
    });
    if (this.isClosed) await journal.close();
    else this.journal = journal;
  }

  /** Serves from memory, with what the journal holds. @throws JournalError */
  async serve(): Promise<void> {
    if (this.dataSource) return;
    const memory = new InMemoryDataSource({
      entities: [...this.schema().entities],
      logging: false,
      journal: this.journal ?? undefined,
    });
    await memory.initialize();
    shareSubscribers(memory, this.schema());
    if (this.isClosed) await memory.destroy();
    else this.dataSource = memory;
  }

  /** Whether something was acknowledged that PostgreSQL may not have, or is being acknowledged now. */
  get hasToCarryOver(): boolean {
    if (!this.journal) return false;
    return (
      this.dataSource !== null || this.journal.snapshotId > 0 || this.journal.firstId <= this.journal.lastId
    );
  }

  /**
   * Lets PostgreSQL take over once it has everything that memory has acknowledged. When it fails, memory serves on.
   *
   * @throws what the server fails with
   */
  async handOver(primary: DataSource, takeOver: () => void): Promise<void> {
    const { journal, gate, options } = this;
    if (!journal || !this.hasToCarryOver) {
      takeOver();
      return;
    }
    const began = performance.now();
    const request = { journal, dataSource: primary, gate, waitMs: options.promotionWaitMs, takeOver };
    const { replayed, quarantined, lastTransaction, missing } = await promote(request).catch(
      (error: unknown) => {
        this.logger.warn({ event: 'database.not_promoted', reason: reasonOf(error) });
        tell('failed', 0, 0, began);
        throw error;
      },
    );
    const tookMs = Math.round(performance.now() - began);
    tell('promoted', replayed, quarantined, began);
    this.carriedOver = { replayed, quarantined, at: new Date(), tookMs };
    const entry = { event: 'database.promoted', replayed, quarantined, tookMs } as const;
    if (quarantined > 0) this.logger.warn({ ...entry, message: IN_QUARANTINE });
    else this.logger.log(entry);
    if (missing > 0)
      this.logger.warn({ event: 'database.journal_older', missing, message: OLDER_THAN_POSTGRESQL });
    await this.discard(journal, lastTransaction);
  }

  /** Serves no longer. Requests that began on it may still be at work on it. */
  abandon(): void {
    const abandoned = this.dataSource;
    if (!abandoned) return;
    this.dataSource = null;
    setTimeout(() => void abandoned.destroy(), FAREWELL_MS).unref();
    const { rows } = abandoned.database.statistics();
    if (rows === 0 || this.isJournaled) return;
    this.abandonedRows += rows;
    this.logger.warn({
      event: 'database.memory_abandoned',
      rows,
      message: `PostgreSQL serves now. The ${rows} rows that were held in memory were NOT carried over to it.`,
    });
  }

  /** Makes what was acknowledged durable, and ends. What is being opened ends once it is open. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.dataSource?.isInitialized) await this.dataSource.destroy();
    await this.journal?.close();
  }

  /** What stays all the same is passed over by the next replay. */
  private async discard(journal: Journal, lastTransaction: number): Promise<void> {
    try {
      await journal.discard(lastTransaction);
    } catch (error) {
      this.logger.warn({ event: 'database.journal_kept', reason: reasonOf(error) });
    }
  }
}

function tell(step: 'promoted' | 'failed', replayed: number, quarantined: number, began: number): void {
  const seconds = (performance.now() - began) / 1_000;
  databaseChannels.promotion.publish({ step, replayed, quarantined, seconds });
}
