import { SqlError } from './sql-error';

/** PostgreSQL's MaxAllocSize: no value takes more bytes. */
const MAX_VALUE_BYTES = 0x3fff_ffff;
/** The length word before a value. */
const HEADER_BYTES = 4;
/** The most characters that this store puts into one text; JavaScript's own limit is twice as many. */
const MAX_CHARACTERS = 0x1000_0000;
/** PostgreSQL's MaxArraySize. */
const MAX_ELEMENTS = 134_217_727;
/** The most elements that this store puts into one array: each takes more than PostgreSQL's. */
const MAX_OWN_ELEMENTS = 0x100_0000;
/** The most rows that a function gives at once. */
const MAX_ROWS = 10_000_000;

/**
 * Before a text of a length that a call asks for is made.
 *
 * @param bytes what PostgreSQL would set aside for it
 * @throws SqlError 54000
 */
export function requireTextLength(bytes: number, characters: number): void {
  if (bytes + HEADER_BYTES > MAX_VALUE_BYTES || characters > MAX_CHARACTERS)
    throw new SqlError('54000', 'requested length too large');
}

/** Before a text is put together from others. @param length what it would come to @throws SqlError 54000 */
export function requireBuffer(length: number): void {
  if (length > MAX_CHARACTERS) {
    throw new SqlError('54000', `string buffer exceeds maximum allowed length (${MAX_VALUE_BYTES} bytes)`);
  }
}

/** Before an array is made. @throws SqlError 54000 */
export function requireElements(count: number): void {
  const limit = count > MAX_ELEMENTS ? MAX_ELEMENTS : MAX_OWN_ELEMENTS;
  if (count > limit) throw new SqlError('54000', `array size exceeds the maximum allowed (${limit})`);
}

/** While rows are kept. @throws SqlError 53200 */
export function requireRows(count: number): void {
  if (count > MAX_ROWS)
    throw new SqlError('53200', 'out of memory', { detail: `A function gives more than ${MAX_ROWS} rows.` });
}
