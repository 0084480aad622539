import type { Datum } from './datum';
import { compareNullsLast } from './compare-nulls-last';
import { SqlError, unsupported } from './sql-error';
import type { SqlType } from './sql-type';

export interface RecordField {
  readonly name: string;
  readonly type: SqlType;
}

/** A row type. Its values are arrays in the order of the fields. */
export interface RecordType extends SqlType {
  readonly fields: readonly RecordField[];
}

/** @param name a table's, for its whole-row type; without it the anonymous `record` */
export function createRecordType(fields: readonly RecordField[], name = 'record', oid = 2249): RecordType {
  const format = (value: readonly Datum[]): string =>
    `(${fields.map(({ type }, i) => printField(value[i] ?? null, type)).join(',')})`;
  return {
    oid,
    name,
    displayName: name,
    category: name === 'record' ? 'P' : 'C',
    preferred: false,
    element: null,
    fields,
    parse: () => {
      throw unsupported('reading a row from text');
    },
    format,
    toClient: format,
    compare: (a: readonly Datum[], b: readonly Datum[]) => compareRecords(a, b, fields),
    key: (value: readonly Datum[]) => recordKey(value, fields),
  };
}

export function isRecordType(type: SqlType): type is RecordType {
  return 'fields' in type;
}

/** Types that have no order in SQL. */
const UNORDERED: ReadonlySet<string> = new Set(['json', 'xml']);

/** @throws SqlError 42804 when the rows have different widths, 42883 when a type has no order */
function compareRecords(a: readonly Datum[], b: readonly Datum[], fields: readonly RecordField[]): number {
  if (a.length !== b.length) {
    throw new SqlError('42804', 'cannot compare record types with different numbers of columns');
  }
  for (const [i, { type }] of fields.entries()) {
    if (UNORDERED.has(type.name)) {
      throw new SqlError('42883', `could not identify a comparison function for type ${type.displayName}`);
    }
    const order = compareNullsLast(type, a[i] ?? null, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function recordKey(value: readonly Datum[], fields: readonly RecordField[]): string {
  return fields
    .map(({ type }, i) => {
      const item = value[i] ?? null;
      if (item === null) return 'n';
      const key = type.key(item);
      return `${(typeof key)[0]}${String(key).length}:${String(key)}`;
    })
    .join('');
}

function printField(value: Datum, type: SqlType): string {
  if (value === null) return '';
  const text = type.format(value);
  return text !== '' && !/["\\(),\s]/.test(text) ? text : `"${text.replace(/["\\]/g, '$&$&')}"`;
}
