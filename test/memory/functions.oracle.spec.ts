import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { EXPRESSIONS } from './expressions';
import { emptySession } from './memory-session';

/** What one store answers to an expression: its value in JavaScript, its text and its type, or its error. */
interface Answer {
  readonly value?: unknown;
  readonly text?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

interface Store {
  query(sql: string): Promise<{
    readonly rows: readonly object[];
    readonly fields: readonly { readonly dataTypeID: number }[];
  }>;
}

async function answer(store: Store, expression: string): Promise<Answer> {
  try {
    const { rows, fields } = await store.query(
      `SELECT ${expression} AS value, (${expression})::text AS text`,
    );
    return { ...rows[0], type: fields[0]?.dataTypeID };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return { code, message };
  }
}

describe('functions and operators answer as PostgreSQL does', () => {
  let oracle: TestDatabase;
  let postgres: Client;
  let memory: Store;

  beforeAll(async () => {
    // Letters are letters beyond ASCII too: the order is that of C, the classes are those of Unicode.
    oracle = await createTestDatabase("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0");
    postgres = new Client({ connectionString: oracle.url });
    await postgres.connect();
    const session = emptySession();
    memory = { query: (sql) => session.execute(sql) };
  });

  afterAll(async () => {
    await postgres?.end();
    await oracle?.drop();
  });

  describe.each(Object.entries(EXPRESSIONS))('%s', (_subject, expressions) => {
    it.each(
      expressions
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    )('%s', async (expression) => {
      expect(await answer(memory, expression)).toEqual(await answer(postgres, expression));
    });
  });
});
