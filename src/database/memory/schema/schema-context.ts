import type { DataSource, EntityMetadata } from 'typeorm';
import { Table as TableDescription } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { TypeReference } from '../sql/type-name';
import type { Database } from '../storage/database';

/** What every part of a schema is made from. */
export interface SchemaContext {
  readonly dataSource: DataSource;
  readonly database: Database;
  /** Where an entity lives that names no schema. */
  readonly defaultSchema: string;
  /** By the text that CREATE TABLE would hold: most columns are of a few types. */
  readonly types: Map<string, TypeReference>;
}

export function schemaContextOf(dataSource: DataSource, database: Database): SchemaContext {
  const defaultSchema = (dataSource.driver as PostgresDriver).schema ?? 'public';
  return { dataSource, database, defaultSchema, types: new Map() };
}

/** An entity's table as TypeORM's schema builder describes it, with the driver's types and defaults. */
export function describeTable({ dataSource }: SchemaContext, metadata: EntityMetadata): TableDescription {
  return TableDescription.create(metadata, dataSource.driver);
}

export function schemaOf({ defaultSchema }: SchemaContext, metadata: EntityMetadata): string {
  return metadata.schema ?? defaultSchema;
}
