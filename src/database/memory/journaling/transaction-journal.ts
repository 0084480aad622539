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
  /** The end of what was given to the journal last. */
  private last: Promise<unknown> = Promise.resolve();
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
      await this.append(() => this.recorder.record(transaction.changes, sequences), onKept);
    } catch (error) {
      this.noteMoved(sequences);
      throw error;
    }
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
    const sequences = this.withMoved(NONE);
    // Without them all that was committed is there: nobody is to be kept from closing.
    await this.append(
      () => this.recorder.record([], sequences),
      () => undefined,
    ).catch(() => undefined);
    await this.last;
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
    await this.last;
    await this.append(() => this.recorder.recordClear(), onKept);
  }

  private async append(record: () => string | null, onKept: () => void): Promise<void> {
    try {
      const text = record();
      if (text === null) {
        onKept();
        return;
      }
      const appended = this.journal.appendText(text, onKept);
      this.last = appended.catch(() => undefined);
      await appended;
    } catch (error) {
      throw sqlErrorOf(error);
    }
    if (this.journal.needsSnapshot) void this.takeSnapshot();
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
