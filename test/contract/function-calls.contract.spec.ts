import { Client } from 'pg';
import { emptySession } from '../memory/memory-session';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { AGGREGATE_CALLS } from './calls/aggregate-calls';
import type { Calls } from './calls/calls';
import { ARRAY_CALLS } from './calls/array-calls';
import { DATE_TEXTS } from './calls/date-texts';
import { DATE_TIME_CALLS } from './calls/date-time-calls';
import { JSON_CALLS } from './calls/json-calls';
import { LIMIT_CALLS } from './calls/limit-calls';
import { MATH_CALLS } from './calls/math-calls';
import { NETWORK_CALLS } from './calls/network-calls';
import { SYSTEM_CALLS } from './calls/system-calls';
import { TEXT_CALLS } from './calls/text-calls';
import { TEXT_SEARCH_CALLS } from './calls/text-search-calls';
import { VALUE_TEXTS } from './calls/value-texts';

interface Store {
  query(sql: string): Promise<{
    readonly rows: readonly object[];
    readonly fields: readonly { readonly dataTypeID: number }[];
  }>;
}

/** The rows of a statement with the types of their columns, or its error. */
async function answer(store: Store, statement: string): Promise<object> {
  try {
    const { rows, fields } = await store.query(statement);
    return { rows: rows.map(comparable), types: fields.map(({ dataTypeID }) => dataTypeID) };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return { code, message };
  }
}

/** Beyond the range of JavaScript's dates two of them are never equal. */
function comparable(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? { ms: value.getTime() } : value,
    ]),
  );
}

/** A call shows its value in JavaScript and as text; what begins with a verb is a statement of its own. */
function statementOf(call: string): string {
  return call.startsWith('SELECT')
    ? call
    : `SELECT value, value::text AS text FROM (SELECT ${call} AS value) q`;
}

describe('a call of a function has the same value or error on both stores', () => {
  let oracle: TestDatabase;
  let postgres: Client;
  let memory: Store;

  beforeAll(async () => {
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

  async function answers(store: Store, calls: readonly string[]): Promise<Record<string, object>> {
    const found: Record<string, object> = {};
    for (const call of calls) found[call] = await answer(store, statementOf(call));
    return found;
  }

  describe.each<[string, Calls]>([
    ['text', TEXT_CALLS],
    ['numbers', MATH_CALLS],
    ['text search', TEXT_SEARCH_CALLS],
    ['arrays', ARRAY_CALLS],
    ['JSON', JSON_CALLS],
    ['networks', NETWORK_CALLS],
    ['the system', SYSTEM_CALLS],
    ['texts of values', VALUE_TEXTS],
    ['values beyond the limits', LIMIT_CALLS],
    ['aggregates', AGGREGATE_CALLS],
    ['dates and times', DATE_TIME_CALLS],
    ['texts of dates and times', DATE_TEXTS],
  ])('%s', (_subject, table) => {
    it.each(Object.entries(table))('%s', async (_name, lines) => {
      const calls = lines
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      expect(await answers(memory, calls)).toEqual(await answers(postgres, calls));
    });
  });
});
