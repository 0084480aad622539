import type { Datum } from '../types/datum';
import type { SqlType } from '../types/sql-type';
import { SqlError } from '../types/sql-error';
import type { ExclusionDef, ForeignKeyDef, TableDef, Tuple } from './table-def';

/** PostgreSQL cuts a value in "Failing row contains (...)" at 64 bytes, and a row's text at all columns. */
const MAX_VALUE_BYTES = 64;

export function notNullViolation(table: TableDef, column: number, tuple: Tuple): SqlError {
  const name = table.columns[column]?.name ?? '';
  return new SqlError(
    '23502',
    `null value in column "${name}" of relation "${table.name}" violates not-null constraint`,
    { detail: failingRow(table, tuple), schema: table.schema, table: table.name, column: name },
  );
}

export function checkViolation(table: TableDef, constraint: string, tuple: Tuple): SqlError {
  return new SqlError(
    '23514',
    `new row for relation "${table.name}" violates check constraint "${constraint}"`,
    {
      detail: failingRow(table, tuple),
      schema: table.schema,
      table: table.name,
      constraint,
    },
  );
}

export function uniqueViolation(
  table: TableDef,
  constraint: string,
  names: readonly string[],
  types: readonly SqlType[],
  values: readonly Datum[],
): SqlError {
  return new SqlError('23505', `duplicate key value violates unique constraint "${constraint}"`, {
    detail: `Key ${keyText(names, types, values)} already exists.`,
    schema: table.schema,
    table: table.name,
    constraint,
  });
}

export function exclusionViolation(
  table: TableDef,
  { name, parts }: ExclusionDef,
  values: readonly Datum[],
  existing: readonly Datum[],
): SqlError {
  const texts = parts.map(({ text }) => text);
  const types = parts.map(({ type }) => type);
  return new SqlError('23P01', `conflicting key value violates exclusion constraint "${name}"`, {
    detail: `Key ${keyText(texts, types, values)} conflicts with existing key ${keyText(texts, types, existing)}.`,
    schema: table.schema,
    table: table.name,
    constraint: name,
  });
}

export function missingParent(table: TableDef, key: ForeignKeyDef, values: readonly Datum[]): SqlError {
  const { names, types } = columnsOf(table, key.columns);
  return new SqlError(
    '23503',
    `insert or update on table "${table.name}" violates foreign key constraint "${key.name}"`,
    {
      detail: `Key ${keyText(names, types, values)} is not present in table "${key.referencedTable}".`,
      schema: table.schema,
      table: table.name,
      constraint: key.name,
    },
  );
}

export function stillReferenced(
  parent: TableDef,
  child: TableDef,
  key: ForeignKeyDef,
  values: readonly Datum[],
): SqlError {
  const { names, types } = columnsOf(parent, key.referencedColumns);
  return new SqlError(
    '23503',
    `update or delete on table "${parent.name}" violates foreign key constraint "${key.name}" on table "${child.name}"`,
    {
      detail: `Key ${keyText(names, types, values)} is still referenced from table "${child.name}".`,
      schema: child.schema,
      table: child.name,
      constraint: key.name,
    },
  );
}

function columnsOf(table: TableDef, ordinals: readonly number[]): { names: string[]; types: SqlType[] } {
  const columns = ordinals.flatMap((ordinal) => table.columns[ordinal] ?? []);
  return {
    names: columns.map((column) => column.name),
    types: columns.map((column) => column.type),
  };
}

/** "(a, b)=(1, 2)". */
function keyText(names: readonly string[], types: readonly SqlType[], values: readonly Datum[]): string {
  const texts = types.map((type, i) => valueText(type, values[i] ?? null));
  return `(${names.join(', ')})=(${texts.join(', ')})`;
}

function valueText(type: SqlType, value: Datum): string {
  return value === null ? 'null' : type.format(value);
}

function failingRow(table: TableDef, tuple: Tuple): string {
  const texts = table.columns.map((column, i) => {
    const text = valueText(column.type, tuple[i] ?? null);
    return Buffer.byteLength(text) > MAX_VALUE_BYTES ? `${clip(text)}...` : text;
  });
  return `Failing row contains (${texts.join(', ')}).`;
}

function clip(text: string): string {
  const bytes = Buffer.from(text).subarray(0, MAX_VALUE_BYTES);
  return new TextDecoder('utf-8').decode(bytes).replace(/\uFFFD+$/, '');
}
