import type { DataSource, EntityMetadata } from 'typeorm';
import { Table as TableDescription } from 'typeorm';
import type { Database } from '../storage/database';

/** What every part of a schema is made from. */
export interface SchemaContext {
  readonly dataSource: DataSource;
  readonly database: Database;
  /** Where an entity lives that names no schema. */
  readonly defaultSchema: string;
}

/** An entity's table as TypeORM's schema builder describes it, with the driver's types and defaults. */
export function describeTable({ dataSource }: SchemaContext, metadata: EntityMetadata): TableDescription {
  return TableDescription.create(metadata, dataSource.driver);
}

export function schemaOf({ defaultSchema }: SchemaContext, metadata: EntityMetadata): string {
  return metadata.schema ?? defaultSchema;
}
