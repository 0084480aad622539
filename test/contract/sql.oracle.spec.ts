import * as fc from 'fast-check';
import { groupQuery, indexQuery, joinQuery } from './sql/random-queries';
import { SESSION_STATEMENTS } from './sql/session-statements';
import { STATEMENTS } from './sql/statements';
import { TYPE_STATEMENTS } from './sql/type-statements';
import { type Answer, ask, openMemory, openPostgres, type Store } from './sql/stores';

/** Rows without ORDER BY come in an order that no store owes to anybody. */
function inComparableOrder(sql: string, answer: Answer): Answer {
  if (!answer.rows || /\bORDER BY\b/i.test(sql)) return answer;
  const keyed = answer.rows.map((row) => ({ row, key: JSON.stringify(row) }));
  return { ...answer, rows: keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row) };
}

async function askAlone(store: Store, sql: string, params: readonly unknown[]): Promise<Answer> {
  await store.query('BEGIN');
  try {
    return inComparableOrder(sql, await ask(store, sql, params));
  } finally {
    await store.query('ROLLBACK');
  }
}

describe('SQL runs as it does on PostgreSQL', () => {
  let postgres: Store;
  let memory: Store;

  beforeAll(async () => {
    [postgres, memory] = await Promise.all([openPostgres(), openMemory()]);
  });

  afterAll(async () => {
    await postgres?.close();
    await memory?.close();
  });

  describe.each(Object.entries({ ...STATEMENTS, ...SESSION_STATEMENTS, ...TYPE_STATEMENTS }))(
    '%s',
    (_subject, statements) => {
      it.each(
        statements
          .trim()
          .split('\n')
          .map((line) => line.trim()),
      )('%s', async (line) => {
        const [sql = '', json] = line.split(' ## ');
        const params = json === undefined ? [] : (JSON.parse(json) as unknown[]);
        const expected = await askAlone(postgres, sql, params);
        expect(await askAlone(memory, sql, params)).toEqual(expected);
      });
    },
  );

  it.each([
    ['joins under any condition', joinQuery],
    ['groups over any join', groupQuery],
    ['any order that an index could give', indexQuery],
  ])('random queries agree: %s', async (_kind, query) => {
    await fc.assert(
      fc.asyncProperty(query, async (sql) => {
        const expected = await ask(postgres, sql);
        expect(expected.error).toBeUndefined();
        expect(await ask(memory, sql)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
