/** A committed transaction as the journal keeps it. Values are PostgreSQL's text form; null is NULL. */
export interface TransactionRecord {
  /** 1, 2, 3 ... within one journal, in the order of commit. */
  readonly id: number;
  /** When it was committed, in ISO 8601. */
  readonly at: string;
  readonly changes: readonly ChangeRecord[];
  /** Where sequences stood afterwards, of those that the transaction drew from: "schema.sequence" to its last value. */
  readonly sequences?: SequenceValues;
  /** The same for sequences that were restarted, or set so: the value that each gives next. */
  readonly nextValues?: SequenceValues;
}

/** A transaction that the journal has not numbered yet. */
export type NewRecord = Omit<TransactionRecord, 'id'>;

/** Column name to text. Stored generated columns are left out. */
export type RowRecord = Readonly<Record<string, string | null>>;

export type SequenceValues = Readonly<Record<string, string>>;

/**
 * One change of one row, in the order in which they were made. `table` is "schema.name".
 *
 * `key` is the primary key before the change; of a table without one, or whose primary key is deferrable, the whole old
 * row. `byAction`: a foreign key's action or a refresh did it, and no statement: PostgreSQL does it by itself.
 */
export type ChangeRecord =
  | { readonly kind: 'insert'; readonly table: string; readonly row: RowRecord; readonly byAction?: true }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly key: RowRecord;
      /** The columns that have changed. */
      readonly row: RowRecord;
      readonly byAction?: true;
    }
  | { readonly kind: 'delete'; readonly table: string; readonly key: RowRecord; readonly byAction?: true }
  /** REFRESH MATERIALIZED VIEW; the rows that it took away and put there follow, by action. */
  | { readonly kind: 'refresh'; readonly table: string };

/** What a snapshot consists of: rows of all tables, in heap order within each, and at the end every sequence. */
export type SnapshotPart =
  | {
      readonly kind: 'rows';
      readonly table: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
    }
  | { readonly kind: 'sequences'; readonly sequences: SequenceValues; readonly nextValues: SequenceValues };
