import type { TypeName } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, typeByName, types } from '../types/type-catalog';
import { encodeTypmod as standardTypmod } from '../types/typmod';
import { integerOf, positionOf, stringOf } from './ast';
import { requireSchema } from './schema-reference';

export interface TypeReference {
  readonly type: SqlType;
  readonly typmod: number;
}

const SERIALS = new Map([
  ['serial', types.int4],
  ['bigserial', types.int8],
  ['smallserial', types.int2],
]);

/** The type that a name in SQL stands for. @throws SqlError 42704, 3F000 */
export function resolveTypeName(name: TypeName, catalog: Catalog): TypeReference {
  const names = (name.names ?? []).map(stringOf);
  requireSchema(name.names, catalog, name.location);
  const last = names.at(-1) ?? '';
  const schema = names.length > 1 ? (names[0] ?? null) : null;
  const builtIn =
    schema === null || schema === 'pg_catalog' ? (typeByName(last) ?? SERIALS.get(last) ?? null) : null;
  const type = (schema === 'pg_catalog' ? null : catalog.type(schema, last)) ?? builtIn;
  if (!type && schema !== null && !catalog.hasSchema(schema))
    throw new SqlError('3F000', `schema "${schema}" does not exist`, positionOf(name.location));
  if (!type)
    throw new SqlError('42704', `type "${names.join('.')}" does not exist`, positionOf(name.location));
  const modifiers = (name.typmods ?? []).map(integerOf);
  const typmod = typmodAt(type, modifiers, name);
  return { type: (name.arrayBounds ?? []).length > 0 ? arrayOf(type) : type, typmod };
}

function typmodAt(type: SqlType, modifiers: readonly number[], { location }: TypeName): number {
  try {
    return encodeTypmod(type, modifiers);
  } catch (error) {
    throw error instanceof SqlError ? error.at(positionOf(location).position) : error;
  }
}

/** The typmod of a type with modifiers: varchar(n), numeric(p, s), timestamp(p). @throws SqlError 22023 */
export function encodeTypmod(type: SqlType, modifiers: readonly number[]): number {
  const [first, second = 0] = modifiers;
  if (first === undefined) return -1;
  switch (type) {
    case types.varchar:
    case types.bpchar:
      if (first < 1)
        throw new SqlError(
          '22023',
          `length for type ${type === types.varchar ? 'varchar' : 'char'} must be at least 1`,
        );
      return first + 4;
    case types.numeric:
      return ((first << 16) | (second & 0x7ff)) + 4;
    case types.timestamp:
    case types.timestamptz:
    case types.time:
    case types.timetz:
      return Math.min(first, 6);
    default:
      return standardTypmod(type, modifiers);
  }
}
