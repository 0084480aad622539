import type { NonNullDatum } from './datum';
import { findCast } from './coercion';
import { fitTypmod } from './fit-typmod';
import type { SqlType } from './sql-type';
import { arrayOf, types } from './type-catalog';
import { encodeTypmod, formatType } from './typmod';

/** Stores a text in a column of a type, as an INSERT does: an assignment, not an explicit cast. */
function store(source: string, type: SqlType, ...modifiers: number[]): string {
  const typmod = encodeTypmod(type, modifiers);
  const value = type.parse(source, -1) as NonNullDatum;
  return type.format(fitTypmod(type, typmod, false)?.(value) ?? value);
}

// What PostgreSQL 15 and 18 do with INSERT INTO t VALUES ($1).
describe('assignment to a column', () => {
  it.each([
    ['abc', types.varchar, [3], 'abc'],
    ['abc   ', types.varchar, [4], 'abc '],
    ['😀😀', types.varchar, [2], '😀😀'],
    ['ab', types.bpchar, [4], 'ab  '],
    ['12.345', types.numeric, [6, 2], '12.35'],
    ['-12.345', types.numeric, [6, 2], '-12.35'],
    ['5', types.numeric, [6, 2], '5.00'],
    ['1250', types.numeric, [3, -2], '1300'],
    ['2020-01-02 03:04:05.6', types.timestamp, [0], '2020-01-02 03:04:06'],
    // Before 2000 half a second goes down: PostgreSQL rounds away from its own epoch.
    ['1999-12-31 23:59:59.5', types.timestamp, [0], '1999-12-31 23:59:59'],
    ['07:05:06.789', types.time, [1], '07:05:06.8'],
    ['101', types.bit, [3], '101'],
    ['{ab,c}', arrayOf(types.bpchar), [3], '{"ab ","c  "}'],
  ] as const)('makes %j fit', (source, type, modifiers, stored) => {
    expect(store(source, type, ...modifiers)).toBe(stored);
  });

  it.each([
    ['abcd', types.varchar, [3], '22001', 'value too long for type character varying(3)'],
    ['abcd', types.bpchar, [3], '22001', 'value too long for type character(3)'],
    ['9999.995', types.numeric, [6, 2], '22003', 'numeric field overflow'],
    ['Infinity', types.numeric, [6, 2], '22003', 'numeric field overflow'],
    ['10', types.bit, [3], '22026', 'bit string length 2 does not match type bit(3)'],
    ['1011', types.varbit, [3], '22001', 'bit string too long for type bit varying(3)'],
  ] as const)('refuses %p', (source, type, modifiers, code, message) => {
    expect(() => store(source, type, ...modifiers)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('the contexts of a cast', () => {
  it.each([
    ['int4', 'int8', 'implicit'],
    ['int8', 'int4', 'assignment'],
    ['numeric', 'float8', 'implicit'],
    ['float8', 'numeric', 'assignment'],
    ['int4', 'text', 'assignment'],
    ['text', 'int4', 'explicit'],
    ['bool', 'int4', 'explicit'],
    ['date', 'timestamptz', 'implicit'],
    ['timestamp', 'date', 'assignment'],
    ['varchar', 'text', 'implicit'],
    ['jsonb', 'int4', 'explicit'],
    ['text', 'uuid', 'explicit'],
    ['_int4', '_int8', 'implicit'],
    ['_int4', '_text', 'assignment'],
  ])('allow %s to %s from %s on', (from, to, context) => {
    const catalog: Record<string, SqlType> = types;
    const type = (name: string): SqlType => {
      const found = catalog[name.replace('_', '')];
      if (!found) throw new Error(`no type ${name}`);
      return name.startsWith('_') ? arrayOf(found) : found;
    };
    const allowed = (['implicit', 'assignment', 'explicit'] as const).filter(
      (candidate) => findCast(type(from), type(to), candidate) !== null,
    );
    expect(allowed[0]).toBe(context);
  });

  it('leave no way from integer to uuid', () => {
    expect(findCast(types.int4, types.uuid, 'explicit')).toBeNull();
  });
});

describe('formatType', () => {
  it.each([
    [types.varchar, [20], 'character varying(20)'],
    [types.numeric, [10, 2], 'numeric(10,2)'],
    [types.numeric, [3, -2], 'numeric(3,-2)'],
    [types.timestamp, [3], 'timestamp(3) without time zone'],
    [arrayOf(types.varchar), [5], 'character varying(5)[]'],
    [types.interval, [0x7fff, 3], 'interval(3)'],
    [types.text, [], 'text'],
  ] as const)('writes $2', (type, modifiers, name) => {
    expect(formatType(type, encodeTypmod(type, modifiers))).toBe(name);
  });
});
