import type { ObjectLiteral } from 'typeorm';
import type { Work } from '../session/run-context';
import { defaultOf, withGenerated } from '../storage/computed-columns';
import type { RowVersion } from '../storage/row-version';
import type { Datum } from '../types/datum';
import { propertyOf } from './column-access';
import type { EntityAccess } from './entity-access';

/** A row's given values by ordinal; undefined where the default is meant. */
type Cells = readonly (Datum | undefined)[];

/** Rows to insert, and what becomes of the objects that they came from. */
export interface Insertion {
  readonly entities: readonly ObjectLiteral[];
  readonly work: Work<RowVersion[]>;
}

/** An insertion of plain objects; null where values are expressions or relations. @throws SqlError */
export function readInsertion(access: EntityAccess, given: unknown): Insertion | null {
  const entities: unknown[] = Array.isArray(given) ? given : [given];
  const rows: Cells[] = [];
  for (const entity of entities) {
    const cells = isObject(entity) ? readCells(access, entity) : null;
    if (!cells) return null;
    rows.push(cells);
  }
  if (rows.length === 0) return null;
  const { table } = access;
  const { columns } = table.def;
  return {
    entities: entities as ObjectLiteral[],
    work: (context) =>
      rows.map((cells) => {
        const values = columns.map((column, ordinal) => {
          const cell = cells[ordinal];
          return cell === undefined ? defaultOf(column, context) : cell;
        });
        return table.insert(context.statement, withGenerated(table.def, values, context));
      }),
  };
}

function readCells(access: EntityAccess, entity: ObjectLiteral): Cells | null {
  for (const relation of access.metadata.relations) {
    if (relation.getEntityValue(entity) !== undefined) return null;
  }
  const cells: (Datum | undefined)[] = [...access.noCells];
  for (const column of access.inserted) {
    const value = propertyOf(column, entity);
    if (typeof value === 'function') return null;
    const cell = column.store(value);
    if (cell !== undefined && (column.column.generated || column.column.identity === 'always')) return null;
    cells[column.ordinal] = cell === undefined && column.metadata.isVersion ? column.store(1) : cell;
  }
  return cells;
}

function isObject(value: unknown): value is ObjectLiteral {
  return typeof value === 'object' && value !== null;
}
