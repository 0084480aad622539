import type { EvalContext } from '../types/eval-context';
import { quoteIdentifier } from '../types/identifier';
import { HashIndex } from './hash-index';
import { columnPart } from './index-key';
import type { RowVersion } from './row-version';
import type { ColumnDef, IndexDef, KeyDef, TableDef } from './table-def';

/** A unique index together with the constraint whose name its violations carry. */
export interface UniqueIndex {
  readonly index: HashIndex;
  readonly name: string;
  readonly partNames: readonly string[];
  readonly key: KeyDef | null;
  /** SQL text of a partial index's predicate. */
  readonly whereSql: string | null;
  readonly partSql: readonly (string | null)[];
}

/** The indexes of the primary key, the unique constraints and the unique indexes of a table, in this order. */
export function uniqueIndexesOf(def: TableDef, context: EvalContext): UniqueIndex[] {
  const keys = [...(def.primaryKey ? [def.primaryKey] : []), ...def.uniques];
  return [
    ...keys.map((key) => ofKey(def, key, context)),
    ...def.indexes.filter(({ unique }) => unique).map((index) => ofIndex(def, index, context)),
  ];
}

/** Whether a unique index holds the row under another key than before. */
export function changesKeyOf({ index }: UniqueIndex, old: RowVersion, version: RowVersion): boolean {
  return index.keyOf(old.values) !== index.keyOf(version.values);
}

function ofKey(def: TableDef, key: KeyDef, context: EvalContext): UniqueIndex {
  const parts = key.columns.map((column) => columnPart(def, column));
  return {
    index: new HashIndex(key.name, parts, true, context),
    name: key.name,
    partNames: key.columns.map((column) => quoteIdentifier((def.columns[column] as ColumnDef).name)),
    key,
    whereSql: null,
    partSql: key.columns.map(() => null),
  };
}

function ofIndex(def: TableDef, index: IndexDef, context: EvalContext): UniqueIndex {
  const parts = index.parts.map((part) => (typeof part === 'number' ? columnPart(def, part) : part));
  return {
    index: new HashIndex(index.name, parts, true, context, index.where ?? null),
    name: index.name,
    partNames: index.partNames,
    key: null,
    whereSql: index.whereSql ?? null,
    partSql: index.partSql ?? index.parts.map(() => null),
  };
}
