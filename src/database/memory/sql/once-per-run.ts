import type { Environment } from './environment';

/** Computes something that does not depend on rows when a run needs it first, and keeps it until the run has ended. */
export function oncePerRun<T>(compute: (environment: Environment) => T): (environment: Environment) => T {
  const key = {};
  return (environment) => {
    const { memo } = environment.context;
    const known = memo.get(key) as T | undefined;
    if (known !== undefined) return known;
    const value = compute(environment);
    memo.set(key, value);
    return value;
  };
}
