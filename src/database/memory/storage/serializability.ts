import { SqlError } from '../types/sql-error';
import type { Transaction } from './transaction';

/** A SERIALIZABLE transaction among those that ran at the same time. */
interface Participant {
  readonly transaction: Transaction;
  /** Its place in the order of starts and commits. */
  readonly startedAt: number;
  /** When it was found to fit in; Infinity until then. */
  committedAt: number;
  /** When others began to see what it did; Infinity until then. */
  endedAt: number;
  /** Who read what this one then changed. */
  readonly readers: Set<Participant>;
  /** Who changed what this one had read. */
  readonly writers: Set<Participant>;
}

/**
 * Keeps SERIALIZABLE transactions to an order in which they could have run one after another, as PostgreSQL does
 * (Serializable Snapshot Isolation, Cahill 2008): when one has read what a second changed and the second what a
 * third changed that has committed first, one of them fails with 40001. Looked at when a transaction commits.
 */
export class Serializability {
  private readonly running = new Map<Transaction, Participant>();
  private committed: Participant[] = [];
  private clock = 0;

  begin(transaction: Transaction): void {
    this.clock += 1;
    this.running.set(transaction, {
      transaction,
      startedAt: this.clock,
      committedAt: Infinity,
      endedAt: Infinity,
      readers: new Set(),
      writers: new Set(),
    });
  }

  /**
   * Lets a transaction commit: from now on it counts as committed for the others, which do not see its work before
   * {@link commit}. It may still be rolled back.
   *
   * @throws SqlError 40001
   */
  prepare(transaction: Transaction): void {
    const own = this.running.get(transaction);
    if (!own) return;
    for (const other of [...this.running.values(), ...this.committed]) {
      if (other === own || other.endedAt < own.startedAt) continue;
      if (changedWhatWasRead(own, other)) connect(own, other);
      if (changedWhatWasRead(other, own)) connect(other, own);
    }
    if (isPivot(own) || endsDangerously(own)) throw serializationFailure();
    this.clock += 1;
    own.committedAt = this.clock;
    this.running.delete(transaction);
    this.committed.push(own);
  }

  /** From now on others see what the transaction did. */
  commit(transaction: Transaction): void {
    const own = this.committed.find((other) => other.transaction === transaction);
    if (!own) return;
    this.clock += 1;
    own.endedAt = this.clock;
    this.forget();
  }

  rollback(transaction: Transaction): void {
    const own =
      this.running.get(transaction) ?? this.committed.find((other) => other.transaction === transaction);
    if (!own) return;
    this.running.delete(transaction);
    this.committed = this.committed.filter((other) => other !== own);
    for (const reader of own.readers) reader.writers.delete(own);
    for (const writer of own.writers) writer.readers.delete(own);
    this.forget();
  }

  /** Forgets those that nobody who still runs has overlapped with. */
  private forget(): void {
    if (this.committed.length === 0) return;
    let oldest = Infinity;
    for (const { startedAt } of this.running.values()) oldest = Math.min(oldest, startedAt);
    this.committed = this.committed.filter(({ endedAt }) => endedAt > oldest);
  }
}

function changedWhatWasRead(reader: Participant, writer: Participant): boolean {
  const { reads, pinnedSequence } = reader.transaction;
  // What the reader's snapshot shows is no conflict.
  if (writer.transaction.commitSequence <= pinnedSequence) return false;
  return reads !== null && writer.transaction.changes.some((change) => reads.touches(change));
}

function connect(reader: Participant, writer: Participant): void {
  reader.writers.add(writer);
  writer.readers.add(reader);
}

/** Somebody read what it changed, and it read what somebody changed who has committed before both. */
function isPivot(own: Participant): boolean {
  for (const writer of own.writers) {
    if (writer.committedAt === Infinity) continue;
    for (const reader of own.readers) {
      if (reader === writer || reader.committedAt > writer.committedAt) return true;
    }
  }
  return false;
}

/** It read what a committed one changed, which in turn had read what was changed by one that committed earlier still. */
function endsDangerously(own: Participant): boolean {
  for (const middle of own.writers) {
    if (middle.committedAt === Infinity) continue;
    for (const last of middle.writers) if (last.committedAt < middle.committedAt) return true;
  }
  return false;
}

function serializationFailure(): SqlError {
  return new SqlError(
    '40001',
    'could not serialize access due to read/write dependencies among transactions',
    {
      detail: 'Reason code: Canceled on identification as a pivot, during commit attempt.',
      hint: 'The transaction might succeed if retried.',
    },
  );
}
