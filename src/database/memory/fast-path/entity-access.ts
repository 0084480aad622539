import type { DataSource, EntityMetadata } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { entityCreator, plainCalls } from '../../fast-path/plain-entity';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { AccessPathCache } from './access-path-cache';
import { columnAccess, isInserted, type ColumnAccess } from './column-access';
import { createHydrator, type Hydrator } from './hydrator';

/** Keys by which TypeORM tells rows apart without ever taking two for one. */
const DISTINCT_ALONE = new Set<SqlType>([
  types.int2,
  types.int4,
  types.int8,
  types.numeric,
  types.bool,
  types.text,
  types.varchar,
  types.citext,
  types.uuid,
  types.date,
]);
/** Keys without an underscore, which TypeORM joins the parts of a composite key with. */
const DISTINCT_TOGETHER = new Set<SqlType>([types.int2, types.int4, types.int8, types.uuid, types.bool]);

/** Types that TypeORM hands from a RETURNING clause to the entity as they are; it takes objects and arrays apart. */
const RETURNED = new Set<SqlType>([
  ...DISTINCT_ALONE,
  types.float8,
  types.bpchar,
  types.timestamp,
  types.timestamptz,
]);

/** What calls for one entity work with when they skip SQL. */
export interface EntityAccess {
  readonly metadata: EntityMetadata;
  readonly table: Table;
  /** Every column that has a place in the table, in the order of the metadata. */
  readonly columns: readonly ColumnAccess[];
  readonly byProperty: ReadonlyMap<string, ColumnAccess>;
  readonly hydrate: Hydrator;
  /** For the columns of a selection alone. */
  readonly hydratorOf: (select: object) => Hydrator;
  /** Where a soft-deleted row has a value; -1 without soft deletion. */
  readonly deletedAt: number;
  readonly version: ColumnAccess | null;
  readonly updatedAt: ColumnAccess | null;
  /** Columns that an INSERT lists. */
  readonly inserted: readonly ColumnAccess[];
  /** An undefined for each column of the table: what an INSERT starts from. */
  readonly noCells: readonly undefined[];
  /** Columns that an INSERT returns. */
  readonly returned: readonly ColumnAccess[];
  readonly primary: readonly ColumnAccess[];
  /** Whether finds, inserts, updates and deletes mean nothing more than their rows. */
  readonly canRead: boolean;
  readonly canInsert: boolean;
  readonly canChange: boolean;
  readonly canSave: boolean;
  readonly paths: AccessPathCache;
}

/** How an entity is reached without SQL, or null where TypeORM has to do more than read and write its table. */
export function entityAccess(
  dataSource: DataSource,
  database: Database,
  metadata: EntityMetadata,
): EntityAccess | null {
  const driver = dataSource.driver as PostgresDriver;
  const table = database.catalog.table(metadata.schema ?? driver.schema ?? 'public', metadata.tableName);
  const calls = table && plainCalls(dataSource, metadata);
  if (!table || !calls) return null;
  const columns = metadata.columns.flatMap((column) => {
    const ordinal = table.def.columns.findIndex(({ name }) => name === column.databaseName);
    const def = table.def.columns[ordinal];
    return def ? columnAccess(column, ordinal, def, driver) : [];
  });
  if (columns.length !== metadata.columns.length) return null;
  const accessOf = (column: unknown): ColumnAccess | null =>
    columns.find((access) => access.metadata === column) ?? null;
  const primary = columns.filter((access) => access.metadata.isPrimary);
  const distinct = primary.length > 1 ? DISTINCT_TOGETHER : DISTINCT_ALONE;
  const returning = new Set(metadata.getInsertionReturningColumns());
  const returned = columns.filter((access) => returning.has(access.metadata));
  const deletedAt = accessOf(metadata.deleteDateColumn);
  const canRead = calls.canRead && primary.every(({ column }) => distinct.has(column.type));
  const canInsert =
    calls.canInsert && returned.every(({ direct, column }) => direct && RETURNED.has(column.type));
  const { canChange } = calls;
  const create = entityCreator(metadata);
  const byProperty = new Map(
    columns
      .filter(({ metadata: column }) => !column.embeddedMetadata && !column.isVirtual)
      .map((access) => [access.property, access]),
  );
  return {
    metadata,
    table,
    columns,
    byProperty,
    hydrate: createHydrator(
      create,
      columns.filter((access) => access.metadata.isSelect && !access.metadata.isVirtual),
    ),
    hydratorOf: (select) =>
      createHydrator(
        create,
        columns.filter((access) => byProperty.get(access.property) === access && access.property in select),
      ),
    deletedAt: deletedAt?.ordinal ?? -1,
    version: accessOf(metadata.versionColumn),
    updatedAt: accessOf(metadata.updateDateColumn),
    inserted: columns.filter(isInserted),
    noCells: table.def.columns.map(() => undefined),
    returned,
    primary,
    canRead,
    canInsert,
    canChange,
    canSave: canRead && canInsert && canChange && primary.every(({ direct }) => direct),
    paths: new AccessPathCache(table),
  };
}
