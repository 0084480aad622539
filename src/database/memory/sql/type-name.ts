import type { TypeName } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, typeByName, types } from '../types/type-catalog';
import { encodeTypmod } from '../types/typmod';
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
