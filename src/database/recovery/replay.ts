import type { DataSource, QueryRunner } from 'typeorm';
import type { TransactionRecord } from '../journal/transaction-record';
import { addToQuarantine } from './quarantined-entry';
import { createRecoveryTables } from './recovery-tables';
import { dependencyRefusal, type Refusal, refusalOf } from './refusal';
import { RefusedRows } from './refused-rows';
import type { Timeline } from '../journal/description';
import { repeatChanges } from './repeat-changes';
import { replaySnapshot } from './replay-snapshot';
import type { ReplaySource } from './replay-source';
import { type ReplayedTable, replayedTables } from './replayed-table';
import { advanceSequences } from './sequences';

/** What is sent as one transaction of PostgreSQL as long as nothing in it is refused. */
const MOST_TRANSACTIONS = 500;
const MOST_CHANGES = 5_000;

/** What has been done so far. A row of a snapshot counts as a transaction. */
export interface ReplayCounts {
  readonly replayed: number;
  readonly quarantined: number;
}

/**
 * Repeats the transactions of a journal in PostgreSQL, in their order and each exactly once: how far it has come is
 * noted in the transaction that repeats them. What PostgreSQL refuses goes into quarantine whole, in the transaction that
 * passes over it, and so does what depends on it.
 */
export class Replay {
  private replayed = 0;
  private quarantined = 0;
  private ahead = 0;
  /** Of the records that are repeated now. */
  private timeline = '';

  private constructor(
    private readonly dataSource: DataSource,
    private readonly journal: ReplaySource,
    private readonly tables: ReadonlyMap<string, ReplayedTable>,
    private readonly refused: RefusedRows,
    /** The last transaction that is not to be repeated. */
    private last: number,
  ) {}

  /** Makes what recovery keeps in PostgreSQL, and finds out how far an earlier replay has come. */
  static async open(dataSource: DataSource, journal: ReplaySource): Promise<Replay> {
    await createRecoveryTables(dataSource);
    const tables = await replayedTables(dataSource);
    const refused = await RefusedRows.of(journal.id, { from: dataSource, tables });
    const discarded = journal.snapshotId > 0 ? 0 : journal.firstId - 1;
    const replay = new Replay(dataSource, journal, tables, refused, discarded);
    for (const timeline of journal.timelines) if (!(await replay.isDone(timeline))) break;
    return replay;
  }

  get counts(): ReplayCounts {
    return { replayed: this.replayed, quarantined: this.quarantined };
  }

  /** How many transactions PostgreSQL has of this journal that are not in it: it is older than what was replayed. */
  get missing(): number {
    return this.ahead;
  }

  /** The last transaction that has been repeated or put into quarantine. */
  get lastTransaction(): number {
    return this.last;
  }

  /**
   * Repeats what is in the journal and not in PostgreSQL.
   *
   * @throws what the server fails with; nothing is lost, and what is left can be run again
   */
  async run(): Promise<void> {
    for (const timeline of this.journal.timelines)
      if (!(await this.isDone(timeline))) await this.runTimeline(timeline);
  }

  private async runTimeline({ firstId, lastId }: Timeline): Promise<void> {
    const { snapshotId } = this.journal;
    if (snapshotId >= firstId && snapshotId <= lastId && this.last < snapshotId)
      await this.processSnapshot(snapshotId);
    let batch: TransactionRecord[] = [];
    let changes = 0;
    for await (const record of this.journal.records(Math.max(this.last + 1, this.journal.firstId))) {
      if (record.id > lastId) break;
      batch.push(record);
      changes += record.changes.length;
      if (batch.length < MOST_TRANSACTIONS && changes < MOST_CHANGES) continue;
      await this.process(batch);
      batch = [];
      changes = 0;
    }
    await this.process(batch);
  }

  /** Turns to a timeline, all before which has been done, and passes over what PostgreSQL has of it. */
  private async isDone({ id, lastId }: Timeline): Promise<boolean> {
    if (lastId <= this.last) return true;
    this.timeline = id;
    await this.dataSource.query(
      `INSERT INTO database_replays (journal, last_transaction) VALUES ($1, 0) ON CONFLICT DO NOTHING`,
      [id],
    );
    const [{ last = 0 } = {}] = await this.dataSource.query<{ last?: number }[]>(
      `SELECT last_transaction::float8 AS last FROM database_replays WHERE journal = $1`,
      [id],
    );
    this.last = Math.max(this.last, Math.min(last, lastId));
    this.ahead += Math.max(0, last - lastId);
    return lastId <= this.last;
  }

  /** In one transaction as long as nothing is refused, else in halves down to the one that is. */
  private async process(records: readonly TransactionRecord[]): Promise<void> {
    const [first] = records;
    if (!first) return;
    const dependent = records.findIndex(({ changes }) => this.refused.dependencyOf(changes) !== null);
    if (dependent === 0) {
      await this.putIntoQuarantine(first, dependencyRefusal(this.refused.dependencyOf(first.changes) ?? ''));
      return this.process(records.slice(1));
    }
    const free = dependent < 0 ? records : records.slice(0, dependent);
    const refusal = await this.attempt(free);
    if (refusal && free.length === 1) {
      await this.putIntoQuarantine(first, refusal);
    } else if (refusal) {
      const half = free.length >> 1;
      await this.process(free.slice(0, half));
      await this.process(free.slice(half));
    }
    return this.process(records.slice(free.length));
  }

  private async attempt(records: readonly TransactionRecord[]): Promise<Refusal | null> {
    try {
      this.replayed += await this.inOrder(records, async (runner, due) => {
        const changes = due.flatMap((record) => record.changes);
        await repeatChanges(runner, changes, this.tables);
        await advanceSequences(runner, due);
      });
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return refusal;
    }
  }

  private async putIntoQuarantine(record: TransactionRecord, refusal: Refusal): Promise<void> {
    this.quarantined += await this.inOrder([record], async (runner) => {
      const entry = await addToQuarantine(runner, this.journal.id, record, refusal);
      // Ids that were given out stay given out.
      await advanceSequences(runner, [record]);
      this.refused.add(record.changes, entry);
    });
  }

  private async processSnapshot(snapshotId: number): Promise<void> {
    let quarantined = 0;
    let replayed = 0;
    await this.noting(snapshotId, async (runner, last) => {
      if (last >= snapshotId) return;
      const to = {
        runner,
        snapshotId,
        tables: this.tables,
        refused: this.refused,
        quarantine: (record: TransactionRecord, refusal: Refusal) => {
          quarantined += 1;
          return addToQuarantine(runner, this.journal.id, record, refusal);
        },
      };
      replayed = await replaySnapshot(to, () => this.journal.snapshotParts());
    });
    this.replayed += replayed;
    this.quarantined += quarantined;
  }

  /** Does the work for those records that PostgreSQL has not yet. @returns how many these were */
  private async inOrder(
    records: readonly TransactionRecord[],
    work: (runner: QueryRunner, due: readonly TransactionRecord[]) => Promise<void>,
  ): Promise<number> {
    let done = 0;
    await this.noting(records.at(-1)?.id ?? this.last, async (runner, last) => {
      const due = records.filter(({ id }) => id > last);
      if (due.length > 0) await work(runner, due);
      done = due.length;
    });
    return done;
  }

  /** Does work and notes in the same transaction that everything up to `until` is in PostgreSQL. */
  private async noting(
    until: number,
    work: (runner: QueryRunner, last: number) => Promise<void>,
  ): Promise<void> {
    const { timeline } = this;
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const [{ last = 0 } = {}] = (await runner.query(
        `SELECT last_transaction::float8 AS last FROM database_replays WHERE journal = $1 FOR UPDATE`,
        [timeline],
      )) as { last?: number }[];
      await work(runner, last);
      await runner.query(
        `UPDATE database_replays SET last_transaction = greatest(last_transaction, $2), replayed_at = now()
         WHERE journal = $1`,
        [timeline, until],
      );
      await runner.commitTransaction();
      this.last = Math.max(this.last, until);
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
