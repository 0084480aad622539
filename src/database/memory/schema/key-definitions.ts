import type { EntityMetadata, Table as TableDescription } from 'typeorm';
import type { ForeignKeyMetadata } from 'typeorm/metadata/ForeignKeyMetadata';
import type { IndexMetadata } from 'typeorm/metadata/IndexMetadata';
import { compileTableExpression } from '../sql/table-expression';
import type { OutputColumn } from '../sql/scope';
import { quoteIdentifier } from '../types/identifier';
import type { ForeignKeyDef, IndexDef, KeyDef, ReferentialAction } from '../storage/table-def';
import { describeTable, schemaOf, type SchemaContext } from './schema-context';

/** Index methods that keep no order: but for GIN over an array they would answer operators that have no index here. */
const UNORDERED_METHODS = new Set(['gin', 'gist', 'spgist', 'brin']);

export type Ordinals = (names: readonly string[]) => number[];

export function definePrimaryKey(
  { dataSource }: SchemaContext,
  description: TableDescription,
  ordinals: Ordinals,
): KeyDef | null {
  const columns = description.columns.filter(({ isPrimary }) => isPrimary);
  const [first] = columns;
  if (!first) return null;
  const names = columns.map(({ name }) => name);
  return {
    name: first.primaryKeyConstraintName ?? dataSource.namingStrategy.primaryKeyName(description, names),
    columns: ordinals(names),
  };
}

export function defineUniques(
  { dataSource }: SchemaContext,
  description: TableDescription,
  ordinals: Ordinals,
): KeyDef[] {
  return description.uniques.map(({ name, columnNames, deferrable }) => ({
    name: name ?? dataSource.namingStrategy.uniqueConstraintName(description, columnNames),
    columns: ordinals(columnNames),
    deferrable: deferrable !== undefined,
    initiallyDeferred: deferrable === 'INITIALLY DEFERRED',
  }));
}

export function defineForeignKey(
  context: SchemaContext,
  key: ForeignKeyMetadata,
  description: TableDescription,
  ordinals: Ordinals,
): ForeignKeyDef {
  const { referencedEntityMetadata: referenced, columnNames, referencedColumnNames } = key;
  const parent = describeTable(context, referenced);
  const { namingStrategy } = context.dataSource;
  return {
    name:
      key.name ||
      namingStrategy.foreignKeyName(description, columnNames, referenced.tablePath, referencedColumnNames),
    columns: ordinals(columnNames),
    referencedSchema: schemaOf(context, referenced),
    referencedTable: referenced.tableName,
    referencedColumns: referencedColumnNames.map((name) =>
      parent.columns.findIndex((column) => column.name === name),
    ),
    onDelete: actionOf(key.onDelete),
    onUpdate: actionOf(key.onUpdate),
    deferrable: key.deferrable !== undefined,
    initiallyDeferred: key.deferrable === 'INITIALLY DEFERRED',
  };
}

export function defineIndexes(
  { database }: SchemaContext,
  metadata: EntityMetadata,
  signatures: readonly OutputColumn[],
  ordinals: Ordinals,
): IndexDef[] {
  return metadata.indices.filter(isKept).map((index) => {
    const names = index.columns.map(({ databaseName }) => databaseName);
    const { where } = index;
    return {
      name: index.name,
      parts: ordinals(names),
      unique: index.isUnique,
      ...(isOverElements(index) ? { method: 'gin' as const } : {}),
      partNames: names.map(quoteIdentifier),
      ...(where
        ? {
            where: compileTableExpression(where, signatures, database.catalog, null).evaluate,
            whereSql: where,
          }
        : {}),
    };
  });
}

function isKept(index: IndexMetadata): boolean {
  const { synchronize, isSpatial, type } = index;
  return synchronize && !isSpatial && (!UNORDERED_METHODS.has(type ?? '') || isOverElements(index));
}

function isOverElements({ type, columns, where }: IndexMetadata): boolean {
  return type === 'gin' && !where && columns.length === 1 && columns.every(({ isArray }) => isArray);
}

function actionOf(action: string | undefined): ReferentialAction {
  switch (action) {
    case 'CASCADE':
      return 'cascade';
    case 'RESTRICT':
      return 'restrict';
    case 'SET NULL':
      return 'set null';
    case 'SET DEFAULT':
      return 'set default';
    default:
      return 'no action';
  }
}
