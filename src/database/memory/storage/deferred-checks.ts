import type { Transaction } from './transaction';

/** A constraint whose check may be put off. */
export interface DeferrableConstraint {
  readonly name: string;
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

/** Runs a constraint's check now, or at COMMIT, as the constraint is declared and set. */
export function runWhenDue(
  transaction: Transaction,
  constraint: DeferrableConstraint,
  check: () => void,
): void {
  if (isDeferred(transaction, constraint))
    transaction.deferredChecks.push({ constraint: constraint.name, run: check });
  else check();
}

function isDeferred(
  transaction: Transaction,
  { name, deferrable = false, initiallyDeferred = false }: DeferrableConstraint,
): boolean {
  if (!deferrable) return false;
  const mode = transaction.constraintModes.get(name) ?? transaction.constraintModes.get('all');
  return mode === undefined ? initiallyDeferred : mode === 'deferred';
}
