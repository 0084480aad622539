import { Client, type QueryResult } from 'pg';
import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import type { Database } from '../../src/database/memory/storage/database';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { ROWS, SCHEMA } from './sql/schema';
import { SESSION_SCRIPTS } from './sql/session-scripts';
import { type Answer, ask, openMemoryDatabase, type Store } from './sql/stores';

/** What a store answers to a script, line by line, in up to two sessions that begin with it. */
async function play(
  script: string,
  open: () => Promise<Store>,
): Promise<readonly (readonly [string, Answer])[]> {
  const [first, second] = [await open(), await open()];
  const answers: [string, Answer][] = [];
  try {
    for (const line of script.trim().split('\n')) {
      const [, mark = '', sql = ''] = /^\s*(b:|~)?(.*)$/.exec(line) ?? [];
      const answer = await ask(mark === 'b:' ? second : first, sql);
      answers.push([line.trim(), mark === '~' ? { error: { code: answer.error?.['code'] } } : answer]);
    }
    return answers;
  } finally {
    await first.close();
    await second.close();
  }
}

describe('sessions answer as they do on PostgreSQL', () => {
  let postgres: TestDatabase;
  let memory: Database;
  let statements: StatementCache;

  const openPostgres = async (): Promise<Store> => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    return {
      // Of several statements the last one's answer counts.
      query: async (sql) => [await client.query(sql)].flat().at(-1) as QueryResult,
      close: () => client.end(),
    };
  };
  const openMemory = async (): Promise<Store> => {
    const session = new Session(memory, statements);
    return { query: (sql, params = []) => session.execute(sql, params), close: async () => session.close() };
  };

  beforeAll(async () => {
    postgres = await createTestDatabase(
      "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0",
    );
    const store = await openPostgres();
    for (const sql of [...SCHEMA, ...ROWS]) await store.query(sql);
    await store.close();
    memory = await openMemoryDatabase();
    statements = new StatementCache(1_000);
  });

  afterAll(() => postgres?.drop());

  it.each(Object.entries(SESSION_SCRIPTS))('%s', async (_name, script) => {
    expect(await play(script, openMemory)).toEqual(await play(script, openPostgres));
  });
});
