import type { SelectStmt } from '@pgsql/types';
import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import type { EvalContext } from '../types/eval-context';

/** One row's values, in column order. Never mutated once it is stored. */
export type Tuple = readonly Datum[];

/** A compiled expression over one row: a default (its tuple is empty), a check, a generated column, an index key. */
export type RowExpression = (tuple: Tuple, context: EvalContext) => Datum;

export interface ColumnDef {
  readonly name: string;
  readonly type: SqlType;
  /** As `pg_attribute.atttypmod`; -1 for none. */
  readonly typmod: number;
  readonly notNull: boolean;
  /** Evaluated for a column that an INSERT leaves out. */
  readonly defaultValue: RowExpression | null;
  /** The SQL text that the default was made of. */
  readonly defaultSql?: string;
  readonly identity?: 'always' | 'by default';
  /** GENERATED ALWAYS AS (...) STORED. */
  readonly generated?: RowExpression;
  readonly generatedSql?: string;
  /** The sequence that a serial or identity column owns. */
  readonly sequence?: string;
}

export interface KeyDef {
  readonly name: string;
  /** Ordinals of the columns, from 0. */
  readonly columns: readonly number[];
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKeyDef {
  readonly name: string;
  readonly columns: readonly number[];
  readonly referencedSchema: string;
  readonly referencedTable: string;
  readonly referencedColumns: readonly number[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export interface CheckDef {
  readonly name: string;
  readonly test: RowExpression;
}

/** One operand of an exclusion constraint; two rows conflict when `excludes` is true for all of them. */
export interface ExclusionPart {
  /** PostgreSQL's text of it for "Key (period)=([1,5))". */
  readonly text: string;
  readonly type: SqlType;
  readonly value: RowExpression;
  readonly excludes: (context: EvalContext, value: Datum, existing: Datum) => Datum;
}

export interface ExclusionDef {
  readonly name: string;
  readonly parts: readonly ExclusionPart[];
  /** Only rows for which this is true take part. */
  readonly where?: RowExpression;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export interface IndexDef {
  readonly name: string;
  /** A column's ordinal, or an expression with its type. */
  readonly parts: readonly (number | { readonly expression: RowExpression; readonly type: SqlType })[];
  readonly unique: boolean;
  /** 'gin' keeps the elements of its one column, an array; without it, an index keeps an order. */
  readonly method?: 'gin';
  /** Only rows for which this is true are in the index. */
  readonly where?: RowExpression;
  /** PostgreSQL's text of the key for "Key (lower(name))=(x)": one entry for each part. */
  readonly partNames: readonly string[];
  /** The SQL text of the predicate, so that ON CONFLICT can infer a partial index. */
  readonly whereSql?: string;
  /** SQL texts of expression parts (null for columns). */
  readonly partSql?: readonly (string | null)[];
}

export interface TableDef {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnDef[];
  readonly primaryKey: KeyDef | null;
  readonly uniques: readonly KeyDef[];
  readonly foreignKeys: readonly ForeignKeyDef[];
  readonly checks: readonly CheckDef[];
  readonly exclusions?: readonly ExclusionDef[];
  readonly indexes: readonly IndexDef[];
  /** The query of a materialized view, whose rows are what it gave when it was last refreshed. */
  readonly materialized?: SelectStmt;
}
