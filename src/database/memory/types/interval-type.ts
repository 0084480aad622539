import { Interval } from './interval';
import { scalarType } from './scalar-type';

export const interval = scalarType<Interval>({
  oid: 1186,
  name: 'interval',
  category: 'T',
  preferred: true,
  parse: (text) => Interval.parse(text),
  format: (value) => value.toString(),
  compare: (a, b) => (a.length < b.length ? -1 : a.length > b.length ? 1 : 0),
  key: (value) => value.length,
});
