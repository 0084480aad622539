import type { Change, ChangedTable } from '../storage/change';
import { childrenFirst } from '../storage/children-first';
import type { Database } from '../storage/database';
import type { Sequence } from '../storage/sequence';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { ColumnDef, TableDef, Tuple } from '../storage/table-def';

/** A column with what its records begin with. */
interface RecordedColumn {
  readonly ordinal: number;
  readonly def: ColumnDef;
  /** `"name":` */
  readonly label: string;
  readonly isPlain: boolean;
}

/** Types whose text has nothing that JSON escapes. */
const PLAIN_TYPES: ReadonlySet<SqlType> = new Set([
  types.bool,
  types.int2,
  types.int4,
  types.int8,
  types.numeric,
  types.uuid,
  types.date,
  types.timestamp,
  types.timestamptz,
]);

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
  /** Of this version of the catalog: null for tables and sequences that it does not have any more. */
  private catalogVersion = -1;
  private readonly tables = new Map<ChangedTable, RecordedTable | null>();
  /** `"schema.sequence":` */
  private readonly sequences = new Map<Sequence, string | null>();
  private atMs = 0;
  private at = '';

  constructor(private readonly database: Database) {}

  /** @returns null when nothing is left of what it did: its tables have been dropped meanwhile */
  record(changes: readonly Change[], sequences: ReadonlySet<Sequence>): string | null {
    this.lookAtCatalog();
    const recorded: string[] = [];
    const refreshed = new Set<RecordedTable>();
    for (const change of changes) {
      const table = this.recorded(change.table);
      if (!table) continue;
      if (change.table.def.materialized) recordRefreshed(table, change, refreshed, recorded);
      else recorded.push(changeText(table, change, change.byAction ? ',"byAction":true' : ''));
    }
    const moved = this.sequencesText(sequences);
    if (recorded.length === 0 && moved === '') return null;
    return `{"at":"${this.now()}","changes":[${recorded.join(',')}]${moved}}`;
  }

  /** What it takes to undo everything that is committed now. */
  recordClear(): string {
    const recorded: string[] = [];
    const snapshot = this.database.snapshot();
    for (const table of childrenFirst(this.database.catalog.tables)) {
      const known = recordedTable(table.def);
      if (table.def.materialized) recorded.push(refreshText(known));
      else
        table.scan(snapshot, (old) => {
          recorded.push(changeText(known, { kind: 'delete', table, old }, ''));
        });
    }
    const nextValues = this.database.catalog.sequences.map(
      (sequence) => `${sequenceLabel(sequence)}"${sequence.def.start}"`,
    );
    return `{"at":"${this.now()}","changes":[${recorded.join(',')}],"nextValues":{${nextValues.join(',')}}}`;
  }

  /** The time in ISO 8601, which is written once for all transactions of a millisecond. */
  private now(): string {
    const nowMs = Date.now();
    if (nowMs !== this.atMs) this.at = new Date(nowMs).toISOString();
    this.atMs = nowMs;
    return this.at;
  }

  private lookAtCatalog(): void {
    const { version } = this.database.catalog;
    if (version === this.catalogVersion) return;
    this.tables.clear();
    this.sequences.clear();
    this.catalogVersion = version;
  }

  private recorded(table: ChangedTable): RecordedTable | null {
    let known = this.tables.get(table);
    if (known === undefined) {
      const { schema, name } = table.def;
      known = this.database.catalog.table(schema, name) === table ? recordedTable(table.def) : null;
      this.tables.set(table, known);
    }
    return known;
  }

  private labelOf(sequence: Sequence): string | null {
    let known = this.sequences.get(sequence);
    if (known === undefined) {
      const { schema, name } = sequence.def;
      known = this.database.catalog.sequence(schema, name) === sequence ? sequenceLabel(sequence) : null;
      this.sequences.set(sequence, known);
    }
    return known;
  }

  private sequencesText(moved: ReadonlySet<Sequence>): string {
    let lastValues = '';
    let nextValues = '';
    for (const sequence of moved) {
      const label = this.labelOf(sequence);
      if (label === null) continue;
      const { last, isCalled } = sequence.state;
      if (isCalled) lastValues += `${lastValues === '' ? '' : ','}${label}"${last}"`;
      else nextValues += `${nextValues === '' ? '' : ','}${label}"${last}"`;
    }
    return (
      (lastValues === '' ? '' : `,"sequences":{${lastValues}}`) +
      (nextValues === '' ? '' : `,"nextValues":{${nextValues}}`)
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

function recordedTable(def: TableDef): RecordedTable {
  const columns = storedColumns(def).map(({ ordinal, column }) => ({
    ordinal,
    def: column,
    label: `${JSON.stringify(column.name)}:`,
    isPlain: PLAIN_TYPES.has(column.type),
  }));
  const key = keyOrdinals(def);
  return {
    name: `,"table":${JSON.stringify(`${def.schema}.${def.name}`)}`,
    columns,
    key: key ? key.flatMap((ordinal) => columns.find((column) => column.ordinal === ordinal) ?? []) : columns,
  };
}

function changeText({ name, columns, key }: RecordedTable, change: Change, end: string): string {
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

function refreshText({ name }: RecordedTable): string {
  return `{"kind":"refresh"${name}}`;
}

/** A refresh puts all rows in the place of all rows. */
function recordRefreshed(
  table: RecordedTable,
  change: Change,
  refreshed: Set<RecordedTable>,
  recorded: string[],
): void {
  if (!refreshed.has(table)) recorded.push(refreshText(table));
  refreshed.add(table);
  if (change.kind === 'insert' && change.version.deleter === null)
    recorded.push(changeText(table, change, ',"byAction":true'));
}

function rowText(columns: readonly RecordedColumn[], values: Tuple): string {
  let text = '{';
  for (let i = 0; i < columns.length; i += 1) {
    const { label, ordinal, def, isPlain } = columns[i] as RecordedColumn;
    const value = values[ordinal] ?? null;
    text += i === 0 ? label : `,${label}`;
    if (value === null) text += 'null';
    else text += isPlain ? `"${def.type.format(value)}"` : JSON.stringify(def.type.format(value));
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

function sequenceLabel({ def }: Sequence): string {
  return `${JSON.stringify(`${def.schema}.${def.name}`)}:`;
}
