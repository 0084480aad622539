import type { QueryRunner } from 'typeorm';
import type { ChangeRecord, SnapshotPart, TransactionRecord } from '../journal/transaction-record';
import { dependencyRefusal, type Refusal, refusalOf } from './refusal';
import type { RefusedRows } from './refused-rows';
import { repeatChanges } from './repeat-changes';
import type { ReplayedTable } from './replayed-table';
import { advanceSequences } from './sequences';

/** SQLSTATE foreign_key_violation: what it points at may come later. */
const FOREIGN_KEY = '23503';

const MOST_ROWS = 500;

/** Where the rows of a snapshot go. */
export interface SnapshotReplay {
  readonly runner: QueryRunner;
  /** The last transaction that the snapshot holds. */
  readonly snapshotId: number;
  readonly tables: ReadonlyMap<string, ReplayedTable>;
  readonly refused: RefusedRows;
  /** @returns the id of its entry */
  readonly quarantine: (record: TransactionRecord, refusal: Refusal) => Promise<string>;
}

/**
 * Inserts the rows of a snapshot, within the transaction of the runner. A snapshot has forgotten which rows came
 * together: each stands for itself, and those that are refused go into quarantine one by one. What points at a row that
 * is not there yet is tried again after the others.
 *
 * @returns how many rows were inserted
 */
export async function replaySnapshot(
  to: SnapshotReplay,
  parts: AsyncIterable<SnapshotPart>,
): Promise<number> {
  const rows = new SnapshotRows(to);
  for await (const part of parts) {
    if (part.kind === 'rows') await rows.insert(insertsOf(part));
    else await advanceSequences(to.runner, [{ ...recordOf(to.snapshotId, []), ...part }]);
  }
  await rows.settle();
  return rows.inserted;
}

class SnapshotRows {
  inserted = 0;
  /** Rows whose foreign keys have found nothing so far. */
  private early: ChangeRecord[] = [];

  constructor(private readonly to: SnapshotReplay) {}

  async insert(rows: readonly ChangeRecord[]): Promise<void> {
    for (let at = 0; at < rows.length; at += MOST_ROWS) await this.process(rows.slice(at, at + MOST_ROWS));
  }

  /** Tries again what came too early as long as that helps; the rest goes into quarantine. */
  async settle(): Promise<void> {
    // Rows that point at each other in a circle, which deferrable keys allow.
    if (this.early.length > 1 && !(await this.attempt(this.early)))
      this.inserted += this.early.splice(0).length;
    let left = Infinity;
    while (this.early.length > 0 && this.early.length < left) {
      left = this.early.length;
      await this.insert(this.early.splice(0));
    }
    for (const row of this.early.splice(0)) {
      const refusal = await this.attempt([row]);
      if (refusal) await this.quarantine(row, refusal);
      else this.inserted += 1;
    }
  }

  private async process(rows: readonly ChangeRecord[]): Promise<void> {
    const free: ChangeRecord[] = [];
    for (const row of rows) {
      const dependency = this.to.refused.dependencyOf([row]);
      if (dependency === null) free.push(row);
      else await this.quarantine(row, dependencyRefusal(dependency));
    }
    const [first] = free;
    if (!first) return;
    const refusal = await this.attempt(free);
    if (!refusal) {
      this.inserted += free.length;
    } else if (free.length > 1) {
      const half = free.length >> 1;
      await this.process(free.slice(0, half));
      await this.process(free.slice(half));
    } else if (refusal.code === FOREIGN_KEY) {
      this.early.push(first);
    } else {
      await this.quarantine(first, refusal);
    }
  }

  /** All of the rows, or none. */
  private async attempt(rows: readonly ChangeRecord[]): Promise<Refusal | null> {
    const { runner, tables } = this.to;
    await runner.query('SAVEPOINT rows');
    try {
      await repeatChanges(runner, rows, tables);
      await runner.query('RELEASE SAVEPOINT rows');
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      await runner.query('ROLLBACK TO SAVEPOINT rows');
      return refusal;
    }
  }

  private async quarantine(row: ChangeRecord, refusal: Refusal): Promise<void> {
    const entry = await this.to.quarantine(recordOf(this.to.snapshotId, [row]), refusal);
    this.to.refused.add([row], entry);
  }
}

function insertsOf({ table, columns, rows }: Extract<SnapshotPart, { kind: 'rows' }>): ChangeRecord[] {
  return rows.map((values) => ({
    kind: 'insert',
    table,
    row: Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null])),
  }));
}

function recordOf(id: number, changes: readonly ChangeRecord[]): TransactionRecord {
  return { id, at: new Date().toISOString(), changes };
}
