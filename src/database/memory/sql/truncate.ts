import type { TruncateStmt } from '@pgsql/types';
import { type Catalog, missingRelation } from '../storage/catalog';
import { childrenFirst } from '../storage/children-first';
import type { Table } from '../storage/table';
import { SqlError } from '../types/sql-error';
import { positionOf } from './ast';
import type { CompiledModification } from './compile-context';
import type { ExecutionContext } from './environment';

/** TRUNCATE [RESTART IDENTITY] [CASCADE]. @throws SqlError 42P01, 0A000 for a table that others reference */
export function compileTruncate(node: TruncateStmt, catalog: Catalog): CompiledModification {
  const tables = new Set<Table>();
  const add = (table: Table): void => {
    if (tables.has(table)) return;
    tables.add(table);
    if (node.behavior === 'DROP_CASCADE') for (const { child } of table.references) add(child);
  };
  for (const range of node.relations ?? []) {
    if (!('RangeVar' in range)) continue;
    const { schemaname, relname = '', location } = range.RangeVar;
    const table = catalog.table(schemaname ?? null, relname);
    if (!table) {
      throw missingRelation(schemaname, relname, positionOf(location));
    }
    add(table);
  }
  return {
    columns: [],
    run: ({ context }) => {
      for (const table of childrenFirst(tables)) table.truncate(context.statement);
      // Only now, as in PostgreSQL, which locks the tables before it looks at them.
      refuseReferenced(tables);
      if (node.restart_seqs) restartSequences(tables, context);
      return { rows: [], rowCount: 0 };
    },
  };
}

function restartSequences(
  tables: ReadonlySet<Table>,
  { database, statement }: Pick<ExecutionContext, 'database' | 'statement'>,
): void {
  for (const { def } of tables) {
    for (const { sequence: name } of def.columns) {
      const sequence = name === undefined ? null : database.catalog.sequence(def.schema, name);
      if (!sequence) continue;
      sequence.restart(statement.transaction);
      database.noteSequence(statement.transaction, sequence);
    }
  }
}

/** @throws SqlError 0A000 when a table is referenced by one that is not emptied with it */
function refuseReferenced(tables: ReadonlySet<Table>): void {
  for (const table of tables) {
    const outside = table.references.find(({ child }) => !tables.has(child));
    if (!outside) continue;
    throw new SqlError('0A000', 'cannot truncate a table referenced in a foreign key constraint', {
      detail: `Table "${outside.child.def.name}" references "${table.def.name}".`,
      hint: `Truncate table "${outside.child.def.name}" at the same time, or use TRUNCATE ... CASCADE.`,
    });
  }
}
