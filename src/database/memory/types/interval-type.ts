import { Interval } from './interval';
import { scalarType } from './scalar-type';
import { intervalField, intervalPrecision } from './typmod';

export const interval = scalarType<Interval>({
  oid: 1186,
  name: 'interval',
  category: 'T',
  preferred: true,
  parse: (text, typmod) => fitInterval(Interval.parse(text, intervalField(typmod) ?? 'second'), typmod),
  format: (value) => value.toString(),
  compare: (a, b) => (a.length < b.length ? -1 : a.length > b.length ? 1 : 0),
  key: (value) => value.length,
});

const FIELD_MICROS: Record<string, bigint> = { hour: 3_600_000_000n, minute: 60_000_000n };

/** interval(p) rounds seconds; INTERVAL ... DAY cuts what is smaller than its field. */
export function fitInterval(value: Interval, typmod: number): Interval {
  if (typmod < 0) return value;
  const { months, days, micros } = value;
  const field = intervalField(typmod) ?? 'second';
  switch (field) {
    case 'year':
      return new Interval(months - (months % 12), 0, 0n);
    case 'month':
      return new Interval(months, 0, 0n);
    case 'day':
      return new Interval(months, days, 0n);
    case 'hour':
    case 'minute':
      return new Interval(months, days, micros - (micros % (FIELD_MICROS[field] ?? 1n)));
    default:
      return new Interval(months, days, roundMicros(micros, intervalPrecision(typmod)));
  }
}

/** Half away from zero. */
function roundMicros(micros: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(6 - digits);
  const size = micros < 0n ? -micros : micros;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return micros < 0n ? -rounded : rounded;
}
