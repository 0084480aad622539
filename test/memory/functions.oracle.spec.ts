import { Client } from 'pg';
import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import { Database } from '../../src/database/memory/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { EXPRESSIONS } from './expressions';

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

const noSequence = (): never => {
  throw new Error('no expression here draws from a sequence');
};

function memoryStore(): Store {
  const database = new Database({
    now: 0n,
    statementNow: 0n,
    clockNow: () => 0n,
    nextval: noSequence,
    currval: noSequence,
    lastval: noSequence,
    setval: noSequence,
    serialSequence: () => null,
    setting: () => null,
  });
  const session = new Session(database, new StatementCache(10));
  return { query: (sql) => session.execute(sql) };
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
    memory = memoryStore();
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
