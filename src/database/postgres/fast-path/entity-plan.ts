import type { DataSource, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { DriverUtils } from 'typeorm/driver/DriverUtils';
import { entityCreator, type PlainCalls, plainCalls } from '../../fast-path/plain-entity';
import { planColumn, type PlannedColumn } from './planned-column';
import type { Template } from './template';

/** What calls for one entity work with, and the statements that they have needed so far. */
export interface EntityPlan extends PlainCalls {
  readonly metadata: EntityMetadata;
  readonly columns: readonly PlannedColumn[];
  readonly byProperty: ReadonlyMap<string, PlannedColumn>;
  /** By the name that TypeORM gives it in a SELECT list. */
  readonly byAlias: ReadonlyMap<string, PlannedColumn>;
  readonly primary: readonly PlannedColumn[];
  /** Properties whose values no two rows share. */
  readonly keys: readonly (readonly string[])[];
  readonly inserted: readonly PlannedColumn[];
  readonly returned: readonly PlannedColumn[];
  readonly create: () => ObjectLiteral;
  /** By the shape of the call; null where it is TypeORM's. */
  readonly templates: Map<string, Template | null>;
}

/** Keys by which TypeORM tells rows apart without ever taking two for one. */
const KEYS = new Set<unknown>([
  Number,
  'int',
  'integer',
  'int2',
  'int4',
  'int8',
  'smallint',
  'bigint',
  'uuid',
  'boolean',
  'bool',
]);
const TEXT_KEYS = new Set<unknown>([String, 'text', 'varchar', 'character varying', 'citext']);

/** How an entity is reached by statements that are made once, or null where TypeORM has to do more than that. */
export function planEntity(dataSource: DataSource, metadata: EntityMetadata): EntityPlan | null {
  const calls = plainCalls(dataSource, metadata);
  if (!calls) return null;
  const driver = dataSource.driver as PostgresDriver;
  const columns = metadata.columns.map((column) => planColumn(column, driver));
  const primary = columns.filter((column) => column.metadata.isPrimary);
  const returning = new Set(metadata.getInsertionReturningColumns());
  const returned = columns.filter((column) => returning.has(column.metadata));
  const isKey = ({ metadata: { type } }: PlannedColumn): boolean =>
    KEYS.has(type) || (primary.length === 1 && TEXT_KEYS.has(type));
  return {
    canRead: calls.canRead && primary.every(isKey),
    canInsert: calls.canInsert && returned.every(({ direct, isScalar }) => direct && isScalar),
    canChange: calls.canChange,
    metadata,
    columns,
    byProperty: new Map(
      columns
        .filter(({ direct, metadata: { isVirtual } }) => direct && !isVirtual)
        .map((column) => [column.property, column]),
    ),
    byAlias: new Map(
      columns.map((column) => [
        DriverUtils.buildAlias(driver, undefined, metadata.name, column.metadata.databaseName),
        column,
      ]),
    ),
    primary,
    keys: [
      metadata.primaryColumns.map(({ propertyName }) => propertyName),
      ...metadata.uniques.map((unique) => unique.columns.map(({ propertyName }) => propertyName)),
    ],
    inserted: columns.filter(isInserted),
    returned,
    create: entityCreator(metadata),
    templates: new Map(),
  };
}

/** Columns that an INSERT lists: numbers that the database draws are not among them, whatever the object says. */
function isInserted({ metadata }: PlannedColumn): boolean {
  return metadata.isInsert && !(metadata.isGenerated && metadata.generationStrategy === 'increment');
}
