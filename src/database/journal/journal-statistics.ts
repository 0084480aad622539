import type { JournalError } from './journal-error';

export interface JournalStatistics {
  readonly id: string;
  readonly lastId: number;
  /** Behind the snapshot, and not discarded: those that PostgreSQL may not have yet are among them. */
  readonly records: number;
  /** How long the oldest record that was acknowledged and is not on the disk yet has been waiting for that. */
  readonly unsyncedMs: number;
  readonly segments: number;
  /** Of segments and snapshot. */
  readonly bytes: number;
  readonly syncs: number;
  /** The last record in the snapshot; 0 without one. */
  readonly snapshotId: number;
  /** What was cut from the end at the start: a write that was not finished when the process or the machine ended. */
  readonly tornBytes: number;
  /** Why the last record was refused; null when it was not. */
  readonly failure: JournalError | null;
}
