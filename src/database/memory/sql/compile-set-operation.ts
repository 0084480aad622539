import type { SelectStmt } from '@pgsql/types';
import { commonType, findCast } from '../types/coercion';
import type { Datum, NonNullDatum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { CompileContext, CompiledQuery, Row } from './compile-context';
import { orderedQuery } from './ordered-query';
import { type RowKey, rowKeyOf } from './row-key';
import type { OutputColumn, Scope } from './scope';

/** UNION, INTERSECT and EXCEPT, with or without ALL. @throws SqlError 42601, 42804 */
export function compileSetOperation(
  select: SelectStmt,
  scope: Scope,
  context: CompileContext,
): CompiledQuery {
  if (!select.larg || !select.rarg) throw unsupported('this set operation');
  const word = (select.op ?? '').replace('SETOP_', '');
  const left = context.compileQuery(select.larg, scope, { unsettled: true });
  const right = context.compileQuery(select.rarg, scope, { unsettled: true });
  const output = unifyColumns(left, right, word);
  const keyOf = rowKeyOf(output.map(({ type }) => type));
  const fromLeft = converter(left.columns, output);
  const fromRight = converter(right.columns, output);
  const all = select.all ?? false;
  const query = orderedQuery(select, scope, context, 'UNION/INTERSECT/EXCEPT', output, (environment) => {
    // The branches are compiled with this query as the one around them.
    const a = fromLeft(left.run(environment));
    const b = fromRight(right.run(environment));
    return combine(word, all, keyOf, a, b);
  });
  return {
    columns: output,
    get correlated() {
      return scope.correlated;
    },
    run: query.run,
    exists: query.exists,
    // Its literals have found their types.
    settle: () => undefined,
    placeOf: left.placeOf,
    foldConstants: (environment) => {
      for (const side of [left, right]) side.foldConstants(environment, () => true);
    },
  };
}

/** Gives both sides the same column types; bare literals take theirs from the other side. */
export function unifyColumns(left: CompiledQuery, right: CompiledQuery, word: string): OutputColumn[] {
  if (left.columns.length !== right.columns.length)
    throw new SqlError('42601', `each ${word} query must have the same number of columns`, right.placeOf(0));
  return left.columns.map((column, i) => {
    const other = right.columns[i] ?? column;
    const type = commonType([column.type, other.type]);
    if (!type) {
      throw new SqlError(
        '42804',
        `${word} types ${column.type.displayName} and ${other.type.displayName} cannot be matched`,
        right.placeOf(i),
      );
    }
    if (column.type === types.unknown) left.settle(i, type);
    if (other.type === types.unknown) right.settle(i, type);
    const typmod = column.type === other.type && column.typmod === other.typmod ? column.typmod : -1;
    return { name: column.name, type, typmod };
  });
}

/** Converts rows from one list of types to another. */
export function converter(
  from: readonly OutputColumn[],
  to: readonly OutputColumn[],
): (rows: readonly Row[]) => readonly Row[] {
  const casts = to.map(({ type }, i) => castOf(from[i]?.type ?? type, type));
  if (casts.every((cast) => cast === null)) return (rows) => rows;
  return (rows) =>
    rows.map((row) =>
      row.map((value, i) => {
        const cast = casts[i];
        return value === null || !cast ? value : cast(value);
      }),
    );
}

function castOf(from: SqlType, to: SqlType): ((value: NonNullDatum) => Datum) | null {
  const cast = from === to ? null : findCast(from, to, 'implicit');
  return cast && ((value) => cast(value, -1));
}

function combine(
  word: string,
  all: boolean,
  keyOf: (row: Row) => RowKey,
  a: readonly Row[],
  b: readonly Row[],
): readonly Row[] {
  if (word === 'UNION') {
    return all ? [...a, ...b] : unique([...a, ...b], keyOf);
  }
  const counts = new Map<RowKey, number>();
  for (const row of b) {
    const key = keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const intersect = word === 'INTERSECT';
  if (!all) return unique(a, keyOf).filter((row) => counts.has(keyOf(row)) === intersect);
  return a.filter((row) => {
    const key = keyOf(row);
    const left = counts.get(key) ?? 0;
    if (left > 0) counts.set(key, left - 1);
    return left > 0 === intersect;
  });
}

function unique(rows: readonly Row[], keyOf: (row: Row) => RowKey): readonly Row[] {
  const seen = new Set<RowKey>();
  return rows.filter((row) => {
    const key = keyOf(row);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
