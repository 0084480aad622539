import * as fc from 'fast-check';
import type { Handlers, Operation } from '../operation';
import { modification } from '../sql/modifications';
import { query } from '../sql/queries';

/** Raw SQL: the order of a query's rows is fixed, that of RETURNING is not. */
export const statement: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: query.map((sql) => ({ name: 'query', args: [sql], ordered: true })) },
  { weight: 1, arbitrary: modification.map((sql) => ({ name: 'modify', args: [sql], ordered: true })) },
);

export const statementHandlers: Handlers = {
  query: ({ manager }, sql: string) => manager.query(sql),
  modify: async ({ manager }, sql: string) => {
    const result: unknown = await manager.query(sql);
    return Array.isArray(result) ? { rows: rowsIn(result) } : result;
  },
};

/** Rows as texts, sorted; an UPDATE's are followed by their number. */
function rowsIn(result: readonly unknown[]): unknown {
  const [rows, count] = result;
  const sorted = (list: readonly unknown[]): unknown[] =>
    list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return Array.isArray(rows) ? [sorted(rows), count] : sorted(result);
}
