import type { ChangeRecord } from '../journal/transaction-record';
import { quoted, type ReplayedTable } from './replayed-table';

/** One statement, and how many rows it has to have met; null where that does not matter. */
export interface ChangeStatement {
  readonly sql: string;
  readonly parameters: readonly (string | null | Values)[];
  readonly rows: number | null;
}

type Values = readonly (string | null)[];
type Update = Extract<ChangeRecord, { kind: 'update' }>;

/** @param before how many parameters the statement has already */
export function insertInto(
  { sqlName, types }: ReplayedTable,
  columns: readonly string[],
  before: number,
): string {
  if (columns.length === 0) return `INSERT INTO ${sqlName} DEFAULT VALUES`;
  const names = columns.map(quoted).join(', ');
  const values = columns.map((column, i) => typed(`r.c${i}`, types.get(column))).join(', ');
  const from = rowsOf(columns.length, before);
  return `INSERT INTO ${sqlName} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${from}`;
}

/** @param values of each column; their parameters come after so many others */
export function deleteFrom(
  { sqlName, types }: ReplayedTable,
  columns: readonly string[],
  values: readonly Values[],
  before: number,
): string {
  const isRow = columns.map((column, i) =>
    isEqual(column, typed(`r.c${i}`, types.get(column)), values[i] ?? []),
  );
  return `DELETE FROM ${sqlName} AS t USING ${rowsOf(columns.length, before)} WHERE ${isRow.join(' AND ')}`;
}

export function updateOf({ key, row }: Update, { sqlName }: ReplayedTable): ChangeStatement {
  const parameters: (string | null)[] = [];
  const bind = (value: string | null): string => `$${parameters.push(value)}`;
  const assignments = Object.entries(row).map(([column, value]) => `${quoted(column)} = ${bind(value)}`);
  const isRow = Object.entries(key).map(([column, value]) =>
    value === null ? `${quoted(column)} IS NULL` : `${quoted(column)} = ${bind(value)}`,
  );
  const sql = `UPDATE ${sqlName} SET ${assignments.join(', ')} WHERE ${isRow.join(' AND ')}`;
  return { sql, parameters, rows: 1 };
}

/** Updates of several rows at once, of which each changes columns of its own. */
export function updateEach(updates: readonly Update[], { sqlName, types }: ReplayedTable): ChangeStatement {
  const [{ key }] = updates as [Update];
  const keyed = Object.keys(key);
  const changed = [...new Set(updates.flatMap(({ row }) => Object.keys(row)))];
  const parameters = [
    ...keyed.map((column) => updates.map((update) => update.key[column] ?? null)),
    ...changed.map((column) => updates.map(({ row }) => row[column] ?? null)),
    ...changed.map((column) => updates.map(({ row }) => String(column in row))),
  ];
  const value = (column: string, at: number): string => typed(`r.c${at}`, types.get(column));
  const assignments = changed.map((column, i) => {
    const at = keyed.length + i;
    const kept = `ELSE t.${quoted(column)} END`;
    return `${quoted(column)} = CASE WHEN r.c${at + changed.length}::boolean THEN ${value(column, at)} ${kept}`;
  });
  const isRow = keyed.map((column, i) => isEqual(column, value(column, i), parameters[i] ?? []));
  const sql = `UPDATE ${sqlName} AS t SET ${assignments.join(', ')} FROM ${rowsOf(parameters.length)} WHERE ${isRow.join(' AND ')}`;
  return { sql, parameters, rows: updates.length };
}

/** Statements that see nothing of each other, and whose keys are checked together. */
export function asOne(statements: readonly string[]): string {
  const [only, ...others] = statements;
  if (only !== undefined && others.length === 0) return only;
  const parts = statements.map((statement, i) => `"part ${i}" AS (${statement} RETURNING 1)`);
  const rows = statements.map((_, i) => `SELECT FROM "part ${i}"`);
  return `WITH ${parts.join(', ')} ${rows.join(' UNION ALL ')}`;
}

/** Nothing is found by an index that may be null. */
function isEqual(column: string, value: string, values: Values): string {
  return `t.${quoted(column)} ${values.includes(null) ? 'IS NOT DISTINCT FROM' : '='} ${value}`;
}

/** Rows from one parameter for each column: however many there are, the statement is the same. */
function rowsOf(columns: number, before = 0): string {
  const all = Array.from({ length: columns }, (_, i) => i);
  const lists = all.map((i) => `$${before + i + 1}::text[]`).join(', ');
  return `unnest(${lists}) AS r(${all.map((i) => `c${i}`).join(', ')})`;
}

/** Without a type there is no such column, which the server says better. */
function typed(text: string, type: string | undefined): string {
  return type === undefined ? text : `${text}::${type}`;
}
