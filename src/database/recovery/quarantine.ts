import type { DataSource } from 'typeorm';
import type { ChangeRecord, TransactionRecord } from '../journal/transaction-record';
import { hasRecoveryTables } from './recovery-tables';
import { refusalOf } from './refusal';
import { RefusedRows } from './refused-rows';
import { repeatChanges } from './repeat-changes';
import { replayedTables } from './replayed-table';

/** A transaction that was acknowledged and that PostgreSQL has refused. */
export interface QuarantinedTransaction {
  /** Of the entry in quarantine. */
  readonly id: string;
  readonly journal: string;
  readonly transaction: number;
  /** SQLSTATE. */
  readonly code: string;
  readonly reason: string;
  /** The entry that it depends on; null when it was refused for itself. */
  readonly dependsOn: string | null;
  readonly attempts: number;
  readonly committedAt: Date;
  readonly quarantinedAt: Date;
  /** What it changes, without the values. */
  readonly changes: readonly {
    readonly kind: string;
    readonly table: string;
    readonly columns: readonly string[];
  }[];
}

/** There is no such entry: it may have been retried or discarded. */
export class NotInQuarantineError extends Error {
  constructor(id: string) {
    super(`there is no entry ${id} in quarantine: list those that are`);
    this.name = 'NotInQuarantineError';
  }
}

/** PostgreSQL has refused it again; it stays in quarantine. */
export class RefusedAgainError extends Error {
  constructor(
    readonly code: string,
    readonly reason: string,
  ) {
    super(`it is refused still: ${reason}`);
    this.name = 'RefusedAgainError';
  }
}

/** It depends on another that has to be retried, or discarded, before it. */
export class DependencyInQuarantineError extends Error {
  constructor(readonly dependsOn: string) {
    super(`it depends on entry ${dependsOn} of the quarantine: retry or discard that first`);
    this.name = 'DependencyInQuarantineError';
  }
}

interface Row {
  readonly id: string;
  readonly journal: string;
  readonly transaction: string;
  readonly record: TransactionRecord;
  readonly code: string;
  readonly reason: string;
  readonly depends_on: string | null;
  readonly attempts: number;
  readonly committed_at: Date;
  readonly quarantined_at: Date;
}

/** An entry does not wait for one that has been retried or discarded. */
const SELECT = `
  SELECT id, journal, transaction, record, code, reason, attempts, committed_at, quarantined_at,
    (SELECT awaited.id FROM database_quarantine awaited WHERE awaited.id = entry.depends_on) AS depends_on
  FROM database_quarantine entry`;

/** The acknowledged transactions that PostgreSQL has refused, kept in PostgreSQL itself: every instance sees them. */
export class Quarantine {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order in which they were committed. @param after the last id of the page before */
  async list({
    limit,
    after = '0',
  }: {
    readonly limit: number;
    readonly after?: string;
  }): Promise<QuarantinedTransaction[]> {
    if (!(await hasRecoveryTables(this.dataSource))) return [];
    const rows = await this.dataSource.query<Row[]>(`${SELECT} WHERE id > $1 ORDER BY id LIMIT $2`, [
      after,
      limit,
    ]);
    return rows.map(viewOf);
  }

  async count(): Promise<number> {
    if (!(await hasRecoveryTables(this.dataSource))) return 0;
    const [row] = await this.dataSource.query<{ n: number }[]>(
      'SELECT count(*)::int AS n FROM database_quarantine',
    );
    return row?.n ?? 0;
  }

  /** @throws NotInQuarantineError */
  async get(id: string): Promise<QuarantinedTransaction> {
    await this.mustExist(id);
    const [row] = await this.dataSource.query<Row[]>(`${SELECT} WHERE id = $1`, [id]);
    if (!row) throw new NotInQuarantineError(id);
    return viewOf(row);
  }

  /**
   * Repeats one once more, and takes it out of quarantine in the same transaction.
   *
   * @throws NotInQuarantineError, RefusedAgainError, DependencyInQuarantineError
   */
  async retry(id: string): Promise<void> {
    await this.mustExist(id);
    const tables = await replayedTables(this.dataSource);
    try {
      await this.dataSource.transaction(async (manager) => {
        const [row] = rowsOf<Row>(
          await manager.query('DELETE FROM database_quarantine WHERE id = $1 RETURNING *', [id]),
        );
        if (!row) throw new NotInQuarantineError(id);
        const refused = await RefusedRows.of(row.journal, { from: manager, tables, before: id });
        const dependency = refused.dependencyOf(row.record.changes);
        if (dependency !== null) throw new DependencyInQuarantineError(dependency);
        const runner = manager.queryRunner;
        if (runner) await repeatChanges(runner, row.record.changes, tables);
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      await this.dataSource.query(
        'UPDATE database_quarantine SET attempts = attempts + 1, code = $2, reason = $3 WHERE id = $1',
        [id, refusal.code, refusal.reason],
      );
      throw new RefusedAgainError(refusal.code, refusal.reason);
    }
  }

  /** Gives one up for good, and answers what it was. @throws NotInQuarantineError */
  async discard(id: string): Promise<QuarantinedTransaction> {
    await this.mustExist(id);
    const rows = rowsOf<Row>(
      await this.dataSource.query('DELETE FROM database_quarantine WHERE id = $1 RETURNING *', [id]),
    );
    const [row] = rows;
    if (!row) throw new NotInQuarantineError(id);
    return viewOf(row);
  }

  private async mustExist(id: string): Promise<void> {
    if (!/^\d{1,18}$/.test(id) || !(await hasRecoveryTables(this.dataSource)))
      throw new NotInQuarantineError(id);
  }
}

/** For a change TypeORM answers the rows and how many there are. */
function rowsOf<T>(answer: unknown): T[] {
  return (answer as [T[], number])[0];
}

function viewOf(row: Row): QuarantinedTransaction {
  return {
    id: row.id,
    journal: row.journal,
    transaction: Number(row.transaction),
    code: row.code,
    reason: row.reason,
    dependsOn: row.depends_on,
    attempts: row.attempts,
    committedAt: row.committed_at,
    quarantinedAt: row.quarantined_at,
    changes: row.record.changes.map((change) => ({
      kind: change.kind,
      table: change.table,
      columns: columnsOf(change),
    })),
  };
}

function columnsOf(change: ChangeRecord): string[] {
  switch (change.kind) {
    case 'insert':
    case 'update':
      return Object.keys(change.row);
    case 'delete':
      return Object.keys(change.key);
    case 'refresh':
      return [];
  }
}
