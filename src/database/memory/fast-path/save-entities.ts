import type { ObjectLiteral } from 'typeorm';
import { Subject } from 'typeorm/persistence/Subject';
import { SubjectChangedColumnsComputer } from 'typeorm/persistence/SubjectChangedColumnsComputer';
import type { Work } from '../session/run-context';
import type { RowVersion, Snapshot } from '../storage/row-version';
import { updateWork } from './change-rows';
import { propertyOf, type ColumnAccess } from './column-access';
import { readConditions } from './condition';
import type { EntityAccess } from './entity-access';
import { findRow, selectBy } from './find-rows';
import { readInsertion } from './insert-rows';

/** What saving some entities comes to: rows to write, and the columns whose new values go back into the entities. */
export interface Saving {
  readonly kind: 'insert' | 'update';
  /** Null when nothing has changed. */
  readonly work: Work<RowVersion[]> | null;
  readonly entities: readonly ObjectLiteral[];
  readonly returned: readonly ColumnAccess[];
  /** An update's new values, for the error of a statement that was never sent. */
  readonly changes: ObjectLiteral;
  readonly identifier: ObjectLiteral;
}

/**
 * How save() of new entities, or of one that has a row, is done without SQL. Null where TypeORM has to look closer:
 * relations, expressions, keys in another type than the row's.
 *
 * @throws SqlError when a value is not one of its column's type
 */
export function readSaving(access: EntityAccess, given: unknown, snapshot: Snapshot): Saving | null {
  const entities: unknown[] = Array.isArray(given) ? given : [given];
  if (new Set(entities).size < entities.length || !entities.every(isObject)) return null;
  const identified = entities.filter((entity) => access.primary.some((key) => keyOf(key, entity) !== null));
  if (identified.length === 0) return insertion(access, entities);
  const [entity] = entities;
  return entity && entities.length === 1 ? savingOne(access, entity, snapshot) : null;
}

function savingOne(access: EntityAccess, entity: ObjectLiteral, snapshot: Snapshot): Saving | null {
  const identifier: ObjectLiteral = {};
  for (const key of access.primary) {
    const value = keyOf(key, entity);
    if (!key.direct || (typeof value !== 'number' && typeof value !== 'string')) return null;
    identifier[key.property] = value;
  }
  const conditions = readConditions(access.byProperty, identifier);
  const selection = conditions && selectBy(access, conditions);
  if (!selection) return null;
  const row = findRow(selection, snapshot);
  if (!row) return insertion(access, [entity]);
  const databaseEntity = access.hydrate(row.values);
  // A key that reads the same in SQL only is another one for TypeORM.
  if (access.primary.some((key) => databaseEntity[key.property] !== identifier[key.property])) return null;
  if (!hasNoRelations(access, entity)) return null;
  const changes = changesOf(access, entity, databaseEntity);
  const work = changes === null ? null : updateWork(access, selection, changes);
  if (changes !== null && work === null) return null;
  return {
    kind: 'update',
    work,
    entities: [entity],
    returned: access.columns.filter(
      ({ metadata }) => metadata.asExpression !== undefined || metadata.isUpdateDate || metadata.isVersion,
    ),
    changes: changes ?? {},
    identifier,
  };
}

function insertion(access: EntityAccess, entities: readonly ObjectLiteral[]): Saving | null {
  const inserted = readInsertion(access, entities);
  return (
    inserted && {
      kind: 'insert',
      work: inserted.work,
      entities,
      returned: access.returned,
      changes: {},
      identifier: {},
    }
  );
}

/** The properties that differ from the row's, by TypeORM's own comparison; null when none does that may be updated. */
function changesOf(
  { metadata }: EntityAccess,
  entity: ObjectLiteral,
  databaseEntity: ObjectLiteral,
): ObjectLiteral | null {
  const subject = new Subject({ metadata, entity, canBeUpdated: true });
  subject.databaseEntity = databaseEntity;
  subject.databaseEntityLoaded = true;
  new SubjectChangedColumnsComputer().compute([subject]);
  return subject.mustBeUpdated ? subject.createValueSetAndPopChangeMap() : null;
}

/** Puts into saved entities what the database made of them, and null for what it was not given. */
export function completeSaving(
  access: EntityAccess,
  { entities, returned }: Saving,
  versions: readonly RowVersion[],
): void {
  entities.forEach((entity, i) => {
    for (const column of access.columns) {
      const { metadata } = column;
      if (!metadata.isNullable || metadata.isVirtual || metadata.isDeleteDate) continue;
      if (propertyOf(column, entity) === undefined) metadata.setEntityValue(entity, null);
    }
    const values = versions[i]?.values;
    if (!values) return;
    for (const { ordinal, hydrate, direct, property, metadata } of returned) {
      const datum = values[ordinal] ?? null;
      // TypeORM passes NULL by its transformers here.
      const value: unknown = datum === null || hydrate === null ? datum : hydrate(datum);
      if (direct) entity[property] = value;
      else metadata.setEntityValue(entity, value);
    }
  });
}

function hasNoRelations({ metadata }: EntityAccess, entity: ObjectLiteral): boolean {
  return metadata.relations.every((relation) => relation.getEntityValue(entity) === undefined);
}

function keyOf(key: ColumnAccess, entity: ObjectLiteral): unknown {
  return propertyOf(key, entity) ?? null;
}

function isObject(value: unknown): value is ObjectLiteral {
  return typeof value === 'object' && value !== null;
}
