import type { CompiledQuery, Row } from './compile-context';
import type { Environment } from './environment';

/**
 * The rows of a sub-query in FROM, without what the query around it never looks at.
 *
 * @param looked columns that are looked at, complete once the statement is analysed; null for all
 */
export function lookedAt(
  query: CompiledQuery,
  looked: ReadonlySet<number> | null,
  rowsOf: (environment: Environment) => readonly Row[],
): (environment: Environment) => readonly Row[] {
  const { narrow } = query;
  if (!narrow || !looked) return rowsOf;
  let narrowed = false;
  return (environment) => {
    if (!narrowed) narrow((column) => looked.has(column));
    narrowed = true;
    return rowsOf(environment);
  };
}
