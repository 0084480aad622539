import * as fc from 'fast-check';
import type { NonNullDatum } from './datum';
import type { SqlType } from './sql-type';
import { arrayOf, enumType, types } from './type-catalog';

const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{0,6})?$/);
const smallJson = fc.json({ maxDepth: 2, depthSize: 'small' }).filter((text) => !text.includes('u0000'));
const micros = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
const mood = enumType(20_000, 'mood', ['sad', 'ok', 'happy']);

/** Texts from which each type reads its values; small pools, so that equal values come up. */
const TEXTS: readonly (readonly [type: SqlType, text: fc.Arbitrary<string>])[] = [
  [types.bool, fc.constantFrom('t', 'true', 'f', 'no')],
  [types.int4, fc.integer({ min: -50, max: 50 }).map(String)],
  [types.int8, fc.bigInt({ min: -50n, max: 50n }).map(String)],
  [types.float8, fc.constantFrom('0', '-0', '1', '1.0', 'NaN', 'Infinity', '-1e3', '1e3')],
  [types.numeric, fc.oneof(digits, fc.constantFrom('0', '0.00', '1', '1.0', '1.00', 'NaN', 'Infinity'))],
  [types.text, fc.constantFrom('a', 'A', 'b', '', 'é', '😀', '\ufffd', 'ab')],
  [types.bpchar, fc.constantFrom('a', 'a ', 'a  ', 'b', '')],
  [types.citext, fc.constantFrom('a', 'A', 'b', 'B', 'É', 'é')],
  [types.date, fc.constantFrom('2020-01-01', '2020-1-1', 'infinity', '-infinity', '0001-01-01 BC')],
  [types.timestamp, micros.map((value) => new Date(value).toISOString().replace('Z', ''))],
  [types.interval, fc.constantFrom('1 mon', '30 days', '720:00', '1 day', '24:00', '-1 day', '0')],
  [types.timetz, fc.constantFrom('07:00+00', '09:00+02', '07:00+01', '06:00+00')],
  [
    types.jsonb,
    fc.oneof(
      smallJson,
      fc.constantFrom(
        '1',
        '1.0',
        '1152921504606847000',
        '1e30',
        '{"a":1,"b":2}',
        '{"b":2.0,"a":1}',
        '[1]',
        'null',
      ),
    ),
  ],
  [types.bytea, fc.constantFrom('\\x00', '\\x0001', 'a', '\\x61')],
  [types.inet, fc.constantFrom('10.0.0.1', '10.0.0.1/32', '10.0.0.1/8', '::1')],
  [types.int4range, fc.constantFrom('[1,5)', '[1,4]', '(0,5)', 'empty', '[3,3)', '[,5)')],
  [arrayOf(types.numeric), fc.constantFrom('{1,2}', '{1.0,2.00}', '{1,NULL}', '{}', '{{1,2}}', '{1}')],
  [mood, fc.constantFrom('sad', 'ok', 'happy')],
];

describe.each(TEXTS)('$name', (type, text) => {
  const value = text.map((source) => type.parse(source, -1) as NonNullDatum);
  const pairs = fc.tuple(value, value);

  it('gives two values the same key exactly when they compare as equal', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(type.key(a) === type.key(b)).toBe(type.compare(a, b) === 0);
      }),
    );
  });

  it('orders its values totally', () => {
    fc.assert(
      fc.property(fc.tuple(value, value, value), ([a, b, c]) => {
        expect(Math.sign(type.compare(a, b))).toBe(0 - Math.sign(type.compare(b, a)));
        const [low, middle, high] = [a, b, c].toSorted((x, y) => type.compare(x, y));
        if (low === undefined || middle === undefined || high === undefined) throw new Error('three values');
        expect(type.compare(low, high)).toBeLessThanOrEqual(0);
        expect(type.compare(low, middle)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(value, (original) => {
        const again = type.parse(type.format(original), -1) as NonNullDatum;
        expect(type.compare(again, original)).toBe(0);
      }),
    );
  });
});
