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
  const { parts, where } = exclusion;
  const takesPart = (row: Tuple): boolean => !where || where(row, context) === true;
  if (!takesPart(version.values)) return;
  const values = parts.map(({ value }) => value(version.values, context));
  if (values.includes(null)) return;
  heap.visit((other) => {
    if (other === version || !takesPart(other.values)) return;
    const existing = parts.map(({ value }) => value(other.values, context));
    const excluded = parts.every(
      ({ excludes }, i) =>
        (existing[i] ?? null) !== null && excludes(context, values[i] ?? null, existing[i] ?? null) === true,
    );
    if (excluded && isAlive(transaction, other)) throw exclusionViolation(def, exclusion, values, existing);
  });
}
