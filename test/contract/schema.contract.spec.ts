import { DataSource } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import type { TableDef } from '../../src/database/memory/storage/table-def';
import {
  createSchemas,
  createTestDatabase,
  describeOnBothStores,
  failureOf,
  sqlStateOf,
  type TestDatabase,
} from '../../src/database/testing';
import { catalogue, Colour, Product, Topic, TopicSummary } from './entities/catalogue.entities';
import { library } from './entities/library.entities';
import { Sample } from './entities/sample.entity';
import { vehicles } from './entities/vehicle.entities';

/** One line for each column and constraint, in words that do not depend on the store. */
type Listing = readonly string[];

const entities = [...catalogue, ...library, ...vehicles, Sample];

describe('the schema in memory', () => {
  let database: TestDatabase;
  let postgres: DataSource;
  let memory: InMemoryDataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    postgres = new DataSource({ type: 'postgres', url: database.url, entities });
    memory = new InMemoryDataSource({ entities });
    await Promise.all([postgres.initialize(), memory.initialize()]);
    await createSchemas(postgres);
    await postgres.synchronize();
  });

  afterAll(async () => {
    await Promise.all([postgres.destroy(), memory.destroy()]);
    await database.drop();
  });

  it('has the columns that TypeORM makes on PostgreSQL, in type and order', async () => {
    const rows: { line: string }[] = await postgres.query(`
      SELECT format('%s.%s %s %s %s%s', c.relnamespace::regnamespace, c.relname, a.attname, a.atttypmod,
        t.typname, CASE WHEN a.attnotnull THEN ' not null' END) AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relkind = 'r' AND a.attnum > 0 AND c.relnamespace::regnamespace::text IN ('public', 'shop')
        AND c.relname <> 'typeorm_metadata'
      ORDER BY c.relname COLLATE "C", a.attnum`);
    const lines = defs(memory).flatMap((def) =>
      def.columns.map(
        ({ name, type, typmod, notNull }) =>
          `${def.schema}.${def.name} ${name} ${typmod} ${type.name}${notNull ? ' not null' : ''}`,
      ),
    );
    expect(lines).toEqual(rows.map(({ line }) => line));
  });

  it('has the constraints and indexes that TypeORM makes on PostgreSQL, under the same names', async () => {
    const constraints: { line: string }[] = await postgres.query(`
      SELECT format('%s %s %s %s', contype, c.relname, conname,
        CASE WHEN condeferrable THEN CASE WHEN condeferred THEN 'deferred' ELSE 'immediate' END END) AS line
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.connamespace::regnamespace::text IN ('public', 'shop') AND contype IN ('p', 'u', 'f', 'c', 'x')
        AND c.relname <> 'typeorm_metadata'`);
    const indexes: { line: string }[] = await postgres.query(`
      SELECT format('i %s %s %s', t.relname, i.relname, CASE WHEN x.indisunique THEN 'unique' END) AS line
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      WHERE t.relnamespace::regnamespace::text IN ('public', 'shop')
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))`);
    const expected = [...constraints, ...indexes].map(({ line }) => line.trim());
    expect(constraintLines(memory).toSorted()).toEqual(expected.toSorted());
  });

  it('has the enums and sequences that TypeORM makes on PostgreSQL', async () => {
    const sequences: { line: string }[] = await postgres.query(`
      SELECT format('%s.%s', relnamespace::regnamespace, relname) AS line FROM pg_class WHERE relkind = 'S'`);
    const names = memory.database.catalog.sequences.map(({ def }) => `${def.schema}.${def.name}`);
    expect(names.toSorted()).toEqual(sequences.map(({ line }) => line).toSorted());
    const types: { schema: string; name: string }[] = await postgres.query(`
      SELECT typnamespace::regnamespace::text AS schema, typname AS name FROM pg_type WHERE typtype = 'e'`);
    expect(types.length).toBeGreaterThan(3);
    for (const { schema, name } of types) {
      expect([name, memory.database.catalog.type(schema, name)?.name]).toEqual([name, name]);
    }
  });
});

function defs(memory: InMemoryDataSource): TableDef[] {
  return memory.database.catalog.tables.map(({ def }) => def).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function constraintLines(memory: InMemoryDataSource): Listing {
  return defs(memory).flatMap((def) => {
    const mode = (key: { deferrable?: boolean; initiallyDeferred?: boolean }): string =>
      key.deferrable ? (key.initiallyDeferred ? ' deferred' : ' immediate') : '';
    return [
      ...(def.primaryKey ? [`p ${def.name} ${def.primaryKey.name}`] : []),
      ...def.uniques.map((key) => `u ${def.name} ${key.name}${mode(key)}`),
      ...def.foreignKeys.map((key) => `f ${def.name} ${key.name}${mode(key)}`),
      ...def.checks.map(({ name }) => `c ${def.name} ${name}`),
      ...(def.exclusions ?? []).map(({ name }) => `x ${def.name} ${name}`),
      ...def.indexes.map(({ name, unique }) => `i ${def.name} ${name}${unique ? ' unique' : ''}`),
    ];
  });
}

describeOnBothStores('a declared schema', catalogue, (store) => {
  const aProduct = (values: object = {}): Promise<Product> =>
    store.repository(Product).save({ code: 'Abc', shop: 'main', ...values });

  it('fills in every default', async () => {
    await aProduct();
    const product = await store.repository(Product).findOneByOrFail({ code: 'Abc' });
    expect(product).toMatchObject({
      id: '1',
      shop: 'main',
      colour: Colour.Green,
      palette: [Colour.Red],
      rank: null,
      price: '1.500',
      data: { a: [1] },
      madeAt: expect.any(Date),
      hidden: false,
      labels: ['a', 'b'],
      folded: 'abc',
      serialNumber: 1,
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('keeps a generated column in step, and refuses to have it written', async () => {
    await aProduct();
    await store.repository(Product).update({ code: 'Abc' }, { code: 'XYZ' });
    expect((await store.repository(Product).findOneByOrFail({})).folded).toBe('xyz');
    const write = store.dataSource.query(`UPDATE shop.products SET folded = 'x'`);
    expect(await sqlStateOf(write)).toBe('428C9');
    const identity = store.dataSource.query(
      `INSERT INTO shop.products (product_code, "serialNumber") VALUES ('a', 5)`,
    );
    expect(await sqlStateOf(identity)).toBe('428C9');
  });

  it('checks what is deferred at commit', async () => {
    await aProduct({ rank: 1 });
    await aProduct({ code: 'b', rank: 2 });
    await store.manager.transaction(async (manager) => {
      await manager.update(Product, { rank: 1 }, { rank: 2 });
      await manager.update(Product, { code: 'b' }, { rank: 1 });
    });
    const failure = await failureOf(
      store.manager.transaction((manager) => manager.update(Product, { code: 'b' }, { rank: 2 })),
    );
    expect(failure).toMatchObject({ code: '23505', constraint: 'UQ_products_rank' });
    await store.manager.transaction(async (manager) => {
      await manager.insert(Topic, { id: 10, name: 'child', related: { id: 20 } });
      await manager.insert(Topic, { id: 20, name: 'parent' });
    });
    expect(await sqlStateOf(store.repository(Topic).insert({ name: 'x', related: { id: 99 } }))).toBe(
      '23503',
    );
    expect((await store.repository(Topic).save({ name: 'y', loose: { id: 99 } })).name).toBe('y');
  });

  it('excludes rows that overlap', async () => {
    await aProduct({ period: '[1,5)' });
    await aProduct({ code: 'b', period: '[5,9)' });
    expect(await failureOf(aProduct({ code: 'c', period: '[4,6)' }))).toMatchObject({
      code: '23P01',
      constraint: 'EX_products_period',
      message: 'conflicting key value violates exclusion constraint "EX_products_period"',
      detail: 'Key (period)=([4,6)) conflicts with existing key (period)=([1,5)).',
    });
    await aProduct({ code: 'd', period: null });
  });

  it('walks a closure table', async () => {
    const topics = store.dataSource.getTreeRepository(Topic);
    const root = await topics.save({ name: 'root' });
    const child = await topics.save({ name: 'child', parent: root });
    const grandchild = await topics.save({ name: 'grandchild', parent: child });
    expect((await topics.findDescendants(root)).map(({ name }) => name).toSorted()).toEqual([
      'child',
      'grandchild',
      'root',
    ]);
    expect((await topics.findAncestors(grandchild)).map(({ name }) => name).toSorted()).toEqual([
      'child',
      'grandchild',
      'root',
    ]);
    const [tree] = await topics.findTrees();
    expect(tree?.children[0]?.children[0]?.name).toBe('grandchild');
    expect(await topics.countDescendants(root)).toBe(3);
  });

  it('answers from a view', async () => {
    const topics = store.dataSource.getTreeRepository(Topic);
    const root = await topics.save({ name: 'root' });
    await topics.save({ name: 'leaf', parent: root });
    const rows = await store.repository(TopicSummary).find({ order: { id: 'ASC' } });
    expect(rows).toMatchObject([
      { id: 1, shout: 'ROOT', children: '1' },
      { id: 2, shout: 'LEAF', children: '0' },
    ]);
    expect(await store.repository(TopicSummary).countBy({ shout: 'LEAF' })).toBe(1);
  });

  it('tells a query runner what there is', async () => {
    const runner = await store.session();
    expect(await runner.hasTable('topic')).toBe(true);
    expect(await runner.hasTable('shop.products')).toBe(true);
    expect(await runner.hasTable('nothing')).toBe(false);
    expect(await runner.hasColumn('topic', 'name')).toBe(true);
    expect(await runner.hasColumn('topic', 'nothing')).toBe(false);
    expect(await runner.hasSchema('shop')).toBe(true);
    expect(await runner.getCurrentSchema()).toBe('public');
  });

  it('is not changed by synchronizing again, and starts anew when dropped before', async () => {
    await store.repository(Topic).save({ name: 'a' });
    await store.dataSource.synchronize();
    expect(await store.repository(Topic).count()).toBe(1);
    await store.dataSource.synchronize(true);
    expect(await store.repository(Topic).count()).toBe(0);
    expect((await store.repository(Topic).save({ name: 'b' })).id).toBe(1);
    await aProduct();
    expect(await store.repository(Product).count()).toBe(1);
  });

  it('is gone after the database is dropped', async () => {
    const runner = await store.session();
    await runner.clearDatabase();
    expect(await sqlStateOf(store.repository(Topic).count())).toBe('42P01');
    await store.dataSource.synchronize();
    expect(await store.repository(Topic).count()).toBe(0);
  });
});

describe('an in-memory data source', () => {
  it('shares nothing with another', async () => {
    const one = await new InMemoryDataSource({ entities: [Topic] }).initialize();
    const two = await new InMemoryDataSource({ entities: [Topic] }).initialize();
    await one.getRepository(Topic).save({ name: 'a' });
    expect(await two.getRepository(Topic).count()).toBe(0);
    expect((await two.getRepository(Topic).save({ name: 'b' })).id).toBe(1);
    await one.destroy();
    expect(await two.getRepository(Topic).count()).toBe(1);
    await two.destroy();
  });

  it('starts once, ends once, and starts empty again', async () => {
    const source = new InMemoryDataSource({ entities: [Topic] });
    expect(source.isInitialized).toBe(false);
    expect(source.options.type).toBe('postgres');
    await source.initialize();
    expect(source.isInitialized).toBe(true);
    expect((await failureOf(source.initialize())).name).toBe('CannotConnectAlreadyConnectedError');
    await source.getRepository(Topic).save({ name: 'a' });
    await source.destroy();
    expect(source.isInitialized).toBe(false);
    expect((await failureOf(source.destroy())).name).toBe('CannotExecuteNotConnectedError');
    await source.initialize();
    expect(await source.getRepository(Topic).count()).toBe(0);
    await source.destroy();
  });
});
