import type { RefreshMatViewStmt } from '@pgsql/types';
import { missingRelation } from '../storage/catalog';
import { SqlError, unsupported } from '../types/sql-error';
import type { CompileContext, CompiledModification } from './compile-context';

/** REFRESH MATERIALIZED VIEW. @throws SqlError 42P01, 0A000 for a table, 42809 for a view, 55000 */
export function compileRefresh(node: RefreshMatViewStmt, context: CompileContext): CompiledModification {
  const { schemaname, relname = '' } = node.relation ?? {};
  const { catalog } = context;
  const table = catalog.table(schemaname ?? null, relname);
  if (!table) {
    if (!catalog.view(schemaname ?? null, relname)) throw missingRelation(schemaname, relname);
    throw new SqlError('42809', `"${relname}" is not a table or materialized view`);
  }
  const { materialized } = table.def;
  if (!materialized) throw new SqlError('0A000', `"${relname}" is not a materialized view`);
  if (node.skipData) throw unsupported('WITH NO DATA');
  if (node.concurrent && !table.def.indexes.some(({ unique, where }) => unique && !where)) {
    const name = `${table.def.schema}.${relname}`;
    throw new SqlError('55000', `cannot refresh materialized view "${name}" concurrently`, {
      hint: 'Create a unique index with no WHERE clause on one or more columns of the materialized view.',
    });
  }
  const query = context.compileQuery(materialized, null);
  return {
    columns: [],
    run: (outer) => {
      const { statement } = outer.context;
      const rows = query.run(outer);
      table.truncate(statement);
      for (const row of rows) table.insert(statement, row);
      return { rows: [], rowCount: 0 };
    },
  };
}
