import type { ObjectLiteral } from 'typeorm';
import type { Tuple } from '../storage/table-def';
import type { ColumnAccess } from './column-access';

/** Makes an entity of a row, as TypeORM's transformer does: the class's prototype, the columns in order. */
export type Hydrator = (tuple: Tuple) => ObjectLiteral;

/** @param create makes an entity without a value */
export function createHydrator(create: () => ObjectLiteral, columns: readonly ColumnAccess[]): Hydrator {
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
