import type { EventEmitter } from 'node:events';
import { types } from 'pg';
import { Any, Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { DatabaseManager, databaseOptions } from '../../src/database';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

@Entity('things')
class Thing {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  size!: number;
}

class CreateThings1764057600000 {
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('CREATE TABLE things (id int PRIMARY KEY, size int NOT NULL)');
    await runner.query('INSERT INTO things VALUES (1, 1)');
  }

  async down(): Promise<void> {}
}

/** More than are kept. */
const SHAPES = 510;

describe('Statements that are kept prepared', () => {
  let database: TestDatabase;
  let manager: DatabaseManager;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await createTestDatabase();
    manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: database.url,
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_POOL_SIZE: '1',
        DATABASE_POOL_OVERFLOW: '0',
      }),
      schema: () => ({ entities: [Thing], migrations: [CreateThings1764057600000] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    await manager.initialize();
    ({ dataSource } = manager);
  });
  afterEach(async () => {
    await manager.close();
    await database.drop();
  });

  /** A statement of its own for each limit. */
  const find = (limit: number): Promise<Thing[]> =>
    dataSource.getRepository(Thing).find({ where: { id: 1 }, take: limit });
  const prepared = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ statement: string }[]>(
      `SELECT statement FROM pg_prepared_statements WHERE name LIKE 'ballast%'`,
    );
    return rows.map(({ statement }) => /LIMIT (\d+)/.exec(statement)?.[1] ?? '');
  };

  it('are those that were used last: no end of shapes takes no end of memory', async () => {
    for (let limit = 1; limit <= SHAPES; limit += 1) {
      await find(limit);
      await find(1);
    }
    const limits = await prepared();
    expect(limits).toHaveLength(500);
    expect(limits).toEqual(expect.arrayContaining(['1', String(SHAPES)]));
    expect(limits).not.toContain('2');
    expect(await find(2)).toEqual([{ id: 1, size: 1 }]);
    expect(await prepared()).toContain('2');
  });

  it('are one for any number of values in a list, and for the columns that are selected', async () => {
    const things = dataSource.getRepository(Thing);
    for (const ids of [[1], [1, 2], [3, 2, 1]])
      expect(await things.find({ select: { id: true }, where: { id: Any(ids) } })).toEqual([{ id: 1 }]);
    expect(await prepared()).toHaveLength(1);
  });

  it('are described once: their answers come without the form of their rows', async () => {
    const things = dataSource.getRepository(Thing);
    const calls = async (): Promise<unknown[]> => [
      await things.findOneBy({ id: 1 }),
      await things.find({ where: { id: Any([1, 2]) } }),
      (await things.update({ id: 1 }, { size: 1 })).affected,
      (await things.insert({ id: 2, size: 2 })).identifiers,
      (await things.delete({ id: 2 })).affected,
    ];
    const first = await calls();
    const descriptions = await described(dataSource, async () => {
      expect(await calls()).toEqual(first);
    });
    expect(first).toEqual([{ id: 1, size: 1 }, [{ id: 1, size: 1 }], 1, [{ id: 2 }], 1]);
    expect(descriptions).toBe(0);
    await dataSource.query('DEALLOCATE ALL');
    expect(await described(dataSource, async () => expect(await calls()).toEqual(first))).toBeGreaterThan(0);
  });

  it('give their values to the parsers that the application has registered', async () => {
    const before = types.getTypeParser(types.builtins.INT4, 'text') as (text: string) => unknown;
    try {
      types.setTypeParser(types.builtins.INT4, (text) => Number(text) + 1_000);
      expect(await find(3)).toEqual([{ id: 1_001, size: 1_001 }]);
    } finally {
      types.setTypeParser(types.builtins.INT4, before);
    }
  });

  it('make room for others inside a transaction that has failed', async () => {
    for (let limit = 1; limit <= 500; limit += 1) await find(limit);
    const failing = dataSource.transaction(async (transaction) => {
      await transaction.query('SELECT 1/0').catch(() => undefined);
      await transaction.find(Thing, { where: { id: 1 }, take: SHAPES });
    });
    await expect(failing).rejects.toMatchObject({ driverError: { code: '25P02' } });
    expect(await find(1)).toEqual([{ id: 1, size: 1 }]);
    const limits = await prepared();
    expect(limits).toContain('1');
    expect(limits).not.toContain('2');
  });

  it('stay prepared when a transaction has more of them on their way than are kept', async () => {
    await dataSource.transaction(async (transaction) => {
      const findIn = (limit: number): Promise<Thing[]> =>
        transaction.find(Thing, { where: { id: 1 }, take: limit });
      await Promise.all(Array.from({ length: SHAPES }, (_, i) => findIn(i + 1)));
      for (const limit of [1, 2, SHAPES]) expect(await findIn(limit)).toEqual([{ id: 1, size: 1 }]);
    });
    expect(await prepared()).toHaveLength(500);
  });

  it('stay prepared when values cannot be written down: the transaction goes on', async () => {
    const refuse = (): never => {
      throw new RangeError('not to be written down');
    };
    await dataSource.transaction(async (transaction) => {
      const resize = async (toPostgres: () => unknown): Promise<unknown> =>
        (await transaction.update(Thing, { id: 1 }, { size: { toPostgres } as never })).affected;
      for (let size = 2; size < 4; size += 1) {
        await expect(resize(refuse)).rejects.toThrow('not to be written down');
        expect(await resize(() => size)).toBe(1);
      }
    });
    expect(await find(1)).toEqual([{ id: 1, size: 3 }]);
    expect(await prepared()).toHaveLength(2);
  });

  it('are prepared anew when their columns have changed: at once, and by the next transaction', async () => {
    const changeTo = (type: string): Promise<unknown> =>
      dataSource.query(`ALTER TABLE things ALTER size TYPE ${type}`);
    const inTransaction = (): Promise<Thing[]> =>
      dataSource.transaction((transaction) => transaction.findBy(Thing, { id: 1 }));
    await find(1);
    await inTransaction();
    await changeTo('smallint');
    expect(await find(1)).toEqual([{ id: 1, size: 1 }]);
    await expect(inTransaction()).rejects.toMatchObject({ driverError: { code: '0A000' } });
    expect(await inTransaction()).toEqual([{ id: 1, size: 1 }]);
  });

  it('are prepared anew when somebody has deallocated them', async () => {
    await find(1);
    await dataSource.query('DEALLOCATE ALL');
    expect(await find(1)).toEqual([{ id: 1, size: 1 }]);
  });

  it('are not sent again for an error of the same kind that a trigger raises', async () => {
    await dataSource.query('CREATE SEQUENCE runs');
    await dataSource.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM nextval('runs'); RAISE EXCEPTION 'no' USING ERRCODE = TG_ARGV[0]; END $$`,
    );
    for (const code of ['0A000', '26000']) {
      await dataSource.query(
        `CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION refuse('${code}')`,
      );
      const inserted = dataSource.getRepository(Thing).insert({ id: 2, size: 2 });
      await expect(inserted).rejects.toMatchObject({ driverError: { code } });
    }
    expect(await dataSource.query('SELECT last_value::int AS runs FROM runs')).toEqual([{ runs: 2 }]);
  });
});

/** How often PostgreSQL describes the rows of a statement of ours, or says that there are none. */
async function described(dataSource: DataSource, work: () => Promise<void>): Promise<number> {
  const runner = dataSource.createQueryRunner();
  const { connection } = (await runner.connect()) as { connection: EventEmitter };
  await runner.release();
  let count = 0;
  const counted = (): void => {
    count += 1;
  };
  for (const event of ['rowDescription', 'noData']) connection.on(event, counted);
  await work();
  for (const event of ['rowDescription', 'noData']) connection.off(event, counted);
  return count;
}
