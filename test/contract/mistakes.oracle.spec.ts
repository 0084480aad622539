import { MISTAKES } from './sql/mistakes';
import { ask, EVERY_ERROR_FIELD, openMemory, openPostgres, type Store } from './sql/stores';

describe('a mistake in SQL is told as PostgreSQL tells it', () => {
  let postgres: Store;
  let memory: Store;

  beforeAll(async () => {
    [postgres, memory] = await Promise.all([openPostgres(), openMemory()]);
  });

  afterAll(async () => {
    await postgres?.close();
    await memory?.close();
  });

  describe.each(Object.entries(MISTAKES))('%s', (_subject, statements) => {
    it.each(
      statements
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    )('%s', async (line) => {
      const [sql = '', json = '[]'] = line.split(' ## ');
      const answer = async (store: Store): Promise<object> => {
        await store.query('BEGIN');
        try {
          return await ask(store, sql, JSON.parse(json) as unknown[], EVERY_ERROR_FIELD);
        } finally {
          await store.query('ROLLBACK');
        }
      };
      expect(await answer(memory)).toEqual(await answer(postgres));
    });
  });
});
