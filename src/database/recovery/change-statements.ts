import type { ChangeRecord } from '../journal/transaction-record';
import { ChangeGroup, type RowChange, rowOf } from './change-group';
import type { ReplayedTable } from './replayed-table';
import { asOne, type ChangeStatement, deleteFrom, insertInto, updateEach, updateOf } from './row-statements';

/**
 * The statements that repeat changes in their order. Neighbours of one kind and table become one statement, and so do
 * those of tables that point at each other in a circle: keys are checked at its end. What foreign keys do by themselves
 * is left out.
 *
 * @throws UnknownTableError
 */
export function* changeStatements(
  changes: Iterable<ChangeRecord>,
  tables: ReadonlyMap<string, ReplayedTable>,
): Generator<ChangeStatement> {
  let group: ChangeGroup | null = null;
  const ended = (): ChangeStatement[] => {
    const statements = group ? statementsOf(group, tables) : [];
    group = null;
    return statements;
  };
  for (const change of changes) {
    if (change.kind === 'refresh') {
      yield* ended();
      const { sqlName } = tableOf(tables, change);
      yield { sql: `REFRESH MATERIALIZED VIEW ${sqlName}`, parameters: [], rows: null };
    } else if (change.byAction) {
      // What follows may go by the keys that the action has given.
      if (change.kind === 'update' && group?.kind === 'update') yield* ended();
    } else if (!changesNothing(change) && !group?.add(change)) {
      yield* ended();
      group = new ChangeGroup(change, tableOf(tables, change));
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
  return change.kind === 'update' && Object.keys(change.row).length === 0;
}

function tableOf(tables: ReadonlyMap<string, ReplayedTable>, { table }: ChangeRecord): ReplayedTable {
  const found = tables.get(table);
  if (!found) throw new UnknownTableError(table);
  return found;
}

function statementsOf(group: ChangeGroup, tables: ReadonlyMap<string, ReplayedTable>): ChangeStatement[] {
  const [first] = group.changes as [RowChange];
  const table = tableOf(tables, first);
  if (first.kind !== 'update') return [together(group.changes, tables)];
  const updates = group.changes.filter((change) => change.kind === 'update');
  return group.movesKeys && updates.length > 1
    ? [updateEach(updates, table)]
    : updates.map((change) => updateOf(change, table));
}

/** Inserts rows, or deletes them, in one statement whatever their tables. */
function together(
  changes: readonly RowChange[],
  tables: ReadonlyMap<string, ReplayedTable>,
): ChangeStatement {
  const lists = new Map<string, RowChange[]>();
  for (const change of changes) {
    const name = JSON.stringify([change.table, Object.keys(rowOf(change))]);
    const list = lists.get(name);
    if (list) list.push(change);
    else lists.set(name, [change]);
  }
  const parameters: (string | null)[][] = [];
  const statements = [...lists.values()].map((list) => {
    const [first] = list as [RowChange];
    const table = tableOf(tables, first);
    const columns = Object.keys(rowOf(first));
    const values = columns.map((column) => list.map((change) => rowOf(change)[column] ?? null));
    const before = parameters.length;
    parameters.push(...values);
    return first.kind === 'insert'
      ? insertInto(table, columns, before)
      : deleteFrom(table, columns, values, before);
  });
  return { sql: asOne(statements), parameters, rows: changes.length };
}
