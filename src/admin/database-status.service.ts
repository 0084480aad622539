import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { DatabaseManager, type JournalStatistics } from '../database';
import { EventLog } from '../logging/event-log';
import type { DatabaseStatus, Reinitialization, Transitions } from './database-status.schema';

/** Counting what is in quarantine asks PostgreSQL; the status is told without it when that takes longer. */
const LONGEST_COUNT_MS = 1_000;

/** What the database layer is doing, and taking up service anew. */
@Injectable()
export class DatabaseStatusService {
  private readonly log = new EventLog('Admin');

  constructor(
    private readonly manager: DatabaseManager,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Answers in every state, and waits for PostgreSQL no longer than a second. */
  async status(): Promise<DatabaseStatus> {
    const quarantined = await this.countQuarantined();
    const { memory, replicas, pool, resolution } = this.manager;
    return {
      ...this.outcome(),
      resolution: resolution.map(({ step, outcome, detail }) => ({ step, outcome, detail })),
      journal: this.journal(),
      replicas: replicas.map(({ target, state, lagMs }) => ({ target, state, lagMs })),
      pool: pool && { ...pool, evicted: { ...pool.evicted } },
      memory: memory && {
        rows: memory.rows,
        bytes: memory.bytes,
        tables: Object.entries(memory.tables).map(([table, { rows, bytes }]) => ({ table, rows, bytes })),
      },
      quarantined,
    };
  }

  /** The latest first. */
  transitions(): Transitions {
    const items = this.manager.transitions.map(({ from, to, message, at }) => ({
      from,
      to,
      message,
      at: at.toISOString(),
    }));
    return { items: items.toReversed() };
  }

  /** Shares a run that is under way. It goes on when it takes longer than the wait. */
  async reinitialize(waitMs: number): Promise<Reinitialization> {
    this.log.info({ event: 'admin.reinitialize' });
    const run = this.manager.reinitialize().then(() => true);
    run.catch((error: unknown) => {
      this.log.warn({ event: 'admin.reinitialize_failed', error });
    });
    const givenUp = new AbortController();
    const patience = pause(waitMs, false, { signal: givenUp.signal }).catch(() => false);
    try {
      const finished = await Promise.race([run, patience]);
      return { finished, ...this.outcome() };
    } finally {
      givenUp.abort();
    }
  }

  private outcome(): Omit<Reinitialization, 'finished'> {
    const { state, step, promotion, abandonedRows } = this.manager;
    const { status, database, message, since, usingPrimary, primaryConfigured, isJournaled } = state;
    return {
      state: {
        status,
        database,
        message,
        since: since.toISOString(),
        usingPrimary,
        primaryConfigured,
        isJournaled,
      },
      step,
      promotion: promotion && {
        replayed: promotion.replayed,
        quarantined: promotion.quarantined,
        at: promotion.at.toISOString(),
        tookMs: promotion.tookMs,
      },
      abandonedRows,
    };
  }

  private journal(): DatabaseStatus['journal'] {
    const { journal } = this.manager;
    if (!journal) return null;
    const { id, bytes, segments, lastId, syncs, snapshotId, tornBytes } = journal;
    return {
      id,
      bytes,
      segments,
      lastId,
      syncs,
      snapshotId,
      tornBytes,
      failure: this.withoutDirectory(journal.failure),
    };
  }

  /** What a folder is called is nobody's business. */
  private withoutDirectory(failure: JournalStatistics['failure']): string | null {
    const { journalDirectory } = this.config.database;
    if (!failure || journalDirectory === undefined) return failure?.message ?? null;
    return failure.message
      .replaceAll(journalDirectory, 'DATABASE_JOURNAL_DIR')
      .replaceAll(path.normalize(journalDirectory), 'DATABASE_JOURNAL_DIR');
  }

  private async countQuarantined(): Promise<number | null> {
    if (this.manager.state.status !== 'healthy') return null;
    const late = new AbortController();
    try {
      return await Promise.race([
        this.manager.quarantine.count(),
        pause(LONGEST_COUNT_MS, null, { signal: late.signal }),
      ]);
    } catch {
      // PostgreSQL has gone since, which the state is about to tell.
      return null;
    } finally {
      late.abort();
    }
  }
}
