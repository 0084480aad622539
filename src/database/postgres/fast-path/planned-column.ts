import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import type { PropertyColumn } from '../../fast-path/complete-insertion';

/** One column as the fast path reads and writes it. */
export interface PlannedColumn extends PropertyColumn {
  /** A value from pg as the entity shows it; null when it shows it as it is. */
  readonly hydrate: ((value: unknown) => unknown) | null;
  /** Whether it may be compared with a plain value. */
  readonly isScalar: boolean;
  /** Whether a value of any kind may be assigned to it. */
  readonly isAssignable: boolean;
}

/** Column types whose values pg and TypeORM hand on as they are, and that compare as scalars. */
const AS_IT_IS = new Set<unknown>([
  String,
  'int',
  'integer',
  'int2',
  'int4',
  'int8',
  'smallint',
  'bigint',
  'decimal',
  'numeric',
  'real',
  'float',
  'float4',
  'float8',
  'double precision',
  'text',
  'varchar',
  'character varying',
  'char',
  'character',
  'citext',
  'uuid',
  'boolean',
  'bool',
]);

/** Those that TypeORM converts: they compare as scalars, too. */
const CONVERTED = new Set<unknown>([
  Number,
  Boolean,
  Date,
  'date',
  'timestamp',
  'timestamptz',
  'timestamp with time zone',
  'timestamp without time zone',
  'enum',
  'simple-enum',
]);

export function planColumn(metadata: ColumnMetadata, driver: PostgresDriver): PlannedColumn {
  const { type } = metadata;
  const isPlain = !metadata.transformer && !metadata.isArray;
  const isScalar = isPlain && (AS_IT_IS.has(type) || CONVERTED.has(type));
  return {
    metadata,
    property: metadata.propertyName,
    direct: !metadata.embeddedMetadata && !metadata.relationMetadata && !metadata.referencedColumn,
    hydrate:
      isPlain && AS_IT_IS.has(type)
        ? null
        : (value) => driver.prepareHydratedValue(value, metadata) as unknown,
    isScalar,
    isAssignable: isScalar || (isPlain && (type === 'json' || type === 'jsonb')),
  };
}
