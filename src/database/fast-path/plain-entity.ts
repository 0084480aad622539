import type { DataSource, EntityMetadata, ObjectLiteral } from 'typeorm';

/** What the calls for one entity mean beside its rows. */
export interface PlainCalls {
  /** Finds do nothing but read the entity's own table. */
  readonly canRead: boolean;
  readonly canInsert: boolean;
  /** The same for updates and deletes. */
  readonly canChange: boolean;
}

/** Which calls mean nothing but rows of the entity's own table, and nobody listens; null when none does. */
export function plainCalls(dataSource: DataSource, metadata: EntityMetadata): PlainCalls | null {
  if (!isPlain(metadata) || hearsQueries(dataSource, metadata)) return null;
  return {
    canRead:
      metadata.primaryColumns.length > 0 &&
      metadata.afterLoadListeners.length === 0 &&
      metadata.orderBy === undefined &&
      metadata.lazyRelations.length === 0 &&
      metadata.eagerRelations.length === 0 &&
      metadata.relationIds.length === 0,
    canInsert:
      metadata.beforeInsertListeners.length === 0 &&
      metadata.afterInsertListeners.length === 0 &&
      metadata.lazyRelations.length === 0,
    canChange:
      metadata.beforeUpdateListeners.length === 0 &&
      metadata.afterUpdateListeners.length === 0 &&
      metadata.beforeRemoveListeners.length === 0 &&
      metadata.afterRemoveListeners.length === 0,
  };
}

/** A table of its own, without inheritance, tree or computed properties. */
function isPlain(metadata: EntityMetadata): boolean {
  return (
    metadata.tableType === 'regular' &&
    !metadata.discriminatorColumn &&
    !metadata.parentEntityMetadata &&
    metadata.childEntityMetadatas.length === 0 &&
    metadata.treeType === undefined &&
    metadata.columns.every((column) => !column.isVirtualProperty && !column.embeddedMetadata?.isArray)
  );
}

/** Whether somebody hears of statements, or of this entity: a logger, a cache, a subscriber. */
function hearsQueries({ options, subscribers }: DataSource, { target }: EntityMetadata): boolean {
  if (options.logging || options.cache || options.maxQueryExecutionTime) return true;
  if ((options as { typename?: unknown }).typename) return true;
  return subscribers.some((subscriber) => {
    if (subscriber.beforeQuery || subscriber.afterQuery) return true;
    const heard: unknown = subscriber.listenTo?.();
    if (typeof heard !== 'function' || typeof target !== 'function') return true;
    return target === heard || target.prototype instanceof heard;
  });
}

/**
 * Makes empty entities without a call of their constructor. They come from a function with the class's prototype,
 * since V8 lays objects from one constructor out alike, which Object.create() does not get.
 */
export function entityCreator(metadata: EntityMetadata): () => ObjectLiteral {
  const { target } = metadata;
  if (typeof target !== 'function' || metadata.isAlwaysUsingConstructor)
    return () => metadata.create(undefined, { fromDeserializer: true }) as ObjectLiteral;
  const Blank = function Blank() {
    // Empty as TypeORM leaves it.
  } as unknown as new () => ObjectLiteral;
  Blank.prototype = target.prototype as object;
  return () => new Blank();
}
