import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** A statement's text and parameters, as a QueryFailedError shows them. */
export type Rendered = [query: string, parameters: unknown[]];

// The statements that TypeORM sends for these calls.

export function renderInsert(
  manager: EntityManager,
  metadata: EntityMetadata,
  entities: readonly ObjectLiteral[],
  returned: readonly ColumnMetadata[],
): Rendered {
  const builder = manager
    .createQueryBuilder()
    .insert()
    .into(metadata.target)
    .values([...entities]);
  builder.expressionMap.extraReturningColumns = [...returned];
  return builder.getQueryAndParameters();
}

export function renderUpdate(
  manager: EntityManager,
  metadata: EntityMetadata,
  values: ObjectLiteral,
  criteria: unknown,
): Rendered {
  const builder = manager.createQueryBuilder().update(metadata.target).set(values);
  const bounded = isId(criteria) ? builder.whereInIds(criteria) : builder.where(criteria as ObjectLiteral);
  return bounded.getQueryAndParameters();
}

/** The update of one entity's row, which gives back what the database changes by itself. */
export function renderEntityUpdate(
  manager: EntityManager,
  metadata: EntityMetadata,
  changes: ObjectLiteral,
  identifier: ObjectLiteral,
  returned: readonly ColumnMetadata[],
): Rendered {
  const builder = manager.createQueryBuilder().update(metadata.target).set(changes).whereEntity(identifier);
  builder.expressionMap.extraReturningColumns = [...returned];
  return builder.getQueryAndParameters();
}

export function renderDelete(manager: EntityManager, metadata: EntityMetadata, criteria: unknown): Rendered {
  const builder = manager.createQueryBuilder().delete().from(metadata.target);
  const bounded = isId(criteria) ? builder.whereInIds(criteria) : builder.where(criteria as ObjectLiteral);
  return bounded.getQueryAndParameters();
}

function isId(criteria: unknown): criteria is string | number {
  return typeof criteria !== 'object';
}
