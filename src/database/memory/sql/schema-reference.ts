import type { Node } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import { SqlError } from '../types/sql-error';
import { positionOf, stringOf } from './ast';

/** Refuses a qualified name of a function or a type whose schema does not exist. @throws SqlError 3F000 */
export function requireSchema(names: readonly Node[] = [], catalog: Catalog, location?: number): void {
  const [first] = names;
  if (!first || names.length < 2) return;
  const schema = stringOf(first);
  if (!catalog.hasSchema(schema))
    throw new SqlError('3F000', `schema "${schema}" does not exist`, positionOf(location));
}
