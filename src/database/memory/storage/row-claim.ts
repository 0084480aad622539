import { SqlError } from '../types/sql-error';
import { conflicts, isStronger, type LockStrength } from './lock-strength';
import { LockWait } from './lock-wait';
import type { RowVersion } from './row-version';
import type { Statement } from './statement';
import type { TableDef } from './table-def';
import type { Writer } from './writer';

const NOBODY: readonly Writer[] = Object.freeze([]);

/** What to do about a row that another transaction holds. */
export type WaitPolicy = 'block' | 'nowait' | 'skip';

/**
 * Makes sure that a row may be changed or locked now.
 *
 * @returns false when this statement's transaction has changed it already, or it is to be skipped
 * @throws LockWait, SqlError 55P03 under NOWAIT, 40001 when it changed after a fixed snapshot
 */
export function claimRow(
  { transaction }: Statement,
  { name }: TableDef,
  version: RowVersion,
  strength: LockStrength,
  policy: WaitPolicy = 'block',
  isLock = false,
): boolean {
  const { deleter } = version;
  if (deleter === transaction) return false;
  const isGone = deleter !== null && deleter.status !== 'active';
  const isChanged = isGone && !(strength === 'key share' && keepsKey(version));
  // Who still locks what has changed since is waited for before that is told, as on PostgreSQL.
  const blockers = isChanged
    ? lockersOf(version, transaction, strength)
    : blockersOf(version, transaction, strength);
  if (isChanged && blockers.length === 0) throw changedSince(version, isLock);
  if (blockers.length === 0) return true;
  switch (policy) {
    case 'skip':
      return false;
    case 'nowait':
      throw new SqlError('55P03', `could not obtain lock on row in relation "${name}"`);
    case 'block':
      // One after another, so that a deadlock with the second is none before the first has ended.
      throw new LockWait([firstOf(blockers)]);
  }
}

/** Locks a row that was claimed until the transaction ends; its later versions carry the lock as well. */
export function holdRow({ transaction }: Statement, version: RowVersion, strength: LockStrength): void {
  const isHeld = version.locks?.some(
    (held) => held.owner === transaction && !isStronger(strength, held.strength),
  );
  if (isHeld) return;
  const lock = { owner: transaction, strength };
  for (let held: RowVersion | null = version; held; held = held.successor) (held.locks ??= []).push(lock);
  transaction.writes();
  transaction.lockedRows.push({ version, lock });
}

/**
 * Marks a claimed row as changed by its next version, or deleted when there is none. Others may hold it by its key,
 * which stays: the next version carries their locks.
 */
export function supersedeRow(
  { transaction }: Statement,
  old: RowVersion,
  strength: LockStrength,
  successor: RowVersion | null,
): void {
  old.deleter = transaction;
  old.deleterStrength = withOwnLocks(old, transaction, strength);
  old.successor = successor;
  if (!successor || !old.locks) return;
  const others = old.locks.filter(({ owner }) => owner !== transaction);
  if (others.length > 0) successor.locks = others;
}

/**
 * The row that a statement has seen as it is now: after a wait others may have changed it, which under
 * READ COMMITTED the statement takes up (PostgreSQL, "EvalPlanQual"). Under a fixed snapshot it is as it was seen, and
 * {@link claimRow} tells what has become of it.
 *
 * @param lock how it is to be locked; null when it is to be changed
 * @returns null when it has been deleted
 */
export function latestVersion(
  { transaction }: Statement,
  seen: RowVersion,
  lock: LockStrength | null = null,
): RowVersion | null {
  if (transaction.isolation !== 'read committed') return seen;
  if (lock === 'key share' && keepsKey(seen)) return seen;
  let version: RowVersion | null = seen;
  while (version?.deleter?.status === 'committed') version = version.successor;
  return version;
}

function lockersOf({ locks }: RowVersion, own: Writer, strength: LockStrength): readonly Writer[] {
  const lockers = (locks ?? []).filter((lock) => lock.owner !== own && conflicts(lock.strength, strength));
  return lockers.map(({ owner }) => owner);
}

/** Who holds the row in a way that does not go with the strength: its lockers, and who is changing it. */
function blockersOf(version: RowVersion, own: Writer, strength: LockStrength): readonly Writer[] {
  if (version.deleter === null && version.locks === null) return NOBODY;
  const blockers = new Set<Writer>();
  // What is being changed may be locked, changed and deleted further by the same transaction.
  for (let at: RowVersion | null = version; at; at = at.successor) {
    for (const { owner, strength: held } of at.locks ?? [])
      if (owner !== own && conflicts(held, strength)) blockers.add(owner);
    if (at.deleter?.status === 'active' && conflicts(at.deleterStrength, strength)) blockers.add(at.deleter);
  }
  return [...blockers];
}

function firstOf(blockers: readonly Writer[]): Writer {
  return blockers.reduce((first, other) => (other.writeOrder < first.writeOrder ? other : first));
}

/** What is locked by its own transaction stays locked as strongly when that changes it. */
function withOwnLocks({ locks }: RowVersion, own: Writer, strength: LockStrength): LockStrength {
  let strongest = strength;
  for (const { owner, strength: held } of locks ?? [])
    if (owner === own && isStronger(held, strongest)) strongest = held;
  return strongest;
}

/** Whether all that others have committed to the row since left its key alone: that goes with a lock on the key. */
function keepsKey(version: RowVersion): boolean {
  for (let at: RowVersion | null = version; at; at = at.successor) {
    if (at.deleter?.status === 'committed' && conflicts(at.deleterStrength, 'key share')) return false;
  }
  return true;
}

/** A lock does not tell a deleted row from a changed one. */
function changedSince({ successor }: RowVersion, isLock: boolean): SqlError {
  const change = successor || isLock ? 'update' : 'delete';
  return new SqlError('40001', `could not serialize access due to concurrent ${change}`);
}
