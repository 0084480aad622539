import type { Change } from '../storage/change';
import { childrenFirst } from '../storage/children-first';
import type { Database } from '../storage/database';
import type { Sequence } from '../storage/sequence';
import type { ColumnDef, TableDef, Tuple } from '../storage/table-def';

/** A column with what its records begin with. */
interface RecordedColumn {
  readonly ordinal: number;
  readonly def: ColumnDef;
  /** `"name":` */
  readonly label: string;
}

/** How the rows of one table are written down. */
interface RecordedTable {
  /** `,"table":"schema.name"` */
  readonly name: string;
  readonly columns: readonly RecordedColumn[];
  /** What tells a row from every other; all columns where nothing less always does. */
  readonly key: readonly RecordedColumn[];
}

/** Writes down what transactions did, as the JSON of a {@link TransactionRecord} without its id. */
export class TransactionRecorder {
  private readonly tables = new WeakMap<TableDef, RecordedTable>();

  constructor(private readonly database: Database) {}

  /** @returns null when nothing is left of what it did: its tables have been dropped meanwhile */
  record(changes: readonly Change[], sequences: ReadonlySet<Sequence>): string | null {
    const recorded: string[] = [];
    const refreshed = new Set<TableDef>();
    for (const change of changes) {
      if (!this.isThere(change)) continue;
      if (change.table.def.materialized) this.recordRefreshed(change, refreshed, recorded);
      else recorded.push(this.recordChange(change, change.byAction ? ',"byAction":true' : ''));
    }
    const moved = this.recordSequences(sequences);
    if (recorded.length === 0 && moved === '') return null;
    return `{"at":"${new Date().toISOString()}","changes":[${recorded.join(',')}]${moved}}`;
  }

  /** What it takes to undo everything that is committed now. */
  recordClear(): string {
    const recorded: string[] = [];
    const snapshot = this.database.snapshot();
    for (const table of childrenFirst(this.database.catalog.tables)) {
      if (table.def.materialized) recorded.push(`{"kind":"refresh"${this.recorded(table.def).name}}`);
      else
        table.scan(snapshot, (old) => {
          recorded.push(this.recordChange({ kind: 'delete', table, old }, ''));
        });
    }
    const nextValues = this.database.catalog.sequences.map((sequence) =>
      sequenceText(sequence, sequence.def.start),
    );
    return `{"at":"${new Date().toISOString()}","changes":[${recorded.join(',')}],"nextValues":{${nextValues.join(',')}}}`;
  }

  private isThere({ table }: Change): boolean {
    return this.database.catalog.table(table.def.schema, table.def.name) === table;
  }

  /** A refresh puts all rows in the place of all rows. */
  private recordRefreshed(change: Change, refreshed: Set<TableDef>, recorded: string[]): void {
    const { def } = change.table;
    if (!refreshed.has(def)) recorded.push(`{"kind":"refresh"${this.recorded(def).name}}`);
    refreshed.add(def);
    if (change.kind === 'insert' && change.version.deleter === null)
      recorded.push(this.recordChange(change, ',"byAction":true'));
  }

  private recordChange(change: Change, end: string): string {
    const { name, columns, key } = this.recorded(change.table.def);
    switch (change.kind) {
      case 'insert':
        return `{"kind":"insert"${name},"row":${rowText(columns, change.version.values)}${end}}`;
      case 'update': {
        const { values: before } = change.old;
        const { values: after } = change.version;
        const changed = columns.filter((column) => hasChanged(column, before, after));
        return `{"kind":"update"${name},"key":${rowText(key, before)},"row":${rowText(changed, after)}${end}}`;
      }
      case 'delete':
        return `{"kind":"delete"${name},"key":${rowText(key, change.old.values)}${end}}`;
    }
  }

  private recorded(def: TableDef): RecordedTable {
    const known = this.tables.get(def);
    if (known) return known;
    const columns = storedColumns(def).map(({ ordinal, column }) => ({
      ordinal,
      def: column,
      label: `${JSON.stringify(column.name)}:`,
    }));
    const key = keyOrdinals(def);
    const table: RecordedTable = {
      name: `,"table":${JSON.stringify(`${def.schema}.${def.name}`)}`,
      columns,
      key: key
        ? key.flatMap((ordinal) => columns.find((column) => column.ordinal === ordinal) ?? [])
        : columns,
    };
    this.tables.set(def, table);
    return table;
  }

  private recordSequences(moved: ReadonlySet<Sequence>): string {
    if (moved.size === 0) return '';
    const { catalog } = this.database;
    const { sequences, nextValues } = sequenceTexts(
      [...moved].filter((sequence) => catalog.sequence(sequence.def.schema, sequence.def.name) === sequence),
    );
    return (
      (sequences.length > 0 ? `,"sequences":{${sequences.join(',')}}` : '') +
      (nextValues.length > 0 ? `,"nextValues":{${nextValues.join(',')}}` : '')
    );
  }
}

/** The columns that are written down, with their ordinals: those that are not computed from others. */
export function storedColumns(def: TableDef): { readonly ordinal: number; readonly column: ColumnDef }[] {
  return def.columns.flatMap((column, ordinal) => (column.generated ? [] : [{ ordinal, column }]));
}

/** The primary key's columns; null when two rows may have the same for a while, or there is none. */
function keyOrdinals({ primaryKey, columns }: TableDef): readonly number[] | null {
  if (!primaryKey || primaryKey.deferrable) return null;
  return primaryKey.columns.some((ordinal) => columns[ordinal]?.generated) ? null : primaryKey.columns;
}

function rowText(columns: readonly RecordedColumn[], values: Tuple): string {
  let text = '{';
  for (let i = 0; i < columns.length; i += 1) {
    const { label, ordinal, def } = columns[i] as RecordedColumn;
    const value = values[ordinal] ?? null;
    text += i === 0 ? label : `,${label}`;
    text += value === null ? 'null' : JSON.stringify(def.type.format(value));
  }
  return `${text}}`;
}

/** Two values may be equal and print differently, as numerics do. */
function hasChanged({ ordinal, def }: RecordedColumn, before: Tuple, after: Tuple): boolean {
  const old = before[ordinal] ?? null;
  const current = after[ordinal] ?? null;
  if (old === current) return false;
  return old === null || current === null || def.type.format(old) !== def.type.format(current);
}

function sequenceTexts(sequences: readonly Sequence[]): { sequences: string[]; nextValues: string[] } {
  const called = sequences.filter(({ state }) => state.isCalled);
  const others = sequences.filter(({ state }) => !state.isCalled);
  return {
    sequences: called.map((sequence) => sequenceText(sequence, sequence.state.last)),
    nextValues: others.map((sequence) => sequenceText(sequence, sequence.state.last)),
  };
}

function sequenceText({ def }: Sequence, value: bigint): string {
  return `${JSON.stringify(`${def.schema}.${def.name}`)}:"${value}"`;
}
