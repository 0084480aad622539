import * as fc from 'fast-check';
import { types } from 'pg';
import { parserOf } from '../../src/database/postgres/fast-path/row-form';

const { TIMESTAMPTZ } = types.builtins;
const theirs = types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => unknown;
const ours = parserOf(types, TIMESTAMPTZ);

const two = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((number) => String(number).padStart(2, '0'));

/** Timestamps in the form in which PostgreSQL sends them. */
const TIMESTAMPS = fc
  .tuple(
    fc.integer({ min: 1, max: 294_276 }).map((year) => String(year).padStart(4, '0')),
    two(1, 12),
    two(1, 31),
    two(0, 24),
    two(0, 59),
    two(0, 59),
    fc.oneof(
      fc.constant(''),
      fc
        .integer({ min: 1, max: 999_999 })
        .map((micros) => `.${String(micros).padStart(6, '0')}`.replace(/0+$/, '')),
    ),
    fc.constantFrom('+00', '+00', '-00', '+02', '-05:30', '+05:53:28', ''),
    fc.constantFrom('', '', '', ' BC'),
  )
  .map(([year, month, day, hour, minute, second, fraction, zone, era]) =>
    [`${year}-${month}-${day} ${hour}:${minute}:${second}${fraction}${zone}${era}`].join(''),
  );

/** Two dates that are none differ for jest. */
function timeOf(value: unknown): unknown {
  return value instanceof Date ? { time: value.getTime() } : value;
}

describe('Timestamps that are read faster than pg reads them', () => {
  it('are the same dates, whatever their form', () => {
    const others = ['infinity', '-infinity', '2026-01-02', '', 'nonsense', '0000-00-00 00:00:00+00'];
    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: TIMESTAMPS }, fc.constantFrom(...others)), (text) => {
        expect(timeOf(ours(text))).toEqual(timeOf(theirs(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are left to the parser that an application has registered', () => {
    const registered = (text: string): string => text;
    expect(parserOf({ getTypeParser: () => registered }, TIMESTAMPTZ)).toBe(registered);
    expect(ours).not.toBe(theirs);
  });
});
