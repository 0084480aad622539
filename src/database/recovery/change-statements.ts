import type { ChangeRecord, RowRecord } from '../journal/transaction-record';
import { quoted, type ReplayedTable } from './replayed-table';

/** One statement, and how many rows it has to have met; null where that does not matter. */
export interface ChangeStatement {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  readonly rows: number | null;
}

type RowChange = Exclude<ChangeRecord, { kind: 'refresh' }>;

/** Rows that one statement writes or deletes at most; PostgreSQL takes 65,535 parameters. */
const MOST_ROWS = 500;
const MOST_PARAMETERS = 60_000;

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
    } else if (!change.byAction) {
      if (!belongs(change, group)) yield* ended();
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

function belongs(change: RowChange, group: readonly RowChange[]): boolean {
  const [first] = group;
  if (!first || change.kind === 'update' || change.kind !== first.kind || change.table !== first.table)
    return false;
  const columns = columnsOf(change);
  return (
    group.length < MOST_ROWS &&
    (group.length + 1) * columns.length <= MOST_PARAMETERS &&
    columns.join('\0') === columnsOf(first).join('\0')
  );
}

function columnsOf(change: RowChange): string[] {
  return Object.keys(change.kind === 'delete' ? change.key : change.row);
}

function tableOf(tables: ReadonlyMap<string, ReplayedTable>, { table }: ChangeRecord): ReplayedTable {
  const found = tables.get(table);
  if (!found) throw new UnknownTableError(table);
  return found;
}

function statementOf(group: readonly RowChange[], { sqlName }: ReplayedTable): ChangeStatement {
  const parameters: (string | null)[] = [];
  const bind = (value: string | null): string => `$${parameters.push(value)}`;
  const [first] = group as [RowChange];
  const sql = ((): string => {
    switch (first.kind) {
      case 'insert': {
        const columns = columnsOf(first);
        if (columns.length === 0) return `INSERT INTO ${sqlName} DEFAULT VALUES`;
        const rows = group.map((change) => {
          const { row } = change as Extract<RowChange, { kind: 'insert' }>;
          return `(${columns.map((column) => bind(row[column] ?? null)).join(', ')})`;
        });
        const names = columns.map(quoted).join(', ');
        return `INSERT INTO ${sqlName} (${names}) OVERRIDING SYSTEM VALUE VALUES ${rows.join(', ')}`;
      }
      case 'update': {
        const assignments = Object.entries(first.row).map(
          ([column, value]) => `${quoted(column)} = ${bind(value)}`,
        );
        return `UPDATE ${sqlName} SET ${assignments.join(', ')} WHERE ${isRow(first.key, bind)}`;
      }
      case 'delete': {
        const rows = group.map((change) => {
          const { key } = change as Extract<RowChange, { kind: 'delete' }>;
          return `(${isRow(key, bind)})`;
        });
        return `DELETE FROM ${sqlName} WHERE ${rows.join(' OR ')}`;
      }
    }
  })();
  return { sql, parameters, rows: group.length };
}

function isRow(key: RowRecord, bind: (value: string) => string): string {
  return Object.entries(key)
    .map(([column, value]) =>
      value === null ? `${quoted(column)} IS NULL` : `${quoted(column)} = ${bind(value)}`,
    )
    .join(' AND ');
}
