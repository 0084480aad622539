import type { SelectStmt } from '@pgsql/types';
import type { EntityMetadata } from 'typeorm';
import { Autocommit } from '../session/autocommit';
import { SessionState } from '../session/session-state';
import { prepare } from '../sql/prepare';
import { SqlError } from '../types/sql-error';
import { defineIndexes } from './key-definitions';
import { schemaOf, type SchemaContext } from './schema-context';

/** Creates a table that holds what a view's query gave when it was last refreshed, and fills it. */
export function createMaterializedView(
  context: SchemaContext,
  metadata: EntityMetadata,
  sql: string,
  query: SelectStmt,
): void {
  const { database } = context;
  const { tableName: name } = metadata;
  const schema = schemaOf(context, metadata);
  if (database.catalog.table(schema, name)) return;
  const [statement] = prepare(sql, database.catalog);
  if (statement?.kind !== 'statement') throw new SqlError('42601', 'a view needs a query');
  const { columns } = statement;
  database.createTable({
    schema,
    name,
    columns: columns.map((column) => ({ ...column, notNull: false, defaultValue: null })),
    primaryKey: null,
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: defineIndexes(context, metadata, columns, (names) =>
      names.map((wanted) => columns.findIndex((column) => column.name === wanted)),
    ),
    materialized: query,
  });
  const [refresh] = prepare(`REFRESH MATERIALIZED VIEW "${schema}"."${name}"`, database.catalog);
  if (refresh?.kind !== 'statement') return;
  const { writes } = refresh;
  void new Autocommit(new SessionState(database)).run({
    writes,
    params: [],
    work: (run) => refresh.run(run),
  });
}
