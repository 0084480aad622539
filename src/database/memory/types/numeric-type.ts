import { Numeric } from './numeric';
import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import { NO_TYPMOD, numericTypmod } from './typmod';

/** numeric, exact to any number of digits. `pg` hands it out as a string. */
export const numeric = scalarType<Numeric>({
  oid: 1700,
  name: 'numeric',
  category: 'N',
  parse: (text, typmod) => fitNumeric(Numeric.parse(text), typmod),
  format: (value) => value.toString(),
  compare: (a, b) => a.compare(b),
  key: (value) => value.key(),
  directClientValue: (value) => value.toString(),
});

/** numeric(p, s): rounds to the scale and refuses what has too many digits. @throws SqlError 22003 */
export function fitNumeric(value: Numeric, typmod: number): Numeric {
  if (typmod === NO_TYPMOD || value.special === 'NaN') return value;
  const { precision, scale } = numericTypmod(typmod);
  const limit = `A field with precision ${precision}, scale ${scale}`;
  if (value.special) {
    throw new SqlError('22003', 'numeric field overflow', {
      detail: `${limit} cannot hold an infinite value.`,
    });
  }
  const rounded = value.round(scale);
  if (rounded.coefficient !== 0n && rounded.integerDigits > precision - scale) {
    const bound = precision === scale ? '1' : `10^${precision - scale}`;
    throw new SqlError('22003', 'numeric field overflow', {
      detail: `${limit} must round to an absolute value less than ${bound}.`,
    });
  }
  return rounded;
}
