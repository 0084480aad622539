import { quoteIdentifier } from '../../types/identifier';
import type { Index } from './relations';

/** The CREATE INDEX that makes an index, as pg_get_indexdef prints it. */
export function indexDefinition({ name, unique, table, method, partNames, parts, where }: Index): string {
  const keys = partNames.map((part, i) => (parts[i] === null ? part : quoteIdentifier(unquoted(part))));
  return [
    unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
    quoteIdentifier(name),
    'ON',
    `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`,
    `USING ${method}`,
    `(${keys.join(', ')})`,
    ...(where === null ? [] : [`WHERE (${where})`]),
  ].join(' ');
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
