import type { ColumnDef } from '../../storage/table-def';
import { quoteIdentifier } from '../../types/identifier';
import type { SqlType } from '../../types/sql-type';
import { types } from '../../types/type-catalog';
import { formatType } from '../../types/typmod';
import { parseExpression } from '../parser';

/**
 * A column's default as PostgreSQL prints it: a constant in the words of its type, anything else as it was written.
 *
 * @param typeSchema of the column's type, where its name is not found without
 */
export function defaultText(schema: string, column: ColumnDef, typeSchema: string | null): string | null {
  if (column.identity) return null;
  if (column.sequence !== undefined) {
    const shown = [...(schema === 'public' ? [] : [schema]), column.sequence].map(quoteIdentifier).join('.');
    return `nextval('${shown}'::regclass)`;
  }
  const { defaultSql, type } = column;
  if (defaultSql === undefined) return null;
  const node = parseExpression(defaultSql);
  const constant = 'A_Const' in node ? node.A_Const.sval : undefined;
  return constant ? constantText(type, constant.sval ?? '', typeSchema) : defaultSql;
}

function constantText(type: SqlType, written: string, typeSchema: string | null): string {
  const value = type.parse(written, -1);
  const text = value === null ? written : type.format(value);
  if (type === types.bool) return text === 't' ? 'true' : 'false';
  if (type === types.int4 && /^\d+$/.test(text)) return text;
  if (type === types.numeric && /^\d+\.\d+$/.test(text)) return text;
  return `'${text.replaceAll("'", "''")}'::${typeSchema === null ? nameOf(type) : `${quoteIdentifier(typeSchema)}.${nameOf(type)}`}`;
}

function nameOf(type: SqlType): string {
  return type === types.bpchar ? type.name : formatType(type, -1);
}
