import type { EntityMetadata, ObjectLiteral } from 'typeorm';
import type { Tuple } from '../storage/table-def';
import type { ColumnAccess } from './column-access';

/** Makes an entity of a row, as TypeORM's transformer does: the class's prototype, the columns in order. */
export type Hydrator = (tuple: Tuple) => ObjectLiteral;

export function createHydrator(metadata: EntityMetadata, columns: readonly ColumnAccess[]): Hydrator {
  const create = creatorOf(metadata);
  return (tuple) => {
    const entity = create();
    for (let i = 0; i < columns.length; i += 1) {
      const { hydrate, ordinal, direct, property, metadata: column } = columns[i] as ColumnAccess;
      const datum = tuple[ordinal] ?? null;
      const value: unknown = hydrate === null ? datum : hydrate(datum);
      if (direct) entity[property] = value;
      else column.setEntityValue(entity, value);
    }
    return entity;
  };
}

/**
 * Empty entities without a call of their constructor. They come from a function with the class's prototype, since
 * V8 lays objects from one constructor out alike, which Object.create() does not get.
 */
function creatorOf(metadata: EntityMetadata): () => ObjectLiteral {
  const { target } = metadata;
  if (typeof target !== 'function' || metadata.isAlwaysUsingConstructor)
    return () => metadata.create(undefined, { fromDeserializer: true }) as ObjectLiteral;
  const Blank = function Blank() {
    // Empty as TypeORM leaves it.
  } as unknown as new () => ObjectLiteral;
  Blank.prototype = target.prototype as object;
  return () => new Blank();
}
