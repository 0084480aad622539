import * as pg from 'pg';
import {
  DataSource,
  type DataSourceOptions,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import { InMemoryDataSource, type InMemoryDataSourceOptions } from '../memory/in-memory-data-source';
import { FastDataSource } from '../postgres/fast-data-source';
import { PostgresPool } from '../postgres/pool/postgres-pool';
import { createTestDatabase, type TestDatabase } from './test-database';

/** What the runner of the tests gives to every file. */
declare const describe: (name: string, tests: () => void) => void;
declare const beforeAll: Hook, beforeEach: Hook, afterEach: Hook, afterAll: Hook;
type Hook = (work: () => Promise<void>) => void;

/** What a contract test works with: the same entities, on PostgreSQL or in memory. */
export interface ContractStore {
  readonly kind: 'postgres' | 'memory';
  readonly dataSource: DataSource;
  readonly manager: EntityManager;
  repository<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Repository<Entity>;
  /** A session of its own, to stand in for another user; released after the test. */
  session(): Promise<QueryRunner>;
}

/** What both stores may be told beside the entities. */
export type StoreOptions = Pick<InMemoryDataSourceOptions, 'subscribers' | 'invalidWhereValuesBehavior'>;

interface OpenStore {
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

const POOL_SETTINGS = {
  size: 10,
  overflow: 0,
  overflowAfterMs: 0,
  recycleSeconds: 0,
  checkoutTimeoutMs: 10_000,
  maxWaiting: 100,
  validateAfterIdleMs: 60_000,
  validateTimeoutMs: 1_000,
  queryTimeoutMs: 0,
  leakAfterMs: 0,
  endTimeoutMs: 1_000,
};

/** Order by code point, and letters of every alphabet have a lower and an upper case. */
const UNICODE_BY_CODE_POINT = `TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`;

/**
 * PostgreSQL comes first: it is the oracle that tells whether a test is right. Each store twice, as simple calls take a
 * shorter way, and have to be answered alike.
 */
const WAYS: readonly {
  readonly title: string;
  readonly kind: ContractStore['kind'];
  readonly open: (entities: readonly EntityClass[], options: StoreOptions) => Promise<OpenStore>;
}[] = [
  { title: 'on PostgreSQL', kind: 'postgres', open: openPostgres },
  { title: 'on PostgreSQL, simple calls prepared', kind: 'postgres', open: openPostgresFast },
  { title: 'in memory', kind: 'memory', open: (entities, options) => openMemory(entities, options, true) },
  {
    title: 'in memory, every statement through SQL',
    kind: 'memory',
    open: (entities, options) => openMemory(entities, options, false),
  },
];

export type EntityClass = Extract<NonNullable<DataSourceOptions['entities']>, unknown[]>[number];

/** Declares the same tests on both stores. Every test starts with empty tables and fresh sequences. */
export function describeOnBothStores(
  name: string,
  entities: readonly EntityClass[],
  tests: (store: ContractStore) => void,
  options: StoreOptions = {},
): void {
  for (const { title, kind, open } of WAYS)
    describe(`${name} ${title}`, () => {
      let opened: OpenStore;
      // Nothing where the store could not be opened, which is then told alone.
      let close = async (): Promise<void> => {};
      const sessions: QueryRunner[] = [];

      beforeAll(async () => {
        opened = await open(entities, options);
        close = () => opened.close();
      });

      beforeEach(() => truncateAll(opened.dataSource));

      afterEach(async () => {
        for (const session of sessions.splice(0)) {
          if (session.isTransactionActive) await session.rollbackTransaction();
          await session.release();
        }
      });

      afterAll(() => close());

      tests({
        kind,
        get dataSource() {
          return opened.dataSource;
        },
        get manager() {
          return opened.dataSource.manager;
        },
        repository: (target) => opened.dataSource.getRepository(target),
        session: async () => {
          const session = opened.dataSource.createQueryRunner();
          sessions.push(session);
          await session.connect();
          return session;
        },
      });
    });
}

async function openPostgres(entities: readonly EntityClass[], options: StoreOptions): Promise<OpenStore> {
  const database = await createTestDatabase(UNICODE_BY_CODE_POINT);
  return opened(
    database,
    new DataSource({ ...options, type: 'postgres', url: database.url, entities: [...entities] }),
  );
}

async function openPostgresFast(entities: readonly EntityClass[], options: StoreOptions): Promise<OpenStore> {
  const database = await createTestDatabase(UNICODE_BY_CODE_POINT);
  return opened(
    database,
    new FastDataSource(
      {
        ...options,
        type: 'postgres',
        url: database.url,
        entities: [...entities],
        driver: { ...pg, Pool: TestPool },
      },
      { prepareStatements: true, replicas: null },
    ),
  );
}

class TestPool extends PostgresPool {
  constructor(config: pg.ClientConfig) {
    super({ config: () => config, renew: async () => false }, POOL_SETTINGS, () => undefined);
  }
}

async function opened(database: TestDatabase, dataSource: DataSource): Promise<OpenStore> {
  await dataSource.initialize();
  await createSchemas(dataSource);
  await dataSource.synchronize();
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

async function openMemory(
  entities: readonly EntityClass[],
  options: StoreOptions,
  fastPath: boolean,
): Promise<OpenStore> {
  const dataSource = new InMemoryDataSource({ ...options, entities: [...entities], fastPath });
  await dataSource.initialize();
  return { dataSource, close: () => dataSource.destroy() };
}

/** TypeORM creates tables, but not the schemas that they are in. */
export async function createSchemas(dataSource: DataSource): Promise<void> {
  const schemas = new Set(dataSource.entityMetadatas.flatMap(({ schema }) => schema ?? []));
  for (const schema of schemas) await dataSource.query(`CREATE SCHEMA ${dataSource.driver.escape(schema)}`);
}

async function truncateAll(dataSource: DataSource): Promise<void> {
  const tables = dataSource.entityMetadatas
    .filter(({ tableType }) => tableType !== 'view' && tableType !== 'entity-child')
    .map(({ tablePath }) =>
      tablePath
        .split('.')
        .map((part) => dataSource.driver.escape(part))
        .join('.'),
    );
  if (tables.length > 0) await dataSource.query(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY CASCADE`);
}
