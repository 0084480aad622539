import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

const CANONICAL = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** Hyphens may stand after any group of four digits, and braces around it all. */
const LENIENT = /^(?:[\da-f]{4}-?){7}[\da-f]{4}$/i;

export const uuid = scalarType<string>({
  oid: 2950,
  name: 'uuid',
  category: 'U',
  parse: (text) => {
    if (CANONICAL.test(text)) return text;
    const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
    if (!LENIENT.test(bare)) throw new SqlError('22P02', `invalid input syntax for type uuid: "${text}"`);
    return formatUuid(bare.replaceAll('-', '').toLowerCase());
  },
  format: (value) => value,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  key: (value) => value,
  directClientValue: (value) => value,
});

/** Puts the hyphens into 32 hexadecimal digits. */
export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
