import type { ObjectLiteral } from 'typeorm';
import type { RunContext, Work } from '../session/run-context';
import { withGenerated } from '../storage/computed-columns';
import type { LockStrength } from '../storage/lock-strength';
import { latestVersion } from '../storage/row-claim';
import type { RowVersion } from '../storage/row-version';
import type { Statement } from '../storage/statement';
import type { Table } from '../storage/table';
import type { Datum } from '../types/datum';
import { fitTypmod } from '../types/fit-typmod';
import { LOCAL_ZONE, instantToWall } from '../types/time-zone';
import { types } from '../types/type-catalog';
import type { ColumnAccess } from './column-access';
import { meets, readConditions, type Condition } from './condition';
import type { EntityAccess } from './entity-access';
import { findRows, selectBy, type Selection } from './find-rows';

type Assignment = (current: Datum, context: RunContext) => Datum;

/**
 * The rows that a criteria of update() or delete() means: one id, or conditions on plain columns. Null where it is
 * left to TypeORM, which also knows what is wrong with it.
 */
export function selectForChange(access: EntityAccess, criteria: unknown): Selection | null {
  const conditions = readCriteria(access, criteria);
  return conditions && conditions.length > 0 ? selectBy(access, conditions) : null;
}

function readCriteria(access: EntityAccess, criteria: unknown): Condition[] | null {
  const [key, ...more] = access.primary;
  if (typeof criteria === 'number' || (typeof criteria === 'string' && criteria !== '')) {
    return key?.direct && more.length === 0
      ? readConditions(access.byProperty, { [key.property]: criteria })
      : null;
  }
  if (typeof criteria !== 'object' || criteria === null) return null;
  return Object.getPrototypeOf(criteria) === Object.prototype
    ? readConditions(access.byProperty, criteria)
    : null;
}

/** Updates the selected rows to the versions it returns; null when the values are not plain ones of plain columns. @throws SqlError */
export function updateWork(
  access: EntityAccess,
  selection: Selection,
  values: unknown,
): Work<RowVersion[]> | null {
  const assignments = readAssignments(access, values);
  if (!assignments) return null;
  const { table } = access;
  return (context) => {
    const updated: RowVersion[] = [];
    for (const seen of findRows(selection, context.statement.snapshot)) {
      const row = currentRow(table, selection, seen, 'no key update', context.statement);
      if (!row) continue;
      const next = [...row.values];
      for (const [ordinal, assign] of assignments)
        next[ordinal] = assign(row.values[ordinal] ?? null, context);
      const version = table.update(context.statement, row, withGenerated(table.def, next, context));
      if (version) updated.push(version);
    }
    return updated;
  };
}

export function deleteWork({ table }: EntityAccess, selection: Selection): Work<number> {
  return ({ statement }) => {
    let affected = 0;
    const remove = (seen: RowVersion): void => {
      const row = currentRow(table, selection, seen, 'update', statement);
      if (row && table.delete(statement, row)) affected += 1;
    };
    findRows(selection, statement.snapshot).forEach(remove);
    return affected;
  };
}

/** The row to change as it is now, if it still meets the conditions. @throws LockWait, SqlError 40001 */
function currentRow(
  table: Table,
  { conditions }: Selection,
  seen: RowVersion,
  strength: LockStrength,
  statement: Statement,
): RowVersion | null {
  const row = latestVersion(statement, seen);
  if (row === null || row === seen) return row;
  if (!table.lock(statement, row, strength)) return null;
  return meets(row.values, conditions) ? row : null;
}

function readAssignments(access: EntityAccess, values: unknown): Map<number, Assignment> | null {
  if (typeof values !== 'object' || values === null) return null;
  const assignments = new Map<number, Assignment>();
  for (const [property, value] of Object.entries(values as ObjectLiteral)) {
    if (value === undefined) continue;
    const column = access.byProperty.get(property);
    if (!column || !isAssignable(column) || typeof value === 'function') return null;
    const datum = column.store(value);
    if (datum === undefined) return null;
    assignments.set(column.ordinal, () => datum);
  }
  if (assignments.size === 0) return null;
  const { version, updatedAt } = access;
  if (version && !assignments.has(version.ordinal)) {
    if (version.column.type !== types.int4) return null;
    assignments.set(version.ordinal, (current) => (current === null ? null : (current as number) + 1));
  }
  if (updatedAt && !assignments.has(updatedAt.ordinal)) {
    const now = currentTimestamp(updatedAt);
    if (!now) return null;
    assignments.set(updatedAt.ordinal, now);
  }
  return assignments;
}

function isAssignable({ direct, metadata, column }: ColumnAccess): boolean {
  return direct && metadata.isUpdate && !column.generated && column.identity !== 'always';
}

/** CURRENT_TIMESTAMP as a value of the column, or null for a column that is not one of a point in time. */
function currentTimestamp({ column: { type, typmod } }: ColumnAccess): Assignment | null {
  const fit = fitTypmod(type, typmod, false) ?? ((value: Datum) => value);
  if (type === types.timestamptz) return (_, { now }) => fit(now);
  if (type === types.timestamp) return (_, { now }) => fit(instantToWall(LOCAL_ZONE, now));
  return null;
}
