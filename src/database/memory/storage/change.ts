import type { RowVersion } from './row-version';
import type { TableDef } from './table-def';

/** What a change needs of its table to be taken back or pruned. */
export interface ChangedTable {
  readonly def: TableDef;
  undo(change: Change): void;
  unlink(version: RowVersion): void;
}

/** One step that a rollback takes back, newest first; together, the ordered change list of a commit. */
export type Change = (
  | { readonly kind: 'insert'; readonly version: RowVersion }
  | { readonly kind: 'update'; readonly old: RowVersion; readonly version: RowVersion }
  | { readonly kind: 'delete'; readonly old: RowVersion }
) & {
  readonly table: ChangedTable;
  /** A foreign key's action did it. */
  readonly byAction?: true;
};
