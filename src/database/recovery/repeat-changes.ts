import type { QueryRunner } from 'typeorm';
import type { ChangeRecord } from '../journal/transaction-record';
import { changeStatements } from './change-statements';
import { MissingRowError } from './refusal';
import type { ReplayedTable } from './replayed-table';

/** Makes changes once more, in their order. @throws MissingRowError, UnknownTableError, QueryFailedError */
export async function repeatChanges(
  runner: QueryRunner,
  changes: readonly ChangeRecord[],
  tables: ReadonlyMap<string, ReplayedTable>,
): Promise<void> {
  for (const { sql, parameters, rows } of changeStatements(changes, tables)) {
    const { affected } = await runner.query(sql, [...parameters], true);
    if (rows !== null && affected !== rows) throw new MissingRowError();
  }
}
