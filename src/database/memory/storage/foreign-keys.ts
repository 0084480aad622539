import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import { SqlError } from '../types/sql-error';
import { missingParent, stillReferenced } from './constraint-errors';
import type { Catalog } from './catalog';
import { defaultOf } from './computed-columns';
import { runWhenDue } from './deferred-checks';
import { hashKeyOf } from './index-key';
import { keepsColumns } from './key-columns';
import { latestVersion } from './row-claim';
import { visitGroup } from './row-group';
import { isVisible, type RowVersion, type Snapshot } from './row-version';
import type { Statement } from './statement';
import type { ColumnDef, ForeignKeyDef, Tuple } from './table-def';
import type { Reference, Table } from './table';

/**
 * What foreign keys ask after a statement's rows are in (PostgreSQL runs them as AFTER triggers):
 * a child's parent must exist and is locked FOR KEY SHARE; a parent's children decide by ON DELETE / ON UPDATE.
 */
export class ForeignKeys {
  constructor(
    private readonly catalog: Catalog,
    private readonly latest: (statement: Statement) => Snapshot,
    private readonly context: EvalContext,
  ) {}

  /** Runs what a written row owes, its children before its parents; see {@link RowSettlement}. */
  settle(statement: Statement, table: Table, old: RowVersion | null, current: RowVersion | null): void {
    if (old) {
      for (const reference of table.references) {
        const { referencedColumns } = reference.key;
        if (current && keepsColumns(table.def, referencedColumns, old.values, current.values)) continue;
        this.parentGone(statement, table, reference, old, current);
      }
    }
    if (current) {
      for (const key of table.def.foreignKeys) {
        // A check of what this transaction wrote before may be due still, on a version that is gone by then.
        const isChecked = old !== null && old.creator !== statement.transaction;
        if (isChecked && keepsColumns(table.def, key.columns, old.values, current.values)) continue;
        this.childWritten(statement, table, key, current);
      }
    }
  }

  private childWritten(statement: Statement, table: Table, key: ForeignKeyDef, version: RowVersion): void {
    const check = (): void => {
      if (version.deleter === statement.transaction) return;
      const values = pick(version.values, key.columns);
      if (values.some((value) => value === null)) return;
      const parent = this.catalog.table(key.referencedSchema, key.referencedTable);
      const { transaction } = statement;
      // Under a fixed snapshot a parent that came later is none.
      const snapshot = transaction.isolation === 'read committed' ? undefined : transaction.snapshot();
      const [found] = parent ? this.find(statement, parent, key.referencedColumns, values, snapshot) : [];
      if (!parent || !found || !lockKey(statement, parent, found, key.referencedColumns))
        throw missingParent(table.def, key, values);
    };
    runWhenDue(statement.transaction, key, check);
  }

  private parentGone(
    statement: Statement,
    parent: Table,
    { child, key }: Reference,
    old: RowVersion,
    current: RowVersion | null,
  ): void {
    const values = pick(old.values, key.referencedColumns);
    if (values.some((value) => value === null)) return;
    const action = current ? key.onUpdate : key.onDelete;
    const children = (): RowVersion[] => this.find(statement, child, key.columns, values);
    // One row after another, as each is found: what is to be told of a later one may never come to it.
    const actOnEach = (act: (row: RowVersion) => void): void => {
      for (const found of children()) {
        const row = changeable(statement, child, found, key.columns);
        if (row) statement.act(() => act(row));
      }
    };
    const forbid = (): void => {
      if (action !== 'restrict') {
        const [same] = this.find(statement, parent, key.referencedColumns, values);
        if (same && lockKey(statement, parent, same, key.referencedColumns)) return;
      }
      for (const row of children()) {
        // One that another is about to take away is waited for.
        if (lockKey(statement, child, row, key.columns))
          throw stillReferenced(parent.def, child.def, key, values);
      }
    };
    const rewrite = (row: RowVersion, values: readonly Datum[]): void => {
      child.update(statement, row, replace(row.values, key.columns, values));
    };
    switch (action) {
      case 'no action':
        runWhenDue(statement.transaction, key, forbid);
        return;
      case 'restrict':
        forbid();
        return;
      case 'cascade':
        actOnEach((row) => {
          if (current) rewrite(row, pick(current.values, key.referencedColumns));
          else child.delete(statement, row);
        });
        return;
      case 'set null': {
        const nulls = key.columns.map(() => null);
        actOnEach((row) => rewrite(row, nulls));
        return;
      }
      case 'set default': {
        const defaults = key.columns.map((column) =>
          defaultOf(child.def.columns[column] as ColumnDef, this.context),
        );
        actOnEach((row) => rewrite(row, defaults));
        // A row that had the default already has not changed: nothing else would miss its parent.
        forbid();
      }
    }
  }

  /** Rows that exist now, ours included, whose columns have these values. */
  private find(
    statement: Statement,
    table: Table,
    columns: readonly number[],
    values: readonly Datum[],
    snapshot = this.latest(statement),
  ): RowVersion[] {
    const found: RowVersion[] = [];
    const index = table.indexes.hashOn(columns);
    if (index) {
      const key = hashKeyOf(index.types, values);
      const group = key === null ? undefined : index.group(key);
      if (group) {
        visitGroup(group, (version) => {
          if (isVisible(version, snapshot)) found.push(version);
          return true;
        });
      }
      return found;
    }
    const types = columns.flatMap((column) => table.def.columns[column]?.type ?? []);
    const wanted = hashKeyOf(types, values);
    table.scan(snapshot, (version) => {
      if (hashKeyOf(types, pick(version.values, columns)) === wanted) found.push(version);
    });
    return found;
  }
}

/** Locks the key of a row that was found, as it is after a wait. @returns whether it is there, with the same key */
function lockKey(statement: Statement, table: Table, found: RowVersion, columns: readonly number[]): boolean {
  const row = latestVersion(statement, found, 'key share');
  if (!row || !keepsColumns(table.def, columns, found.values, row.values)) return false;
  return table.lock(statement, row, 'key share');
}

/** A row that an action is to change, as it is after a wait; only what a fixed snapshot shows. @throws SqlError 40001 */
function changeable(
  statement: Statement,
  table: Table,
  found: RowVersion,
  columns: readonly number[],
): RowVersion | null {
  const row = latestVersion(statement, found);
  const { transaction } = statement;
  if (transaction.isolation !== 'read committed' && !isVisible(found, transaction.snapshot()))
    throw new SqlError('40001', 'could not serialize access due to concurrent update');
  return row && keepsColumns(table.def, columns, found.values, row.values) ? row : null;
}

function pick(tuple: Tuple, columns: readonly number[]): Datum[] {
  return columns.map((column) => tuple[column] ?? null);
}

function replace(tuple: Tuple, columns: readonly number[], values: readonly Datum[]): Tuple {
  const copy = [...tuple];
  columns.forEach((column, i) => {
    copy[column] = values[i] ?? null;
  });
  return copy;
}
