import type { LockStrength } from '../storage/lock-strength';
import { latestVersion } from '../storage/row-claim';
import type { RowVersion } from '../storage/row-version';
import type { Environment } from './environment';
import type { Expression } from './expression';
import type { FromTable } from './from-tree';

/**
 * The row to change as it is now. One that another transaction has changed since it was seen is locked, and counts
 * only if it still meets the conditions; the rows that it is joined with stay as they were seen.
 *
 * @returns null when there is nothing to change any more
 * @throws LockWait, or SqlError 40001 after a fixed snapshot
 */
export function currentRow(
  { table, relation }: FromTable,
  seen: RowVersion,
  strength: LockStrength,
  conditions: readonly Expression[],
  environment: Environment,
): RowVersion | null {
  const { statement } = environment.context;
  const current = latestVersion(statement, seen);
  if (current === null || current === seen) return current;
  if (!table.lock(statement, current, strength)) return null;
  environment.rows[relation.slot] = current.values;
  environment.versions[relation.slot] = current;
  return conditions.every((condition) => condition.evaluate(environment) === true) ? current : null;
}
