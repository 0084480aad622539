import { uniqueViolation } from './constraint-errors';
import type { HashIndex } from './hash-index';
import { visitGroup } from './row-group';
import { isAlive } from './row-liveness';
import type { RowVersion } from './row-version';
import type { TableDef, Tuple } from './table-def';
import type { Transaction } from './transaction';
import type { UniqueIndex } from './unique-index';

/** @throws SqlError 23505, LockWait while another transaction is writing the same key */
export function checkUnique(
  def: TableDef,
  transaction: Transaction,
  { index, name, partNames }: UniqueIndex,
  version: RowVersion,
): void {
  if (version.deleter !== null) return;
  if (findConflict(transaction, index, version.values, version) === null) return;
  throw uniqueViolation(def, name, partNames, index.types, index.valuesOf(version.values));
}

/**
 * A row with the key of these values, committed or the transaction's own.
 *
 * @throws LockWait while another transaction is writing the same key
 */
export function findConflict(
  transaction: Transaction,
  index: HashIndex,
  values: Tuple,
  except: RowVersion | null,
): RowVersion | null {
  const key = index.keyOf(values);
  const group = key === null ? undefined : index.group(key);
  if (group === undefined) return null;
  let conflict: RowVersion | null = null;
  visitGroup(group, (version) => {
    if (version !== except && isAlive(transaction, version)) conflict = version;
    return conflict === null;
  });
  return conflict;
}

/** Whether another row has the key now, or may have it: only then is there something to look at later. */
export function mayConflict(own: Transaction, { index }: UniqueIndex, version: RowVersion): boolean {
  const key = index.keyOf(version.values);
  const group = key === null ? undefined : index.group(key);
  if (group === undefined) return false;
  return !visitGroup(
    group,
    (other) => other === version || other.deleter === own || other.deleter?.status === 'committed',
  );
}
