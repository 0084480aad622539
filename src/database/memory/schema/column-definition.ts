import type { EntityMetadata, TableColumn } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { parseExpression } from '../sql/parser';
import { compileTableExpression } from '../sql/table-expression';
import type { OutputColumn } from '../sql/scope';
import { resolveTypeName, type TypeReference } from '../sql/type-name';
import type { ColumnDef, RowExpression } from '../storage/table-def';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { enumName, isEnum } from './enum-types';
import { schemaOf, type SchemaContext } from './schema-context';

const MAX_BIGINT = 2n ** 63n - 1n;
const SEQUENCE_LIMITS: Readonly<Record<string, bigint>> = { int2: 2n ** 15n - 1n, int4: 2n ** 31n - 1n };

/** A column's name and type: what expressions over its table may refer to. */
export function columnSignature(
  context: SchemaContext,
  metadata: EntityMetadata,
  column: TableColumn,
): OutputColumn {
  return { name: column.name, ...typeNamed(context, fullTypeOf(context, metadata, column)) };
}

/**
 * The column as PostgresQueryRunner.buildCreateColumnSql() would create it.
 *
 * @param signatures of all columns of the table, for a generated column's expression
 */
export function defineColumn(
  context: SchemaContext,
  metadata: EntityMetadata,
  column: TableColumn,
  signature: OutputColumn,
  signatures: readonly OutputColumn[],
): ColumnDef {
  const { catalog } = context.database;
  const byUuid = column.isGenerated && column.generationStrategy === 'uuid';
  const numbered = column.isGenerated && !byUuid;
  const sequence = numbered ? createSequence(context, metadata, column, signature.type) : null;
  const defaultSql = column.default ?? (byUuid ? uuidGenerator(context) : null);
  const isStored = column.generatedType === 'STORED' && column.asExpression !== undefined;
  return {
    name: column.name,
    type: signature.type,
    typmod: signature.typmod,
    notNull: !column.isNullable || column.isPrimary,
    defaultValue: sequence
      ? nextOf(`${schemaOf(context, metadata)}.${sequence}`, signature.type)
      : defaultOf(context, defaultSql, signature),
    ...(defaultSql !== null && !sequence ? { defaultSql } : {}),
    ...(numbered && column.generationStrategy === 'identity'
      ? { identity: column.generatedIdentity === 'ALWAYS' ? ('always' as const) : ('by default' as const) }
      : {}),
    ...(isStored && column.asExpression
      ? {
          generated: compileTableExpression(column.asExpression, signatures, catalog, signature).evaluate,
          generatedSql: column.asExpression,
        }
      : {}),
    ...(sequence ? { sequence } : {}),
  };
}

function uuidGenerator({ dataSource }: SchemaContext): string {
  return (dataSource.driver as PostgresDriver).uuidGenerator;
}

function fullTypeOf(context: SchemaContext, metadata: EntityMetadata, column: TableColumn): string {
  if (!isEnum(column)) return context.dataSource.driver.createFullType(column);
  const { schema, name } = enumName(context, metadata, column);
  return `"${schema}"."${name}"${column.isArray ? '[]' : ''}`;
}

/** A type by the text that CREATE TABLE would hold. @throws SqlError 42704 */
function typeNamed({ database, types }: SchemaContext, fullType: string): TypeReference {
  const known = types.get(fullType);
  if (known) return known;
  const node = parseExpression(`NULL::${fullType}`);
  const name = 'TypeCast' in node ? node.TypeCast.typeName : undefined;
  if (!name) throw new SqlError('42704', `type "${fullType}" does not exist`);
  const type = resolveTypeName(name, database.catalog);
  types.set(fullType, type);
  return type;
}

function defaultOf(
  { database }: SchemaContext,
  sql: string | null,
  signature: OutputColumn,
): RowExpression | null {
  return sql === null ? null : compileTableExpression(sql, [], database.catalog, signature).evaluate;
}

/** The sequence that SERIAL and IDENTITY make, under PostgreSQL's name for it. */
function createSequence(
  context: SchemaContext,
  metadata: EntityMetadata,
  column: TableColumn,
  type: SqlType,
): string {
  const name = `${metadata.tableName}_${column.name}_seq`;
  context.database.createSequence({
    schema: schemaOf(context, metadata),
    name,
    start: 1n,
    increment: 1n,
    minValue: 1n,
    maxValue: SEQUENCE_LIMITS[type.name] ?? MAX_BIGINT,
    cycle: false,
  });
  return name;
}

function nextOf(sequence: string, type: SqlType): RowExpression {
  if (type.name === 'int8') return (_tuple, context) => context.nextval(sequence);
  return (_tuple, context) => Number(context.nextval(sequence));
}
