import type { SelectStmt } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { listItems, placeOf } from './ast';
import { unify } from './compile-branch';
import { compileAt, type CompileContext, type CompiledQuery, type QueryOptions } from './compile-context';
import { constant, type Expression, mustCoerce, typeOf } from './expression';
import { orderedQuery } from './ordered-query';
import type { Scope } from './scope';

/** VALUES (...), (...): each column takes the common type of its expressions. @throws SqlError 42601, 42804 */
export function compileValues(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
  options: QueryOptions,
): CompiledQuery {
  const lists = (select.valuesLists ?? []).map((list) =>
    listItems(list).map((item) => compileAt(item, { scope, context, clause: 'VALUES' })),
  );
  const width = lists[0]?.length ?? 0;
  const odd = lists.find((list) => list.length !== width);
  if (odd) throw new SqlError('42601', 'VALUES lists must all be the same length', placeOf(odd[0]?.node));
  const columns = Array.from({ length: width }, (_, i) => {
    const column = lists.flatMap((list) => list[i] ?? []);
    const open = options.unsettled && column.every((item) => typeOf(item) === types.unknown);
    return open ? [...column] : [...unify(column, 'VALUES')];
  });
  const output = columns.map((column, i) => ({
    name: `column${i + 1}`,
    type: typeOf(column[0] as Expression),
    typmod: column.every(({ typmod }) => typmod === column[0]?.typmod) ? (column[0]?.typmod ?? -1) : -1,
  }));
  const query = orderedQuery(select, scope, context, 'VALUES', output, (environment) =>
    lists.map((_, row) => columns.map((column) => (column[row] as Expression).evaluate(environment))),
  );
  return {
    columns: output,
    get correlated() {
      return scope.correlated;
    },
    run: query.run,
    exists: query.exists,
    placeOf: (at) => placeOf(columns[at]?.[0]?.node),
    foldConstants: (environment, wanted) => {
      for (const [at, column] of columns.entries())
        if (wanted(at)) for (const item of column) item.fold?.(environment);
    },
    narrow: (wanted) => {
      for (const [at, column] of columns.entries()) {
        if (wanted(at) || column.some(({ volatile }) => volatile)) continue;
        columns[at] = column.map((item) => constant(typeOf(item), null));
      }
    },
    settle: (at, type) => {
      const column = columns[at];
      const shown = output[at];
      if (!column || !shown) return;
      columns[at] = column.map((item) => mustCoerce(item, type, 'implicit'));
      output[at] = { ...shown, type };
    },
  };
}
