import { InsertResult, type EntityMetadata, type ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** A column and the property that shows it. */
export interface PropertyColumn {
  readonly metadata: ColumnMetadata;
  readonly property: string;
  /** Whether the property may be read and written directly: it is no part of an embedded object or relation. */
  readonly direct: boolean;
}

/** The columns of an entity that an insertion gives back. */
export interface InsertedColumns<Column extends PropertyColumn> {
  readonly metadata: EntityMetadata;
  readonly primary: readonly PropertyColumn[];
  readonly returned: readonly Column[];
}

/**
 * Gives the entities what the database made, and the caller TypeORM's account of it.
 *
 * @param valueOf a returned column's value in the row of the nth entity, as pg gives it
 */
export function completeInsertion<Column extends PropertyColumn>(
  { metadata, primary, returned }: InsertedColumns<Column>,
  entities: readonly ObjectLiteral[],
  valueOf: (n: number, column: Column) => unknown,
): InsertResult {
  const result = new InsertResult();
  const raw: ObjectLiteral[] = [];
  entities.forEach((entity, n) => {
    const row: ObjectLiteral = {};
    const generated: ObjectLiteral = {};
    for (const column of returned) {
      const value = valueOf(n, column);
      row[column.metadata.databaseName] = value;
      generated[column.property] = value;
      entity[column.property] = value;
    }
    if (returned.length > 0) raw.push(row);
    result.identifiers.push(identifierOf(metadata, primary, entity));
    result.generatedMaps.push(generated);
  });
  result.raw = raw;
  return result;
}

function identifierOf(
  metadata: EntityMetadata,
  primary: readonly PropertyColumn[],
  entity: ObjectLiteral,
): ObjectLiteral {
  const identifier: ObjectLiteral = {};
  for (const { direct, property } of primary) {
    const value: unknown = entity[property];
    // What is more than a number or a text, TypeORM takes apart by itself.
    if (!direct || (typeof value !== 'number' && typeof value !== 'string'))
      return metadata.getEntityIdMap(entity) as ObjectLiteral;
    identifier[property] = value;
  }
  return identifier;
}
