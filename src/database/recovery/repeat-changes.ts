import type { QueryRunner } from 'typeorm';
import type { ChangeRecord } from '../journal/transaction-record';
import { changeStatements } from './change-statements';
import { MissingRowError } from './refusal';
import type { ReplayedTable } from './replayed-table';

/**
 * Makes changes once more, in their order. What a constraint lets wait is checked at the end, and not only at COMMIT.
 *
 * @throws MissingRowError, UnknownTableError, QueryFailedError
 */
export async function repeatChanges(
  runner: QueryRunner,
  changes: readonly ChangeRecord[],
  tables: ReadonlyMap<string, ReplayedTable>,
): Promise<void> {
  await runner.query('SET CONSTRAINTS ALL DEFERRED');
  for (const { sql, parameters, rows } of changeStatements(changes, tables)) {
    const { affected } = await runner.query(sql, [...parameters], true);
    if (rows !== null && affected !== rows) throw new MissingRowError();
  }
  await runner.query('SET CONSTRAINTS ALL IMMEDIATE');
}
