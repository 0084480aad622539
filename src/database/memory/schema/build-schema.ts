import type { DataSource, EntityMetadata } from 'typeorm';
import { ViewUtils } from 'typeorm/schema-builder/util/ViewUtils';
import { compileTableExpression } from '../sql/table-expression';
import type { Database } from '../storage/database';
import type { CheckDef, ColumnDef } from '../storage/table-def';
import { SqlError } from '../types/sql-error';
import { columnSignature, defineColumn } from './column-definition';
import { createEnums } from './enum-types';
import { defineExclusion } from './exclusion-definition';
import {
  defineForeignKey,
  defineIndexes,
  definePrimaryKey,
  defineUniques,
  type Ordinals,
} from './key-definitions';
import { describeTable, schemaContextOf, schemaOf, type SchemaContext } from './schema-context';
import { createView } from './view-definition';

/**
 * Creates the tables, enums, sequences and views that TypeORM's schema builder would create on PostgreSQL for
 * these entities, as far as they are missing. An entity that is kept out of synchronization gets its table too:
 * nobody else could create it here.
 */
export function buildSchema(dataSource: DataSource, database: Database): void {
  const context = schemaContextOf(dataSource, database);
  const tables = dataSource.entityMetadatas
    .filter(({ tableType }) => tableType !== 'view' && tableType !== 'entity-child')
    // Of two entities with one table, the one that is synchronized describes it.
    .toSorted((a, b) => Number(b.synchronize) - Number(a.synchronize));
  for (const metadata of tables) createEnums(context, metadata);
  for (const metadata of tables) createTable(context, metadata);
  const views = dataSource.entityMetadatas.filter(({ tableType }) => tableType === 'view');
  for (const metadata of views.toSorted((a, b) => ViewUtils.viewMetadataCmp(a, b)))
    createView(context, metadata);
}

function createTable(context: SchemaContext, metadata: EntityMetadata): void {
  const { catalog } = context.database;
  const schema = schemaOf(context, metadata);
  if (catalog.table(schema, metadata.tableName)) return;
  const description = describeTable(context, metadata);
  const signatures = description.columns.map((column) => columnSignature(context, metadata, column));
  const columns = description.columns.map((column, i) =>
    defineColumn(context, metadata, column, signatures[i] as (typeof signatures)[number], signatures),
  );
  const ordinals: Ordinals = (names) => names.map((name) => ordinalOf(columns, name, metadata.tableName));
  context.database.createTable({
    schema,
    name: metadata.tableName,
    columns,
    primaryKey: definePrimaryKey(context, description, ordinals),
    uniques: defineUniques(context, description, ordinals),
    foreignKeys: metadata.foreignKeys.map((key) => defineForeignKey(context, key, description, ordinals)),
    checks: description.checks.map(({ name, expression = 'true' }): CheckDef => ({
      name: name ?? '',
      test: compileTableExpression(expression, signatures, catalog, null).evaluate,
    })),
    exclusions: description.exclusions.map((exclusion) => defineExclusion(context, exclusion, signatures)),
    indexes: defineIndexes(context, metadata, signatures, ordinals),
  });
}

function ordinalOf(columns: readonly ColumnDef[], name: string, table: string): number {
  const ordinal = columns.findIndex((column) => column.name === name);
  if (ordinal < 0) throw new SqlError('42703', `column "${name}" of relation "${table}" does not exist`);
  return ordinal;
}
