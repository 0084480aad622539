import type { ChangeRecord, RowRecord } from '../journal/transaction-record';
import { quoted, type ReplayedTable } from './replayed-table';

/** One statement, and how many rows it has to have met; null where that does not matter. */
export interface ChangeStatement {
  readonly sql: string;
  readonly parameters: readonly (string | null | readonly (string | null)[])[];
  readonly rows: number | null;
}

type RowChange = Exclude<ChangeRecord, { kind: 'refresh' }>;

/** Rows that one statement writes or deletes at most, unless they may point at each other. */
const MOST_ROWS = 5_000;

/**
 * The statements that repeat changes in their order. Neighbours of one kind and table become one statement, whose keys
 * are checked at its end: rows of one statement may point at each other. What foreign keys do by themselves is left out.
 *
 * @throws UnknownTableError
 */
export function* changeStatements(
  changes: Iterable<ChangeRecord>,
  tables: ReadonlyMap<string, ReplayedTable>,
): Generator<ChangeStatement> {
  let group: RowChange[] = [];
  const ended = (): ChangeStatement[] => {
    const [first] = group;
    const statement = first && statementOf(group, tableOf(tables, first));
    group = [];
    return statement ? [statement] : [];
  };
  for (const change of changes) {
    if (change.kind === 'refresh') {
      yield* ended();
      const { sqlName } = tableOf(tables, change);
      yield { sql: `REFRESH MATERIALIZED VIEW ${sqlName}`, parameters: [], rows: null };
    } else if (!change.byAction && !changesNothing(change)) {
      if (!belongs(change, group, tables)) yield* ended();
      group.push(change);
    }
  }
  yield* ended();
}

/** The entities of this version know no such table. */
export class UnknownTableError extends Error {
  readonly code = '42P01';

  constructor(readonly table: string) {
    super(`there is no entity for the table ${table}`);
    this.name = 'UnknownTableError';
  }
}

/** Every column was given the value that it had. */
function changesNothing(change: RowChange): boolean {
  return change.kind === 'update' && columnsOf(change).length === 0;
}

function belongs(
  change: RowChange,
  group: readonly RowChange[],
  tables: ReadonlyMap<string, ReplayedTable>,
): boolean {
  const [first] = group;
  if (!first || change.kind === 'update' || change.kind !== first.kind || change.table !== first.table)
    return false;
  if (group.length >= MOST_ROWS && !pointsAtItself(tableOf(tables, change), change.table)) return false;
  const columns = columnsOf(change);
  return columns.length > 0 && columns.join('\0') === columnsOf(first).join('\0');
}

function pointsAtItself({ references }: ReplayedTable, name: string): boolean {
  return references.some(({ table }) => table === name);
}

function columnsOf(change: RowChange): string[] {
  return Object.keys(rowOf(change));
}

/** What a change writes; of a deletion, the row that it takes away. */
function rowOf(change: RowChange): RowRecord {
  return change.kind === 'delete' ? change.key : change.row;
}

function tableOf(tables: ReadonlyMap<string, ReplayedTable>, { table }: ChangeRecord): ReplayedTable {
  const found = tables.get(table);
  if (!found) throw new UnknownTableError(table);
  return found;
}

function statementOf(group: readonly RowChange[], table: ReplayedTable): ChangeStatement {
  const [first] = group as [RowChange];
  if (first.kind === 'update') return updateOf(first, table);
  const columns = columnsOf(first);
  const values = columns.map((column) => group.map((change) => rowOf(change)[column] ?? null));
  const sql = first.kind === 'insert' ? insertInto(table, columns) : deleteFrom(table, columns, values);
  return { sql, parameters: values, rows: group.length };
}

function insertInto({ sqlName, types }: ReplayedTable, columns: readonly string[]): string {
  if (columns.length === 0) return `INSERT INTO ${sqlName} DEFAULT VALUES`;
  const names = columns.map(quoted).join(', ');
  const values = columns.map((column, i) => typed(`r.c${i}`, types.get(column))).join(', ');
  return `INSERT INTO ${sqlName} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${rowsOf(columns)}`;
}

function deleteFrom(
  { sqlName, types }: ReplayedTable,
  columns: readonly string[],
  values: readonly (readonly (string | null)[])[],
): string {
  const isRow = columns.map((column, i) => {
    const equals = values[i]?.includes(null) ? 'IS NOT DISTINCT FROM' : '=';
    return `t.${quoted(column)} ${equals} ${typed(`r.c${i}`, types.get(column))}`;
  });
  return `DELETE FROM ${sqlName} AS t USING ${rowsOf(columns)} WHERE ${isRow.join(' AND ')}`;
}

/** Rows from one parameter for each column: however many there are, the statement is the same. */
function rowsOf(columns: readonly string[]): string {
  const lists = columns.map((_, i) => `$${i + 1}::text[]`).join(', ');
  const names = columns.map((_, i) => `c${i}`).join(', ');
  return `unnest(${lists}) AS r(${names})`;
}

/** Without a type there is no such column, which the server says better. */
function typed(text: string, type: string | undefined): string {
  return type === undefined ? text : `${text}::${type}`;
}

function updateOf(
  { key, row }: Extract<RowChange, { kind: 'update' }>,
  { sqlName }: ReplayedTable,
): ChangeStatement {
  const parameters: (string | null)[] = [];
  const bind = (value: string | null): string => `$${parameters.push(value)}`;
  const assignments = Object.entries(row).map(([column, value]) => `${quoted(column)} = ${bind(value)}`);
  const isRow = Object.entries(key).map(([column, value]) =>
    value === null ? `${quoted(column)} IS NULL` : `${quoted(column)} = ${bind(value)}`,
  );
  const sql = `UPDATE ${sqlName} SET ${assignments.join(', ')} WHERE ${isRow.join(' AND ')}`;
  return { sql, parameters, rows: 1 };
}
