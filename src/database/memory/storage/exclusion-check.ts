import type { EvalContext } from '../types/eval-context';
import { exclusionViolation } from './constraint-errors';
import type { Heap } from './heap';
import { isAlive } from './row-liveness';
import type { RowVersion } from './row-version';
import type { ExclusionDef, TableDef, Tuple } from './table-def';
import type { Transaction } from './transaction';

/** Looks for a row that an exclusion constraint does not allow beside this one. @throws SqlError 23P01, LockWait */
export function checkExclusion(
  def: TableDef,
  heap: Heap,
  transaction: Transaction,
  exclusion: ExclusionDef,
  version: RowVersion,
  context: EvalContext,
): void {
  const other = findExcluding(heap, transaction, exclusion, version.values, version, context);
  if (!other) return;
  const operands = (row: Tuple): Tuple => exclusion.parts.map(({ value }) => value(row, context));
  throw exclusionViolation(def, exclusion, operands(version.values), operands(other.values));
}

/**
 * A row beside which an exclusion constraint does not allow these values, committed or the transaction's own.
 *
 * @throws LockWait while another transaction is writing such a row
 */
export function findExcluding(
  heap: Heap,
  transaction: Transaction,
  { parts, where }: ExclusionDef,
  row: Tuple,
  except: RowVersion | null,
  context: EvalContext,
): RowVersion | null {
  const takesPart = (values: Tuple): boolean => !where || where(values, context) === true;
  if (!takesPart(row)) return null;
  const values = parts.map(({ value }) => value(row, context));
  if (values.includes(null)) return null;
  let found: RowVersion | null = null;
  heap.visit((other) => {
    if (other === except || !takesPart(other.values)) return;
    const excluded = parts.every(({ value, excludes }, i) => {
      const existing = value(other.values, context);
      return existing !== null && excludes(context, values[i] ?? null, existing) === true;
    });
    if (excluded && isAlive(transaction, other)) found = other;
    return found === null;
  });
  return found;
}
