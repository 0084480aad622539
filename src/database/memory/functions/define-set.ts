import type { Datum } from '../types/datum';
import type { RecordField } from '../types/record-type';
import type { SqlType } from '../types/sql-type';

/** A function that returns rows, as it is declared. */
export interface SetSignature {
  readonly name: string;
  readonly args: readonly SqlType[];
  readonly columns: readonly RecordField[];
  /** Is called with NULLs too; otherwise NULL in gives no row. */
  readonly lenient: boolean;
  readonly rows: (values: readonly Datum[], args: readonly SqlType[]) => Iterable<readonly Datum[]>;
}

/** Values come in the representation of the declared types; that is what the casts below rest on. */
type Body<T> = (...values: never[]) => Iterable<T>;

/** Defines a function whose rows have one column, named after it unless a name is given. */
export function defineSet(
  name: string,
  args: readonly SqlType[],
  type: SqlType,
  body: Body<Datum>,
  column = name,
): SetSignature {
  const run = body as (...values: Datum[]) => Iterable<Datum>;
  return {
    name,
    args,
    columns: [{ name: column, type }],
    lenient: false,
    rows: function* (values) {
      for (const value of run(...values)) yield [value];
    },
  };
}

/** Defines a function whose rows have several columns. */
export function defineRecordSet(
  name: string,
  args: readonly SqlType[],
  columns: readonly RecordField[],
  body: Body<readonly Datum[]>,
): SetSignature {
  const run = body as (...values: Datum[]) => Iterable<readonly Datum[]>;
  return { name, args, columns, lenient: false, rows: (values) => run(...values) };
}
