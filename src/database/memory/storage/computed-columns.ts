import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { ColumnDef, TableDef, Tuple } from './table-def';

const NO_TUPLE: Tuple = [];

/** What a column holds that an INSERT leaves out. */
export function defaultOf(column: ColumnDef, context: EvalContext): Datum {
  return column.defaultValue ? column.defaultValue(NO_TUPLE, context) : null;
}

/** Fills in what is computed from the other columns. */
export function withGenerated({ columns }: TableDef, values: Datum[], context: EvalContext): Datum[] {
  for (let ordinal = 0; ordinal < columns.length; ordinal += 1) {
    const generated = columns[ordinal]?.generated;
    if (generated) values[ordinal] = generated(values, context);
  }
  return values;
}
