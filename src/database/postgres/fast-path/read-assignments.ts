import type { ObjectLiteral } from 'typeorm';
import type { PlannedColumn } from './planned-column';
import { kindOf, standInFor } from './stand-ins';

/** Values for plain columns, with their shape. */
export interface Assignments {
  readonly shape: string;
  readonly columns: readonly PlannedColumn[];
  readonly values: readonly unknown[];
  /** For TypeORM to write the statement once. */
  standIn(): { readonly entity: ObjectLiteral; readonly values: readonly unknown[] };
}

/** What an object gives to columns, left out what it does not; null where it gives more than plain values. */
export function readAssignments(columns: readonly PlannedColumn[], given: ObjectLiteral): Assignments | null {
  let shape = '';
  const assigned: PlannedColumn[] = [];
  const values: unknown[] = [];
  for (const column of columns) {
    const value: unknown = column.direct
      ? given[column.property]
      : (column.metadata.getEntityValue(given) as unknown);
    if (value === undefined) continue;
    if (!column.direct || !column.isAssignable || typeof value === 'function') return null;
    shape += `${column.property}=${kindOf(value)} `;
    assigned.push(column);
    values.push(value);
  }
  return {
    shape,
    columns: assigned,
    values,
    standIn: () => {
      const standIns = values.map((value, n) => standInFor(value, n));
      return {
        entity: Object.fromEntries(assigned.map(({ property }, n) => [property, standIns[n]])),
        values: standIns,
      };
    },
  };
}
