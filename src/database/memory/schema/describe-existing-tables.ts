import type { ColumnRef } from '@pgsql/types';
import { TableForeignKey, View, type DataSource, type Table, type EntityMetadata } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { lastName } from '../sql/ast';
import { parseExpression } from '../sql/parser';
import type { Database } from '../storage/database';
import { describeTable, schemaOf, type SchemaContext, schemaContextOf } from './schema-context';

/**
 * The tables that there are, as TypeORM reads them from a server's catalogs; where names are given, those of
 * these names.
 */
export function describeExistingTables(
  dataSource: DataSource,
  database: Database,
  names: readonly string[] | undefined,
): Table[] {
  const context = schemaContextOf(dataSource, database);
  return dataSource.entityMetadatas
    .filter(({ tableType }) => tableType !== 'view' && tableType !== 'entity-child')
    .filter((metadata) => database.catalog.table(schemaOf(context, metadata), metadata.tableName))
    .filter((metadata) => isNamed(context, metadata, names))
    .map((metadata) => describeExistingTable(context, metadata));
}

export function describeExistingViews(
  dataSource: DataSource,
  database: Database,
  names: readonly string[] | undefined,
): View[] {
  const context = schemaContextOf(dataSource, database);
  return dataSource.entityMetadatas
    .filter(({ tableType }) => tableType === 'view')
    .filter((metadata) => {
      const schema = schemaOf(context, metadata);
      return (
        database.catalog.view(schema, metadata.tableName) ??
        database.catalog.table(schema, metadata.tableName)?.def.materialized
      );
    })
    .filter((metadata) => isNamed(context, metadata, names))
    .map((metadata) => {
      const view = View.create(metadata, dataSource.driver);
      view.schema = schemaOf(context, metadata);
      view.database = dataSource.driver.database;
      return view;
    });
}

function isNamed(
  context: SchemaContext,
  metadata: EntityMetadata,
  names: readonly string[] | undefined,
): boolean {
  const driver = context.dataSource.driver as PostgresDriver;
  return (
    names === undefined ||
    names.some((name) => {
      const { schema = context.defaultSchema, tableName } = driver.parseTableName(name);
      return schema === schemaOf(context, metadata) && tableName === metadata.tableName;
    })
  );
}

function describeExistingTable(context: SchemaContext, metadata: EntityMetadata): Table {
  const { driver } = context.dataSource;
  const table = describeTable(context, metadata);
  const schema = schemaOf(context, metadata);
  table.schema = schema;
  table.database = driver.database;
  table.name = schema === context.defaultSchema ? metadata.tableName : `${schema}.${metadata.tableName}`;
  // The catalogs have NULL where there is no comment.
  table.comment ??= null as never;
  table.foreignKeys = metadata.foreignKeys.map((key) => {
    const { schema: referencedSchema = context.defaultSchema } = key.referencedEntityMetadata;
    return Object.assign(TableForeignKey.create(key, driver), { referencedSchema });
  });
  for (const index of table.indices) index.type ??= 'btree';
  for (const column of table.columns) {
    if (column.generationStrategy === 'identity') column.generatedIdentity ??= 'BY DEFAULT';
    if (column.type === 'numeric' && column.precision !== undefined) column.scale ??= 0;
    delete column.onUpdate;
  }
  for (const unique of table.uniques) delete unique.deferrable;
  for (const check of table.checks) check.columnNames ??= columnsNamedIn(check.expression ?? '');
  return table;
}

/** The columns that an expression names, in no certain order. */
function columnsNamedIn(sql: string): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('ColumnRef' in node) found.add(lastName((node.ColumnRef as ColumnRef).fields));
    Object.values(node).forEach(visit);
  };
  visit(parseExpression(sql));
  return [...found];
}
