import type { SetCall } from './compile-context';
import type { Environment } from './environment';
import { setRows } from './from-function';
import type { Source } from './join-source';

/** Set-returning functions of one list run in step; the shorter ones are filled up with NULL. */
export function expanding(
  calls: readonly SetCall[],
  visit: (row: Environment) => boolean,
): (row: Environment) => boolean {
  return (row) => {
    const sets = calls.map(({ resolved, args }) => setRows(resolved, args, row));
    const length = Math.max(...sets.map((rows) => rows.length));
    for (let i = 0; i < length; i += 1) {
      row.sets = sets.map((rows) => rows[i]?.[0] ?? null);
      if (!visit(row)) return false;
    }
    return true;
  };
}

/** A source whose rows are multiplied by set-returning functions. */
export function expandedSource(source: Source, calls: readonly SetCall[]): Source {
  if (calls.length === 0) return source;
  return {
    slots: source.slots,
    scan: (environment, emit) => source.scan(environment, () => expanding(calls, emit)(environment)),
  };
}
