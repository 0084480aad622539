import type { Table } from './table';

/** Tables in an order in which they can be emptied one after another: those that point at others come before them. */
export function childrenFirst(tables: Iterable<Table>): Table[] {
  const wanted = new Set(tables);
  const ordered = new Set<Table>();
  const visited = new Set<Table>();
  const visit = (table: Table): void => {
    if (visited.has(table)) return;
    visited.add(table);
    for (const { child } of table.references) visit(child);
    if (wanted.has(table)) ordered.add(table);
  };
  for (const table of wanted) visit(table);
  return [...ordered];
}
