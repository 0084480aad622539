import type { Environment } from './environment';
import type { Expression } from './expression';

/** Fills the environment's slots with one combination of rows after another; `emit` returns false to stop. */
export interface Source {
  readonly slots: readonly number[];
  scan(environment: Environment, emit: () => boolean): boolean;
}

/** Every row of the left side, with NULLs where nothing of the right side meets the condition. */
export function leftJoin(left: Source, right: Source): Source {
  return {
    slots: [...left.slots, ...right.slots],
    scan: (environment, emit) =>
      left.scan(environment, () => {
        let matched = false;
        const going = right.scan(environment, () => {
          matched = true;
          return emit();
        });
        if (!going) return false;
        if (matched) return true;
        clear(environment, right.slots);
        return emit();
      }),
  };
}

/** Every pair that meets the condition, then the rows of either side that met none. */
export function fullJoin(left: Source, right: Source, on: Expression | null): Source {
  return {
    slots: [...left.slots, ...right.slots],
    scan: (environment, emit) => {
      const held = collect(right, environment);
      const matched = new Set<number>();
      const going = left.scan(environment, () => {
        let found = false;
        for (const [i, load] of held.entries()) {
          load();
          if (on && on.evaluate(environment) !== true) continue;
          found = true;
          matched.add(i);
          if (!emit()) return false;
        }
        if (found) return true;
        clear(environment, right.slots);
        return emit();
      });
      if (!going) return false;
      return held.every((load, i) => {
        if (matched.has(i)) return true;
        clear(environment, left.slots);
        load();
        return emit();
      });
    },
  };
}

/** All rows of a source, each as a function that puts it back into its slots. */
function collect(source: Source, environment: Environment): (() => void)[] {
  const held: (() => void)[] = [];
  const { slots } = source;
  source.scan(environment, () => {
    const rows = slots.map((slot) => environment.rows[slot] ?? null);
    const versions = slots.map((slot) => environment.versions[slot] ?? null);
    held.push(() => {
      for (const [i, slot] of slots.entries()) {
        environment.rows[slot] = rows[i] ?? null;
        environment.versions[slot] = versions[i] ?? null;
      }
    });
    return true;
  });
  return held;
}

function clear(environment: Environment, slots: readonly number[]): void {
  for (const slot of slots) {
    environment.rows[slot] = null;
    environment.versions[slot] = null;
  }
}
