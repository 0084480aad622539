import { Client } from 'pg';
import { Session } from '../../../src/database/memory/session/session';
import { StatementCache } from '../../../src/database/memory/session/statement-cache';
import { loadParser } from '../../../src/database/memory/sql/parser';
import { Database } from '../../../src/database/memory/storage/database';
import { createTestDatabase } from '../../../src/database/testing';
import { createMemorySchema } from './memory-schema';
import { ROWS, SCHEMA } from './schema';

interface Result {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: readonly object[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

export interface Store {
  query(sql: string, params?: readonly unknown[]): Promise<Result>;
  close(): Promise<void>;
}

/** What a store says to a statement, in a form in which the two can be compared. */
export interface Answer {
  readonly command?: string;
  readonly rowCount?: number | null;
  readonly rows?: readonly object[];
  readonly names?: readonly string[];
  readonly types?: readonly (number | 'of the schema')[];
  readonly error?: Readonly<Record<string, unknown>>;
}

/** What is compared of an error that is no mistake in the SQL itself. */
const ERROR_FIELDS = [
  'code',
  'message',
  'detail',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'severity',
];

/** What helps to find a mistake in SQL, too. */
export const EVERY_ERROR_FIELD = [...ERROR_FIELDS, 'hint', 'position'];

/** Types from here on belong to a schema, and their oids to a server. */
const FIRST_USER_OID = 16_384;
const RECORD_OID = 2249;

export async function ask(
  store: Store,
  sql: string,
  params: readonly unknown[] = [],
  errorFields: readonly string[] = ERROR_FIELDS,
): Promise<Answer> {
  try {
    const { command, rowCount, rows, fields } = await store.query(sql, params);
    return {
      command,
      rowCount,
      rows: rows.map((row) => ({ ...row })),
      names: fields.map(({ name }) => name),
      types: fields.map(({ dataTypeID }) =>
        dataTypeID >= FIRST_USER_OID || dataTypeID === RECORD_OID ? 'of the schema' : dataTypeID,
      ),
    };
  } catch (error) {
    const fields = error as Record<string, unknown>;
    return { error: Object.fromEntries(errorFields.map((field) => [field, fields[field]])) };
  }
}

export async function openPostgres(): Promise<Store> {
  const database = await createTestDatabase(
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0",
  );
  const client = new Client({ connectionString: database.url });
  await client.connect();
  for (const sql of [...SCHEMA, ...ROWS]) await client.query(sql);
  return {
    query: async (sql, params = []) => client.query(sql, [...params]),
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

const outside = (): never => {
  throw new Error('there is no session outside of a statement');
};

/** A store with the tables and rows of schema.ts. */
export async function openMemoryDatabase(): Promise<Database> {
  await loadParser();
  const micros = BigInt(Date.now()) * 1000n;
  const database = new Database({
    now: micros,
    statementNow: micros,
    clockNow: () => micros,
    nextval: outside,
    currval: outside,
    lastval: outside,
    setval: outside,
    serialSequence: outside,
    setting: () => null,
  });
  createMemorySchema(database, SCHEMA);
  const session = new Session(database, new StatementCache(1_000));
  for (const sql of ROWS) await session.execute(sql);
  return database;
}

export async function openMemory(): Promise<Store> {
  const session = new Session(await openMemoryDatabase(), new StatementCache(1_000));
  return {
    query: (sql, params = []) => session.execute(sql, params),
    close: async () => session.close(),
  };
}
