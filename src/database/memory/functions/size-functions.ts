import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';

const { text, int8, numeric } = types;

/** From a number of bytes on that a unit has, the next one is used. */
const LIMIT = 10n * 1024n;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const SIZE = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z]*)\s*$/;

/** Numbers of bytes as people write them. */
export const sizeFunctions = [
  define('pg_size_pretty', [int8], text, pretty),
  define('pg_size_pretty', [numeric], text, (size: Numeric) => {
    if (!size.isFinite) return `${size.toString()} bytes`;
    const whole = size.truncate(0).toBigint();
    return absolute(whole) < LIMIT ? `${size.toString()} bytes` : pretty(whole);
  }),
  define('pg_size_bytes', [text], int8, bytesOf),
];

/** Each unit but the first is rounded half away from zero. */
function pretty(size: bigint): string {
  let shown = size;
  let unit = 0;
  for (; absolute(shown) >= (unit === 0 ? LIMIT : LIMIT * 2n - 1n) && unit < UNITS.length - 1; unit += 1) {
    // Halves are kept until the last, so that they are rounded once.
    shown /= unit === 0 ? 512n : 1024n;
  }
  if (unit > 0) shown = (shown + (shown < 0n ? -1n : 1n)) / 2n;
  return `${shown} ${UNITS[unit] ?? ''}`;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** @throws SqlError 22023, 22003 */
function bytesOf(written: string): bigint {
  const match = SIZE.exec(written);
  if (!match?.[1]) throw new SqlError('22023', `invalid size: "${written}"`);
  const name = match[2]?.toLowerCase() ?? '';
  const unit = name === '' || name === 'b' ? 0 : UNITS.findIndex((one) => one.toLowerCase() === name);
  if (unit < 0) {
    throw new SqlError('22023', `invalid size: "${written}"`, {
      detail: `Invalid size unit: "${match[2]}".`,
      hint: 'Valid units are "bytes", "B", "kB", "MB", "GB", "TB", and "PB".',
    });
  }
  const bytes = Numeric.parse(match[1])
    .multiply(Numeric.fromBigint(1024n ** BigInt(unit)))
    .toBigint();
  if (BigInt.asIntN(64, bytes) !== bytes) throw new SqlError('22003', 'bigint out of range');
  return bytes;
}
