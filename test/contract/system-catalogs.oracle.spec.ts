import { DataSource } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { createSchemas, createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { catalogue } from './entities/catalogue.entities';
import { library } from './entities/library.entities';

const OURS = `NOT IN ('pg_catalog', 'information_schema') AND table_name <> 'typeorm_metadata'`;

/** What applications and tools ask the catalogs for. */
const QUESTIONS = {
  columns: `SELECT table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type,
      character_maximum_length, numeric_precision, numeric_scale, datetime_precision, udt_schema, udt_name,
      is_identity, identity_generation, is_generated
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_type = 'BASE TABLE' AND table_schema ${OURS} ORDER BY 1, 2, 4`,
  'tables and views': `SELECT table_schema, table_name, table_type FROM information_schema.tables
    WHERE table_schema ${OURS} ORDER BY 1, 2`,
  constraints: `SELECT table_schema, table_name, constraint_name, constraint_type, is_deferrable, initially_deferred
    FROM information_schema.table_constraints
    WHERE table_schema ${OURS} AND constraint_name NOT LIKE '%_not_null' ORDER BY 1, 2, 3`,
  'columns of keys': `SELECT table_name, constraint_name, column_name, ordinal_position
    FROM information_schema.key_column_usage WHERE table_schema ${OURS} ORDER BY 1, 2, 4`,
  'rules of references': `SELECT c.constraint_name, c.unique_constraint_name, c.update_rule, c.delete_rule
    FROM information_schema.referential_constraints c ORDER BY 1`,
  enums: `SELECT n.nspname, t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace ORDER BY 1, 2, e.enumsortorder`,
  'primary keys': `SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.indisprimary AND n.nspname IN ('public', 'shop') AND c.relname <> 'typeorm_metadata' ORDER BY 1, 2`,
  sequences: `SELECT sequence_schema, sequence_name, data_type, start_value, increment
    FROM information_schema.sequences WHERE sequence_name NOT LIKE 'typeorm%' ORDER BY 1, 2`,
};

/** Texts of expressions are left out: PostgreSQL prints them anew from what it has parsed. */
const PRINTED = new Set(['default', 'expression', 'where', 'database']);

/** A table as TypeORM reads it, in an order that does not depend on the server. */
async function shapeOfTable(dataSource: DataSource, name: string): Promise<object> {
  const runner = dataSource.createQueryRunner();
  try {
    const table = await runner.getTable(name);
    if (!table) throw new Error(`there is no ${name}`);
    const plain: unknown = JSON.parse(
      JSON.stringify(table, (key, value: unknown) => (PRINTED.has(key) ? undefined : value)),
    );
    return Object.fromEntries(
      Object.entries(plain as object).map(([key, value]: [string, unknown]) => [
        key,
        key !== 'columns' && Array.isArray(value)
          ? value
              .map((part: { readonly columnNames?: string[] }) => ({
                ...part,
                ...(part.columnNames ? { columnNames: part.columnNames.toSorted() } : {}),
              }))
              .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
          : value,
      ]),
    );
  } finally {
    await runner.release();
  }
}

describe('the system catalogs tell of the schema what PostgreSQL tells', () => {
  let database: TestDatabase;
  let postgres: DataSource;
  let memory: InMemoryDataSource;

  beforeAll(async () => {
    const entities = [...catalogue, ...library, Account, Bank];
    database = await createTestDatabase();
    postgres = await new DataSource({ type: 'postgres', url: database.url, entities }).initialize();
    await createSchemas(postgres);
    await postgres.synchronize();
    memory = await new InMemoryDataSource({ entities }).initialize();
  });

  afterAll(async () => {
    await memory?.destroy();
    await postgres?.destroy();
    await database?.drop();
  });

  it.each(['account', 'bank', 'book', 'book_genres_genre', 'author', 'review', 'topic', 'shop.products'])(
    'to a query runner: %s',
    async (name) => {
      expect(await shapeOfTable(memory, name)).toEqual(await shapeOfTable(postgres, name));
    },
  );

  it.each(Object.entries(QUESTIONS))('about %s', async (_subject, sql) => {
    const expected: unknown[] = await postgres.query(sql);
    expect(expected.length).toBeGreaterThan(0);
    expect(await memory.query(sql)).toEqual(expected);
  });
});
