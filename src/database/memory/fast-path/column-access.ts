import type { ObjectLiteral } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import type { PropertyColumn } from '../../fast-path/complete-insertion';
import type { ColumnDef } from '../storage/table-def';
import type { Datum } from '../types/datum';
import { fitTypmod, type Fit } from '../types/fit-typmod';
import { bindParameter } from '../types/parameter';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';

/** Types whose JavaScript value is the stored one: nothing to convert, nothing to isolate. */
const PLAIN = new Set<SqlType>([
  types.bool,
  types.int2,
  types.int4,
  types.float8,
  types.text,
  types.varchar,
  types.bpchar,
  types.citext,
  types.uuid,
]);

/** Column types for which TypeORM hands a value of a plain type on as it is. */
const CONVERTED = new Set<unknown>([
  'date',
  'time',
  'simple-array',
  'simple-json',
  'enum',
  'simple-enum',
  'hstore',
  'cube',
  'vector',
  'halfvec',
]);

/** Column types whose values TypeORM sends as they are. */
const UNCHANGED = new Set<unknown>([
  Number,
  'int',
  'integer',
  'int2',
  'int4',
  'int8',
  'smallint',
  'bigint',
  'decimal',
  'numeric',
  'text',
  'varchar',
  'character varying',
  'uuid',
]);

/** Types that conditions may compare here. What else there is (json, arrays, ranges) goes through SQL. */
const COMPARABLE = new Set<SqlType>([
  ...PLAIN,
  types.int8,
  types.numeric,
  types.date,
  types.timestamp,
  types.timestamptz,
]);

/** One column, between an entity's property and the table's tuple. */
export interface ColumnAccess extends PropertyColumn {
  readonly ordinal: number;
  readonly column: ColumnDef;
  /** How parameters of a comparison with the column are typed; null when it is left to SQL. */
  readonly comparedAs: SqlType | null;
  /** The value as an entity shows it; null when it is the stored value itself. */
  readonly hydrate: ((value: Datum) => unknown) | null;
  /**
   * A property's value on its way into the column; undefined where the column's default is meant.
   *
   * @throws SqlError of the type's input, 22001, 22003
   */
  readonly store: (value: unknown) => Datum | undefined;
}

export function columnAccess(
  metadata: ColumnMetadata,
  ordinal: number,
  column: ColumnDef,
  driver: PostgresDriver,
): ColumnAccess {
  const { type } = column;
  const isEnum = type.category === 'E';
  const fit = fitTypmod(type, column.typmod, false);
  return {
    metadata,
    property: metadata.propertyName,
    ordinal,
    column,
    direct: !metadata.embeddedMetadata && !metadata.relationMetadata && !metadata.referencedColumn,
    comparedAs:
      metadata.transformer || !(COMPARABLE.has(type) || isEnum)
        ? null
        : type === types.varchar
          ? types.text
          : type,
    hydrate: hydration(metadata, type, driver),
    store: storing(metadata, type, fit, driver),
  };
}

function hydration(metadata: ColumnMetadata, type: SqlType, driver: PostgresDriver): ColumnAccess['hydrate'] {
  const asItIs = PLAIN.has(type) && !metadata.transformer && !CONVERTED.has(metadata.type);
  // TypeORM reads a Number column with parseInt: only whole numbers stay what they are.
  if (asItIs && (metadata.type !== Number || type === types.int4 || type === types.int2)) return null;
  return (value) =>
    driver.prepareHydratedValue(value === null ? null : type.toClient(value), metadata) as unknown;
}

function storing(
  metadata: ColumnMetadata,
  type: SqlType,
  fit: Fit | null,
  driver: PostgresDriver,
): ColumnAccess['store'] {
  const unchanged = !metadata.transformer && (UNCHANGED.has(metadata.type) || metadata.type === String);
  return (value) => {
    const prepared: unknown = unchanged ? value : driver.preparePersistentValue(value, metadata);
    if (prepared === undefined) return undefined;
    const datum = bindParameter(type, prepared);
    return datum === null || fit === null ? datum : fit(datum);
  };
}

/** A property's value in an entity-like object. */
export function propertyOf({ direct, property, metadata }: ColumnAccess, entity: ObjectLiteral): unknown {
  return direct ? (entity[property] as unknown) : (metadata.getEntityValue(entity) as unknown);
}

/** Columns that an INSERT lists: numbers that the database draws are not among them, whatever the object says. */
export function isInserted({ metadata }: ColumnAccess): boolean {
  return metadata.isInsert && !(metadata.isGenerated && metadata.generationStrategy === 'increment');
}
