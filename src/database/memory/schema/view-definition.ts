import type { EntityMetadata } from 'typeorm';
import { parse } from '../sql/parser';
import { prepare } from '../sql/prepare';
import { SqlError } from '../types/sql-error';
import { createMaterializedView } from './materialized-view';
import { schemaOf, type SchemaContext } from './schema-context';

/**
 * Registers an entity's view. A query that is beyond the store fails when the view is first used, as a statement
 * of that kind would; a wrong one fails here, as CREATE VIEW does.
 */
export function createView(context: SchemaContext, metadata: EntityMetadata): void {
  const { catalog } = context.database;
  const schema = schemaOf(context, metadata);
  if (catalog.view(schema, metadata.tableName)) return;
  const sql = queryOf(context, metadata);
  const [statement] = parse(sql);
  if (!statement || !('SelectStmt' in statement)) throw new SqlError('42601', 'a view needs a query');
  if (metadata.tableMetadataArgs.materialized) {
    createMaterializedView(context, metadata, sql, statement.SelectStmt);
    return;
  }
  try {
    prepare(sql, catalog);
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== '0A000') throw error;
  }
  catalog.addView({ schema, name: metadata.tableName, query: () => statement.SelectStmt });
}

function queryOf({ dataSource }: SchemaContext, { expression, name }: EntityMetadata): string {
  if (typeof expression === 'function') return expression(dataSource).getQuery();
  if (!expression) throw new SqlError('42601', `the view "${name}" has no query`);
  return expression;
}
