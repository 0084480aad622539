import type { EntityMetadata, TableColumn } from 'typeorm';
import { enumType } from '../types/type-catalog';
import { describeTable, schemaOf, type SchemaContext } from './schema-context';

/** Types of a schema get oids from here on, as in PostgreSQL; each takes two, the second for its array. */
const FIRST_USER_OID = 16_384;

export function isEnum({ type }: TableColumn): boolean {
  return type === 'enum' || type === 'simple-enum';
}

/** The type's name as PostgresQueryRunner.buildEnumName() makes it: `enumName`, or one for each column. */
export function enumName(
  context: SchemaContext,
  metadata: EntityMetadata,
  column: TableColumn,
): { readonly schema: string; readonly name: string } {
  const parts = (column.enumName ?? `${metadata.tableName}_${column.name.toLowerCase()}_enum`).split('.');
  const schema = parts.length > 1 ? (parts[0] ?? '') : schemaOf(context, metadata);
  return { schema, name: parts.at(-1) ?? '' };
}

/** Creates the enum types of an entity's columns that are not there yet. */
export function createEnums(context: SchemaContext, metadata: EntityMetadata): void {
  const { catalog } = context.database;
  for (const column of describeTable(context, metadata).columns) {
    if (!isEnum(column)) continue;
    const { schema, name } = enumName(context, metadata, column);
    if (catalog.type(schema, name)) continue;
    catalog.addType(schema, enumType(FIRST_USER_OID + 2 * catalog.typeCount, name, column.enum ?? []));
  }
}
