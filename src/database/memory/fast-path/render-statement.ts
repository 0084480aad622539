import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { ColumnAccess } from './column-access';
import type { EntityAccess } from './entity-access';

/** A statement's text and parameters, as a QueryFailedError shows them. */
export type Rendered = [query: string, parameters: unknown[]];

// The statements that TypeORM would have sent: written only for the error of one that was never sent.

export function renderInsert(
  manager: EntityManager,
  { metadata, returned }: EntityAccess,
  entities: readonly ObjectLiteral[],
): Rendered {
  const builder = manager
    .createQueryBuilder()
    .insert()
    .into(metadata.target)
    .values([...entities]);
  builder.expressionMap.extraReturningColumns = returned.map((column) => column.metadata);
  return builder.getQueryAndParameters();
}

export function renderUpdate(
  manager: EntityManager,
  { metadata }: EntityAccess,
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
  { metadata }: EntityAccess,
  changes: ObjectLiteral,
  identifier: ObjectLiteral,
  returned: readonly ColumnAccess[],
): Rendered {
  const builder = manager.createQueryBuilder().update(metadata.target).set(changes).whereEntity(identifier);
  builder.expressionMap.extraReturningColumns = returned.map((column) => column.metadata);
  return builder.getQueryAndParameters();
}

export function renderDelete(
  manager: EntityManager,
  { metadata }: EntityAccess,
  criteria: unknown,
): Rendered {
  const builder = manager.createQueryBuilder().delete().from(metadata.target);
  const bounded = isId(criteria) ? builder.whereInIds(criteria) : builder.where(criteria as ObjectLiteral);
  return bounded.getQueryAndParameters();
}

function isId(criteria: unknown): criteria is string | number {
  return typeof criteria !== 'object';
}
