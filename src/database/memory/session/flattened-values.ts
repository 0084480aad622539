import { quoteIdentifier } from '../types/identifier';
import { SqlError } from '../types/sql-error';
import { findSetting } from './known-settings';

/** The values of a SET as one text; null for the default. @throws SqlError 22023 when there are several, but for a list */
export function flattened(name: string, values: readonly string[] | null): string | null {
  if (values === null) return null;
  const definition = findSetting(name);
  const list = definition?.kind === 'text' ? definition.list : undefined;
  if (list === 'names') return values.map(quoteIdentifier).join(', ');
  if (values.length > 1 && !list) throw new SqlError('22023', `SET ${name} takes only one argument`);
  return values.join(', ');
}
