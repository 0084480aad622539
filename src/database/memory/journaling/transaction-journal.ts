import { JournalError } from '../../journal/journal-error';
import type { Journal } from '../../journal/journal';
import type { CommitLog, Database } from '../storage/database';
import type { Sequence } from '../storage/sequence';
import type { Transaction } from '../storage/transaction';
import { SqlError } from '../types/sql-error';
import { TransactionRecorder } from './record-transaction';
import { snapshotTables } from './snapshot-tables';

const NONE: ReadonlySet<Sequence> = new Set();

/** Keeps committed transactions in a journal, and takes its snapshots. */
export class TransactionJournal implements CommitLog {
  private readonly recorder: TransactionRecorder;
  /** While everything is being dropped nothing else is kept. */
  private clearing: Promise<unknown> | null = null;
  private snapshotting: Promise<void> = Promise.resolve();
  private readonly moved = new Set<Sequence>();

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {
    this.recorder = new TransactionRecorder(database);
  }

  async keep(transaction: Transaction, onKept: () => void): Promise<void> {
    while (this.clearing) await this.clearing;
    const sequences = this.withMoved(transaction.sequences ?? NONE);
    try {
      const text = this.recorder.record(transaction.changes, sequences);
      if (text === null) onKept();
      else await this.journal.appendText(text, onKept);
    } catch (error) {
      this.noteMoved(sequences);
      throw sqlErrorOf(error);
    }
    if (this.journal.needsSnapshot) void this.takeSnapshot();
  }

  noteMoved(sequences: ReadonlySet<Sequence>): void {
    for (const sequence of sequences) this.moved.add(sequence);
  }

  async keepClear(onKept: () => void): Promise<void> {
    while (this.clearing) await this.clearing;
    const cleared = this.clearAfterLast(onKept);
    this.clearing = cleared.catch(() => undefined);
    try {
      await cleared;
    } finally {
      this.clearing = null;
    }
  }

  /** Keeps where sequences stand, and resolves when everything that was to be kept has ended. */
  async close(): Promise<void> {
    while (this.clearing) await this.clearing;
    const moved = this.recorder.record([], this.withMoved(NONE));
    // Without them all that was committed is there: nobody is to be kept from closing.
    if (moved !== null) await this.journal.appendText(moved, () => undefined).catch(() => undefined);
    await this.journal.settled();
    await this.snapshotting;
  }

  /** Those that have moved in what was rolled back are told with the next that is kept. */
  private withMoved(sequences: ReadonlySet<Sequence>): ReadonlySet<Sequence> {
    if (this.moved.size === 0) return sequences;
    const all = new Set([...this.moved, ...sequences]);
    this.moved.clear();
    return all;
  }

  private async clearAfterLast(onKept: () => void): Promise<void> {
    await this.journal.settled();
    try {
      await this.journal.appendText(this.recorder.recordClear(), onKept);
    } catch (error) {
      throw sqlErrorOf(error);
    }
  }

  /** Takes a snapshot. When that fails the journal tells, and goes on with the records. */
  takeSnapshot(): Promise<void> {
    this.snapshotting = this.snapshotNow();
    return this.snapshotting;
  }

  private async snapshotNow(): Promise<void> {
    const snapshot = snapshotTables(this.database);
    try {
      await this.journal.takeSnapshot(snapshot.parts);
    } catch {
      // The records are all there.
    } finally {
      snapshot.release();
    }
  }
}

function sqlErrorOf(error: unknown): unknown {
  if (error instanceof JournalError) return new SqlError(error.code, error.message);
  // A text longer than the engine can make one.
  if (error instanceof RangeError)
    return new SqlError('54000', 'the transaction is too large for the journal. Divide it.');
  return error;
}
