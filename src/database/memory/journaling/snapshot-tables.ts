import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SnapshotPart } from '../../journal/transaction-record';
import type { Database } from '../storage/database';
import type { Snapshot } from '../storage/row-version';
import type { Table } from '../storage/table';
import { storedColumns } from './record-transaction';

/** How long rows are read at a stretch, in milliseconds, how many and how much; then others have their turn. */
const STRETCH_MS = 2;
const STRETCH_ROWS = 1000;
const STRETCH_CHARACTERS = 128 * 1024;
const CLOCK_EVERY_ROWS = 50;

/** What is committed at one moment, which can be read while others write. */
export interface TablesSnapshot {
  readonly parts: AsyncIterable<SnapshotPart>;
  /** Lets old versions go again. */
  release(): void;
}

/** Takes hold of what is committed now. */
export function snapshotTables(database: Database): TablesSnapshot {
  const transaction = database.begin('repeatable read');
  const snapshot = transaction.snapshot();
  const { tables } = database.catalog;
  const sequences = sequencesPart(database);
  return {
    parts: partsOf(tables, snapshot, sequences),
    release: () => database.rollback(transaction),
  };
}

async function* partsOf(
  tables: readonly Table[],
  snapshot: Snapshot,
  sequences: SnapshotPart,
): AsyncGenerator<SnapshotPart> {
  for (const table of tables) yield* rowsOf(table, snapshot);
  yield sequences;
}

async function* rowsOf(table: Table, snapshot: Snapshot): AsyncGenerator<SnapshotPart> {
  const stored = storedColumns(table.def);
  const name = `${table.def.schema}.${table.def.name}`;
  const columns = stored.map(({ column }) => column.name);
  const part = (rows: (string | null)[][]): SnapshotPart => ({ kind: 'rows', table: name, columns, rows });
  let rows: (string | null)[][] = [];
  let characters = 0;
  let began = performance.now();
  for (const { values } of table.rows(snapshot)) {
    rows.push(
      stored.map(({ ordinal, column }) => {
        const value = values[ordinal] ?? null;
        if (value === null) return null;
        const text = column.type.format(value);
        characters += text.length;
        return text;
      }),
    );
    const isLong = rows.length % CLOCK_EVERY_ROWS === 0 && performance.now() - began > STRETCH_MS;
    if (!isLong && rows.length < STRETCH_ROWS && characters < STRETCH_CHARACTERS) continue;
    yield part(rows);
    await nextTurn();
    rows = [];
    characters = 0;
    began = performance.now();
  }
  // An empty table too: a materialized view is filled by its query otherwise.
  yield part(rows);
}

function sequencesPart({ catalog }: Database): SnapshotPart {
  const of = (isCalled: boolean): Record<string, string> =>
    Object.fromEntries(
      catalog.sequences
        .filter(({ state }) => state.isCalled === isCalled)
        .map(({ def, state }) => [`${def.schema}.${def.name}`, String(state.last)]),
    );
  return { kind: 'sequences', sequences: of(true), nextValues: of(false) };
}
