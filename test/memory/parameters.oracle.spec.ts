import { Client } from 'pg';
import type { Session } from '../../src/database/memory/session/session';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { emptySession } from './memory-session';

const uuid = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11';
const moment = new Date(2026, 0, 31, 12, 34, 56, 789);
const summer = new Date(2026, 6, 1, 0, 0, 0, 1);

/** JavaScript values to send for a type. */
const PARAMETERS: readonly (readonly [type: string, values: readonly unknown[]])[] = [
  [
    'int',
    [0, -0, 5, -5, 2147483647, 2147483648, 1.5, NaN, '7', ' 7 ', '7.5', '', 'x', true, 5n, null, undefined],
  ],
  ['smallint', [5, 40000, '5', '40000']],
  ['bigint', [5, 9007199254740993n, 2n ** 63n, '9223372036854775807', 1e21, 1.5, 'x']],
  ['numeric', [5, 1.1, 0.1 + 0.2, 1e21, 1e-7, NaN, Infinity, '12.50', 'x', 5n]],
  ['numeric(6,2)', [12.345, '12.345', 99999.999, -0.005]],
  ['float8', [5, 1.1, -0, NaN, Infinity, '1e5', 'x', 5n]],
  ['real', [1.1, 16777217, '0.1', 1e39]],
  ['boolean', [true, false, 't', 'no', 1, 0, 2, 'x']],
  ['text', ['a', '', 'é😀', 5, 1.5, true, moment, [1, 2], { a: 1 }, 'a\0b', Buffer.from('abc'), 10n]],
  ['varchar(3)', ['abc', 'abcd', 'abc   ', 5]],
  ['char(4)', ['ab', 'abcde', 'abcd  ']],
  ['uuid', [uuid, uuid.toLowerCase(), 'x', 5]],
  ['date', [moment, '2026-01-31', '31/01/2026', 'x', 5]],
  [
    'timestamp',
    [moment, summer, '2026-01-31 12:00', '2026-01-31T12:00:00.123Z', new Date(-1), 'x', moment.getTime()],
  ],
  ['timestamp(0)', [moment, summer]],
  [
    'timestamptz',
    [moment, summer, '2026-01-31 12:00', '2026-01-31T12:00:00.123Z', new Date(-1), new Date(-62e12)],
  ],
  ['time', ['7:05', moment, '24:00', 'x']],
  ['timetz', ['7:05+02', 'x']],
  ['interval', ['1 day', 'PT5M', { days: 1 }, 5]],
  ['json', [{ b: 1, a: [1, null] }, 'x', '"x"', [1, 2], 5, true, { d: moment, u: undefined }]],
  ['jsonb', [{ bb: 1, a: [1, null] }, '{"a": 1.0}', '5', 5, true, { d: moment, u: undefined }, '[1,2]', 'x']],
  ['bytea', [Buffer.from([0, 1, 255]), new Uint8Array([1, 2]), '\\x41', 'abc', Buffer.alloc(0)]],
  [
    'int[]',
    [
      [1, 2],
      [],
      [1, null],
      [
        [1, 2],
        [3, 4],
      ],
      '{1,2}',
      ['x'],
      [1.5],
      [[1], [2, 3]],
    ],
  ],
  ['text[]', [['a', 'b c', 'd"e', 'f,g', 'NULL', '', null], [1, true], [moment], [['a'], ['b']], [{ a: 1 }]]],
  ['bytea[]', [[Buffer.from('ab'), Buffer.from('c')]]],
  ['timestamptz[]', [[moment, null]]],
  ['jsonb[]', [[{ a: 1 }, { b: 'x' }]]],
  ['numeric[]', [[1.5, '2.50']]],
  ['boolean[]', [[true, false, null]]],
  ['date[]', [['2026-01-31']]],
  ['uuid[]', [[uuid]]],
  ['inet', ['10.0.0.1', '10.0.0.1/8', 'x']],
  ['point', ['(1,2)', 'x']],
  ['bit(3)', ['101', '10']],
  ['money', ['12.5', 5, 'x']],
  ['int4range', ['[1,5]', 'x']],
];

interface Answer {
  readonly rows: readonly object[];
}

async function answer(
  run: (sql: string, values: unknown[]) => Promise<Answer>,
  type: string,
  value: unknown,
): Promise<object> {
  try {
    const { rows } = await run(`SELECT $1::${type} AS value, $1::${type}::text AS text`, [value]);
    return { rows };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return { code, message };
  }
}

describe('a parameter means the same on both stores', () => {
  let oracle: TestDatabase;
  let postgres: Client;
  let memory: Session;

  beforeAll(async () => {
    oracle = await createTestDatabase();
    postgres = new Client({ connectionString: oracle.url });
    await postgres.connect();
    memory = emptySession();
  });

  afterAll(async () => {
    await postgres?.end();
    await oracle?.drop();
  });

  describe.each(PARAMETERS)('%s', (type, values) => {
    it.each(values.map((value, place) => [place, value] as const))('value %i: %p', async (_place, value) => {
      const expected = await answer((sql, params) => postgres.query(sql, params), type, value);
      expect(await answer((sql, params) => memory.execute(sql, params), type, value)).toEqual(expected);
    });
  });
});
