/**
 * What a statement has done that no rollback takes back: values drawn from sequences, advisory locks, time slept
 * through. It is not done again when the statement runs again after a wait. Each key has a list of its own, in the
 * order in which things were done: a row that is left out the second time takes nothing from another key.
 */
export class ReplayedEffects {
  private readonly keys: unknown[] = [];
  private readonly outcomes: unknown[] = [];
  /** What the statement has still to come by in this run; null in the first. */
  private left: Map<unknown, unknown[]> | null = null;

  /** The statement runs from its beginning. */
  rewind(): void {
    this.left = new Map();
    this.keys.forEach((key, i) => {
      const outcomes = this.left?.get(key);
      if (outcomes) outcomes.push(this.outcomes[i]);
      else this.left?.set(key, [this.outcomes[i]]);
    });
  }

  /** Acts, unless this was done in an earlier run; then its outcome is the same. */
  once<T>(key: unknown, act: () => T): T {
    const done = this.left?.get(key);
    if (done && done.length > 0) return done.shift() as T;
    const outcome = act();
    this.keys.push(key);
    this.outcomes.push(outcome);
    return outcome;
  }
}
