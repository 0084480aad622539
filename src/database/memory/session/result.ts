import type { OutputColumn } from '../sql/scope';
import type { Datum } from '../types/datum';

/** A result as `pg` gives it to its callers. */
export interface PgResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly oid: null;
  readonly fields: PgField[];
  readonly rows: Record<string, unknown>[];
}

export interface PgField {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeSize: number;
  readonly format: 'text';
}

/** @param tag as the server gives it; `pg` keeps its first word */
export function commandResult(tag: string, rowCount: number | null): PgResult {
  return { command: firstWord(tag), rowCount, oid: null, fields: [], rows: [] };
}

function firstWord(tag: string): string {
  const end = tag.indexOf(' ');
  return end < 0 ? tag : tag.slice(0, end);
}

/** Commands whose tag says how many rows there were. */
const COUNTING: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

/** Rows as objects by column name; where a name comes twice, the last one wins, as in pg. */
export function rowResult(
  command: string,
  columns: readonly OutputColumn[],
  rows: readonly (readonly Datum[])[],
  rowCount: number,
): PgResult {
  return {
    command: firstWord(command),
    rowCount: COUNTING.has(command) ? rowCount : null,
    oid: null,
    fields: columns.map(({ name, type, typmod }) => ({
      name,
      dataTypeID: type.oid,
      dataTypeModifier: typmod,
      tableID: 0,
      columnID: 0,
      dataTypeSize: -1,
      format: 'text',
    })),
    rows: rows.map((row) => {
      const object: Record<string, unknown> = {};
      for (let i = 0; i < columns.length; i += 1) {
        const column = columns[i] as OutputColumn;
        const value = row[i] ?? null;
        object[column.name] = value === null ? null : column.type.toClient(value);
      }
      return object;
    }),
  };
}
