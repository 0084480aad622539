import { INT8_MAX, INT8_MIN } from './integer-types';
import { Numeric } from './numeric';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

const SYNTAX = /^\s*(-|\()?\s*\$?\s*(-)?\s*(\d[\d,]*\.?\d*|\.\d+)\s*(\))?\s*$/;

/** money in cents, printed as the C locale does: "$1,234.50". */
export const money = scalarType<bigint>({
  oid: 790,
  name: 'money',
  category: 'N',
  parse: (text) => {
    if (text.trim() === '') return 0n;
    const match = SYNTAX.exec(text);
    if (!match?.[3]) throw new SqlError('22P02', `invalid input syntax for type money: "${text}"`);
    const size = centsOf(Numeric.parse(match[3].replaceAll(',', '')));
    const value = match[1] !== undefined || match[2] !== undefined ? -size : size;
    if (value < INT8_MIN || value > INT8_MAX) {
      throw new SqlError('22003', `value "${text}" is out of range for type money`);
    }
    return value;
  },
  format: (value) => {
    const size = value < 0n ? -value : value;
    const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
    return `${value < 0n ? '-' : ''}$${whole}.${(size % 100n).toString().padStart(2, '0')}`;
  },
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  key: (value) => value,
});

export function centsOf(amount: Numeric): bigint {
  return amount.multiply(new Numeric(100n, 0)).toBigint();
}
