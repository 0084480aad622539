import type { RowRecord } from '../../journal/transaction-record';
import { defaultOf, withGenerated } from '../storage/computed-columns';
import { hashKeyOf } from '../storage/index-key';
import type { HashIndex } from '../storage/hash-index';
import { firstRow } from '../storage/row-group';
import type { RowVersion, Snapshot } from '../storage/row-version';
import type { Table } from '../storage/table';
import type { ColumnDef, Tuple } from '../storage/table-def';
import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import { SqlError } from '../types/sql-error';
import type { SchemaDifferences } from './schema-differences';

interface RestoredColumn {
  readonly ordinal: number;
  readonly def: ColumnDef;
}

type Cells = readonly (string | null)[];

/** One table while its rows are put back. Nothing is checked: they were when they were committed. */
export class RestoredTable {
  private readonly byName: ReadonlyMap<string, RestoredColumn>;
  private readonly blank: readonly Datum[];
  private readonly primary: { readonly index: HashIndex; readonly columns: readonly string[] } | null;
  /** Rows by the text of some columns, where no index has them. */
  private byText: {
    readonly columns: readonly RestoredColumn[];
    readonly rows: Map<string, RowVersion[]>;
  } | null = null;

  constructor(
    private readonly table: Table,
    private readonly snapshot: Snapshot,
    private readonly context: EvalContext,
    private readonly differences: SchemaDifferences,
  ) {
    const { columns, primaryKey } = table.def;
    this.byName = new Map(columns.map((def, ordinal) => [def.name, { ordinal, def }]));
    this.blank = columns.map(() => null);
    const index = primaryKey ? table.indexes.hashOn(primaryKey.columns) : null;
    this.primary = primaryKey &&
      index && { index, columns: primaryKey.columns.map((ordinal) => (columns[ordinal] as ColumnDef).name) };
  }

  /** Puts back rows that were kept as lists of the columns' values. */
  insertAll(names: readonly string[], rows: readonly Cells[]): void {
    const columns = names.map((name) => this.column(name));
    const newer = [...this.byName.values()].filter(
      (column) => !columns.includes(column) && !column.def.generated,
    );
    for (const row of rows) this.insertCells(columns, newer, row);
  }

  insert(row: RowRecord): void {
    this.insertAll(Object.keys(row), [Object.values(row)]);
  }

  /** @returns false when there is no such row */
  update(key: RowRecord, row: RowRecord): boolean {
    const old = this.find(key);
    if (!old) return false;
    const values: Datum[] = [...old.values];
    for (const [name, text] of Object.entries(row)) {
      const column = this.column(name);
      if (column) values[column.ordinal] = this.parse(column, text);
    }
    this.remove(old);
    this.add(values);
    return true;
  }

  /** @returns false when there is no such row */
  delete(key: RowRecord): boolean {
    const old = this.find(key);
    if (old) this.remove(old);
    return old !== null;
  }

  clear(): void {
    for (const version of this.table.rows(this.snapshot)) this.table.unlink(version);
    this.byText = null;
  }

  /** NOT NULL columns that a row has nothing for, because they are newer than it. */
  columnsWithoutValue(): string[] {
    const required = this.table.def.columns.flatMap((def, ordinal) =>
      def.notNull ? [{ def, ordinal }] : [],
    );
    const found = new Set<string>();
    for (const { values } of this.table.rows(this.snapshot))
      for (const { def, ordinal } of required) if ((values[ordinal] ?? null) === null) found.add(def.name);
    return [...found];
  }

  /** @param newer columns that the row was kept without, because they are newer: they have their defaults */
  private insertCells(
    columns: readonly (RestoredColumn | null)[],
    newer: readonly RestoredColumn[],
    cells: Cells,
  ): void {
    const values: Datum[] = this.blank.slice();
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i];
      if (column) values[column.ordinal] = this.parse(column, cells[i] ?? null);
    }
    for (const { ordinal, def } of newer) {
      this.differences.hasDefaults = true;
      values[ordinal] = defaultOf(def, this.context);
    }
    this.add(values);
  }

  private add(values: Datum[]): void {
    const version = this.table.restore(withGenerated(this.table.def, values, this.context));
    if (!this.byText) return;
    const { columns, rows } = this.byText;
    listed(rows, textOf(columns, version.values), version);
  }

  private remove(version: RowVersion): void {
    this.table.unlink(version);
    if (!this.byText) return;
    const { columns, rows } = this.byText;
    const text = textOf(columns, version.values);
    const left = (rows.get(text) ?? []).filter((other) => other !== version);
    if (left.length > 0) rows.set(text, left);
    else rows.delete(text);
  }

  private find(key: RowRecord): RowVersion | null {
    const names = Object.keys(key);
    const { primary } = this;
    if (
      primary &&
      names.length === primary.columns.length &&
      names.every((name, i) => primary.columns[i] === name)
    ) {
      const values = names.map((name) =>
        this.parse(this.byName.get(name) as RestoredColumn, key[name] ?? null),
      );
      const hashKey = hashKeyOf(primary.index.types, values);
      const group = hashKey === null ? undefined : primary.index.group(hashKey);
      return group ? firstRow(group) : null;
    }
    return this.findByText(key, names);
  }

  private findByText(key: RowRecord, names: readonly string[]): RowVersion | null {
    const columns = names.flatMap((name) => this.column(name) ?? []);
    const isIndexed =
      this.byText?.columns.length === columns.length &&
      this.byText.columns.every(({ ordinal }, i) => ordinal === columns[i]?.ordinal);
    if (!this.byText || !isIndexed) {
      const rows = new Map<string, RowVersion[]>();
      for (const version of this.table.rows(this.snapshot))
        listed(rows, textOf(columns, version.values), version);
      this.byText = { columns, rows };
    }
    const wanted: Tuple = columns.map((column) => this.parse(column, key[column.def.name] ?? null));
    return (
      this.byText.rows.get(joined(columns.map(({ def }, i) => formatted(def, wanted[i] ?? null))))?.[0] ??
      null
    );
  }

  private column(name: string): RestoredColumn | null {
    const column = this.byName.get(name);
    if (!column) this.differences.missingColumn(this.table.def, name);
    return column ?? null;
  }

  private parse({ def }: RestoredColumn, text: string | null): Datum {
    if (text === null) return null;
    try {
      return def.type.parse(text, def.typmod);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.differences.otherType(this.table.def, def);
      return null;
    }
  }
}

function listed(rows: Map<string, RowVersion[]>, text: string, version: RowVersion): void {
  const same = rows.get(text);
  if (same) same.push(version);
  else rows.set(text, [version]);
}

function textOf(columns: readonly RestoredColumn[], values: Tuple): string {
  return joined(columns.map(({ def, ordinal }) => formatted(def, values[ordinal] ?? null)));
}

function formatted(def: ColumnDef, value: Datum): string | null {
  return value === null ? null : def.type.format(value);
}

function joined(texts: Cells): string {
  return JSON.stringify(texts);
}
