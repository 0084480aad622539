import type { QueryRunner } from 'typeorm';
import type { TransactionRecord } from '../journal/transaction-record';
import type { Refusal } from './refusal';

/** Puts a transaction into quarantine. @returns the id of its entry */
export async function addToQuarantine(
  runner: QueryRunner,
  journalId: string,
  record: TransactionRecord,
  { code, reason, dependsOn }: Refusal,
): Promise<string> {
  const [{ id = '' } = {}] = (await runner.query(
    `INSERT INTO database_quarantine (journal, transaction, record, code, reason, depends_on, committed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [journalId, record.id, JSON.stringify(record), code, reason, dependsOn, record.at],
  )) as { id?: string }[];
  return id;
}
