import type { DataSource, EntityMetadata, TableColumn } from 'typeorm';
import { Table as TableDescription } from 'typeorm';
import type { ForeignKeyMetadata } from 'typeorm/metadata/ForeignKeyMetadata';
import type { IndexMetadata } from 'typeorm/metadata/IndexMetadata';
import { quoteIdentifier } from '../storage/constraint-errors';
import type { Database } from '../storage/database';
import type {
  CheckDef,
  ColumnDef,
  ForeignKeyDef,
  IndexDef,
  KeyDef,
  ReferentialAction,
  TableDef,
} from '../storage/table-def';
import { parseExpression } from '../sql/parser';
import { compileTableExpression } from '../sql/prepare';
import type { OutputColumn } from '../sql/scope';
import { resolveTypeName } from '../sql/type-name';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { enumType } from '../types/type-catalog';

/** Types of a schema get oids from here on, as in PostgreSQL. */
const FIRST_USER_OID = 16_384;
const MAX_BIGINT = 2n ** 63n - 1n;

/** Creates the tables, enums and sequences that TypeORM's schema builder would create on PostgreSQL for these entities. */
export function buildSchema(dataSource: DataSource, database: Database): void {
  const defaultSchema = (dataSource.driver as { schema?: string }).schema ?? 'public';
  const builder = new SchemaBuilder(dataSource, database, defaultSchema);
  const metadatas = dataSource.entityMetadatas.filter(
    (metadata) => metadata.tableType !== 'view' && metadata.tableType !== 'entity-child',
  );
  for (const metadata of metadatas) builder.createEnums(metadata);
  for (const metadata of metadatas) builder.createTable(metadata);
}

class SchemaBuilder {
  private nextOid = FIRST_USER_OID;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly defaultSchema: string,
  ) {}

  createEnums(metadata: EntityMetadata): void {
    const { columns } = this.describe(metadata);
    for (const column of columns) {
      if (!isEnum(column)) continue;
      const { schema, name } = this.enumName(metadata, column);
      if (this.database.catalog.type(schema, name)) continue;
      this.database.catalog.addType(schema, enumType(this.nextOid, name, column.enum ?? []));
      this.nextOid += 2;
    }
  }

  createTable(metadata: EntityMetadata): void {
    const schema = metadata.schema ?? this.defaultSchema;
    if (this.database.catalog.table(schema, metadata.tableName)) return;
    const description = this.describe(metadata);
    const typed = description.columns.map((column) => ({ column, ...this.typeOf(metadata, column) }));
    const names: OutputColumn[] = typed.map(({ column, type, typmod }) => ({
      name: column.name,
      type,
      typmod,
    }));
    const columns = typed.map(({ column, type, typmod }) =>
      this.columnDef(metadata, schema, column, type, typmod, names),
    );
    const ordinals = (list: readonly string[]): number[] =>
      list.map((name) => ordinalOf(columns, name, metadata.tableName));
    if (description.exclusions.length > 0)
      throw unsupported(`the exclusion constraint "${description.exclusions[0]?.name}"`);
    const def: TableDef = {
      schema,
      name: metadata.tableName,
      columns,
      primaryKey: this.primaryKey(description, ordinals),
      uniques: description.uniques.map((unique): KeyDef => ({
        name:
          unique.name ?? this.dataSource.namingStrategy.uniqueConstraintName(description, unique.columnNames),
        columns: ordinals(unique.columnNames),
        deferrable: unique.deferrable !== undefined,
        initiallyDeferred: unique.deferrable === 'INITIALLY DEFERRED',
      })),
      foreignKeys: metadata.foreignKeys.map((key) => this.foreignKey(key, description, ordinals)),
      checks: description.checks.map(({ name, expression = 'true' }): CheckDef => ({
        name: name ?? '',
        test: compileTableExpression(expression, names, this.database.catalog, null).evaluate,
      })),
      indexes: metadata.indices
        .filter(({ synchronize, isSpatial }) => synchronize && !isSpatial)
        .map((index) => this.index(index, names, ordinals)),
    };
    this.database.createTable(def);
  }

  private describe(metadata: EntityMetadata): TableDescription {
    return TableDescription.create(metadata, this.dataSource.driver);
  }

  private enumName(
    metadata: EntityMetadata,
    column: TableColumn,
  ): { readonly schema: string; readonly name: string } {
    const parts = (column.enumName ?? `${metadata.tableName}_${column.name.toLowerCase()}_enum`).split('.');
    const schema = parts.length > 1 ? (parts[0] ?? '') : (metadata.schema ?? this.defaultSchema);
    return { schema, name: parts.at(-1) ?? '' };
  }

  private typeOf(
    metadata: EntityMetadata,
    column: TableColumn,
  ): { readonly type: SqlType; readonly typmod: number } {
    if (isEnum(column)) {
      const { schema, name } = this.enumName(metadata, column);
      return typeNamed(`"${schema}"."${name}"${column.isArray ? '[]' : ''}`, this.database);
    }
    return typeNamed(this.dataSource.driver.createFullType(column), this.database);
  }

  private columnDef(
    metadata: EntityMetadata,
    schema: string,
    column: TableColumn,
    type: SqlType,
    typmod: number,
    names: readonly OutputColumn[],
  ): ColumnDef {
    const { catalog } = this.database;
    const numbered =
      column.isGenerated && column.generationStrategy !== 'uuid' && column.generationStrategy !== 'rowid';
    const sequence = numbered ? this.createSequence(schema, metadata.tableName, column, type) : undefined;
    const byUuid = column.isGenerated && column.generationStrategy === 'uuid';
    const defaultSql: string | undefined = column.default ?? (byUuid ? 'gen_random_uuid()' : undefined);
    return {
      name: column.name,
      type,
      typmod,
      notNull: !column.isNullable || column.isPrimary,
      defaultValue: sequence
        ? (_tuple, context) => asType(context.nextval(`${schema}.${sequence}`), type)
        : defaultSql === undefined || defaultSql === null
          ? null
          : compileTableExpression(defaultSql, [], catalog, { type, typmod }).evaluate,
      ...(column.generationStrategy === 'identity' && column.isGenerated
        ? { identity: column.generatedIdentity === 'ALWAYS' ? ('always' as const) : ('by default' as const) }
        : {}),
      ...(column.asExpression
        ? {
            generated: compileTableExpression(column.asExpression, names, catalog, { type, typmod }).evaluate,
          }
        : {}),
      ...(sequence ? { sequence } : {}),
    };
  }

  private createSequence(schema: string, table: string, column: TableColumn, type: SqlType): string {
    const name = `${table}_${column.name}_seq`;
    const maxValue = type.name === 'int2' ? 32_767n : type.name === 'int4' ? 2_147_483_647n : MAX_BIGINT;
    this.database.createSequence({
      schema,
      name,
      start: 1n,
      increment: 1n,
      minValue: 1n,
      maxValue,
      cycle: false,
    });
    return name;
  }

  private primaryKey(
    description: TableDescription,
    ordinals: (names: readonly string[]) => number[],
  ): KeyDef | null {
    const columns = description.columns.filter(({ isPrimary }) => isPrimary);
    const [first] = columns;
    if (!first) return null;
    const names = columns.map(({ name }) => name);
    return {
      name:
        first.primaryKeyConstraintName ?? this.dataSource.namingStrategy.primaryKeyName(description, names),
      columns: ordinals(names),
    };
  }

  private foreignKey(
    key: ForeignKeyMetadata,
    description: TableDescription,
    ordinals: (names: readonly string[]) => number[],
  ): ForeignKeyDef {
    const referenced = key.referencedEntityMetadata;
    const parent = this.describe(referenced);
    return {
      name:
        key.name ||
        this.dataSource.namingStrategy.foreignKeyName(
          description,
          key.columnNames,
          referenced.tablePath,
          key.referencedColumnNames,
        ),
      columns: ordinals(key.columnNames),
      referencedSchema: referenced.schema ?? this.defaultSchema,
      referencedTable: referenced.tableName,
      referencedColumns: key.referencedColumnNames.map((name) =>
        parent.columns.findIndex((column) => column.name === name),
      ),
      onDelete: actionOf(key.onDelete),
      onUpdate: actionOf(key.onUpdate),
      deferrable: key.deferrable !== undefined,
      initiallyDeferred: key.deferrable === 'INITIALLY DEFERRED',
    };
  }

  private index(
    index: IndexMetadata,
    names: readonly OutputColumn[],
    ordinals: (names: readonly string[]) => number[],
  ): IndexDef {
    const columnNames = index.columns.map(({ databaseName }) => databaseName);
    return {
      name: index.name,
      parts: ordinals(columnNames),
      unique: index.isUnique,
      partNames: columnNames.map(quoteIdentifier),
      ...(index.where
        ? {
            where: compileTableExpression(index.where, names, this.database.catalog, null).evaluate,
            whereSql: index.where,
          }
        : {}),
    };
  }
}

function isEnum(column: TableColumn): boolean {
  return column.type === 'enum' || column.type === 'simple-enum';
}

function typeNamed(
  fullType: string,
  database: Database,
): { readonly type: SqlType; readonly typmod: number } {
  const node = parseExpression(`NULL::${fullType}`);
  if (!('TypeCast' in node) || !node.TypeCast.typeName)
    throw new SqlError('42704', `type "${fullType}" does not exist`);
  return resolveTypeName(node.TypeCast.typeName, database.catalog);
}

function asType(value: bigint, type: SqlType): bigint | number {
  return type.name === 'int8' ? value : Number(value);
}

function ordinalOf(columns: readonly ColumnDef[], name: string, table: string): number {
  const ordinal = columns.findIndex((column) => column.name === name);
  if (ordinal < 0) throw new SqlError('42703', `column "${name}" of relation "${table}" does not exist`);
  return ordinal;
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
