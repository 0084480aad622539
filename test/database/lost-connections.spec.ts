import { connect } from 'node:net';
import type { Client } from 'pg';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { DatabaseManager, databaseOptions, databaseErrorOf } from '../../src/database';
import { DatabaseTransactions } from '../../src/database/transactions/transactional-adapter';
import type { PostgresPool } from '../../src/database/postgres/pool/postgres-pool';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { TestCursor } from '../support/test-cursor';
import { TcpProxy } from '../support/tcp-proxy';

@Entity('accounts')
class Account {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  balance!: number;
}

class CreateAccounts1764057600000 {
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL)');
    await runner.query('INSERT INTO accounts VALUES (1, 0), (2, 0)');
  }

  async down(): Promise<void> {}
}

describe('A connection that is lost', () => {
  let server: PostgresServer;
  let proxy: TcpProxy;
  let manager: DatabaseManager;
  let database: string;
  let dataSource: DataSource & { readonly driver: PostgresDriver };

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    proxy = await TcpProxy.start(server.port);
    const url = await server.createDatabase();
    database = new URL(url).pathname.slice(1);
    manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: proxy.urlOf(url),
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_POOL_SIZE: '4',
      }),
      schema: () => ({ entities: [Account], migrations: [CreateAccounts1764057600000] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    await manager.initialize();
    dataSource = manager.dataSource as typeof dataSource;
  });
  afterEach(async () => {
    await manager.close();
    await proxy.close();
  });

  /** Holds the table, waits until a statement stands before it, ends its session, and lets the table go. */
  const endWhoeverWaitsFor = async (
    statement: Promise<unknown>,
    before: () => Promise<unknown> = async () => undefined,
  ): Promise<void> => {
    const locker = dataSource.createQueryRunner();
    await locker.startTransaction();
    await locker.query('LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE');
    const outcome = Promise.allSettled([statement]);
    const waiting = `pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`;
    await eventually(async () => (await server.query(`SELECT pid FROM ${waiting}`)).length > 0);
    await before();
    await server.query(`SELECT pg_terminate_backend(pid) FROM ${waiting}`);
    await locker.commitTransaction();
    await locker.release();
    await outcome;
  };
  /** A statement that is sent a moment later, when the table is held. */
  const later = async <T>(send: () => Promise<T>): Promise<T> => {
    await eventually(async () => {
      const [row] = await server.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = '${database}' AND mode = 'AccessExclusiveLock' AND granted`,
      );
      return row?.n === 1;
    });
    return send();
  };
  const balances = (): Promise<unknown> =>
    server.query('SELECT id, balance FROM accounts ORDER BY id', database);

  const inUse = (): number => (dataSource.driver.master as PostgresPool).connections.statistics.inUse;
  const runnersWithConnection = (): number => dataSource.driver.connectedQueryRunners.length;

  it.each([
    ['find', () => dataSource.getRepository(Account).findOneBy({ id: 1 })],
    ['query builder', () => dataSource.createQueryBuilder(Account, 'a').where('a.id = 1').getOne()],
  ])('[fault 8] does not show in a read outside of a transaction: %s', async (_, read) => {
    const found = later(read);
    await endWhoeverWaitsFor(found);
    await expect(found).resolves.toEqual({ id: 1, balance: 0 });
  });

  it('[fault 8] does not show in two reads at once on one runner, which takes one other connection', async () => {
    const runner = dataSource.createQueryRunner();
    const read = (): Promise<unknown> => runner.query('SELECT balance FROM accounts WHERE id = 1');
    await runner.connect();
    const both = later(() => Promise.all([read(), read()]));
    await endWhoeverWaitsFor(both);
    await expect(both).resolves.toEqual([[{ balance: 0 }], [{ balance: 0 }]]);
    expect([inUse(), runnersWithConnection()]).toEqual([1, 1]);
    await runner.release();
    expect([inUse(), runnersWithConnection()]).toEqual([0, 0]);
  });

  it('[fault 8] takes no other connection for a runner that has been released', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.connect();
    const read = later(() => runner.query('SELECT balance FROM accounts WHERE id = 1'));
    const outcome = Promise.allSettled([read.finally(() => undefined)]);
    await endWhoeverWaitsFor(
      read.catch(() => undefined),
      () => runner.release(),
    );
    expect((await outcome)[0]).toMatchObject({ status: 'rejected' });
    await eventually(() => inUse() === 0);
    expect(runnersWithConnection()).toBe(0);
  });

  it('gives back the connection of a runner that was released while it took one', async () => {
    const runner = dataSource.createQueryRunner();
    const connected = Promise.allSettled([runner.connect()]);
    await runner.release();
    expect((await connected)[0]).toMatchObject({ status: 'rejected' });
    await eventually(() => inUse() === 0);
    expect(runnersWithConnection()).toBe(0);
  });

  it('[fault 8] is told of a read that calls a function which may do more', async () => {
    const found = later(() => dataSource.query('SELECT setseed(0) FROM accounts'));
    await endWhoeverWaitsFor(found);
    await expect(found).rejects.toMatchObject({ driverError: { code: '57P01' } });
  });

  it.each([
    ['fast', () => dataSource.getRepository(Account).update({ id: 1 }, { balance: 5 })],
    ['query builder', () => dataSource.createQueryBuilder().update(Account).set({ balance: 5 }).execute()],
  ])('[fault 8] is told of a write, which is not sent again: %s', async (_, write) => {
    const written = later(write);
    await endWhoeverWaitsFor(written);
    const error = await written.catch((thrown: unknown) => thrown);
    expect(databaseErrorOf(error)).toMatchObject({ kind: 'unavailable', isOutcomeUnknown: true });
    expect(await balances()).toEqual([
      { id: 1, balance: 0 },
      { id: 2, balance: 0 },
    ]);
  });

  it.each<[string, (transaction: EntityManager) => Promise<unknown>]>([
    ['fast', (transaction) => transaction.update(Account, { id: 1 }, { balance: 7 })],
    [
      'query builder',
      (transaction) => transaction.createQueryBuilder().update(Account).set({ balance: 7 }).execute(),
    ],
  ])('[fault 9] takes its whole transaction back, and that is known: %s', async (_, write) => {
    const lost = later(() => dataSource.transaction(write));
    await endWhoeverWaitsFor(lost);
    const error = await lost.catch((thrown: unknown) => thrown);
    expect(databaseErrorOf(error)).toMatchObject({ kind: 'unavailable', isOutcomeUnknown: false });
    expect(await balances()).toEqual([
      { id: 1, balance: 0 },
      { id: 2, balance: 0 },
    ]);
  });

  it('is told of a read in a transaction that was begun by hand, of which nothing is kept', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.query('BEGIN');
    await runner.query('UPDATE accounts SET balance = 3 WHERE id = 1');
    proxy.reset();
    await expect(runner.query('SELECT * FROM accounts')).rejects.toThrow(/terminated|ECONNRESET|released/);
    await runner.release();
    expect(await balances()).toEqual([
      { id: 1, balance: 0 },
      { id: 2, balance: 0 },
    ]);
  });

  it('is not what befalls a statement that does not fit its parameters', async () => {
    const error = await dataSource.query('SELECT $1::int + $2::int', [1]).catch((thrown: unknown) => thrown);
    expect(databaseErrorOf(error)).toMatchObject({ kind: 'other', sqlState: '08P01' });
  });

  it('is what PgBouncer tells of by the same code when it has lost the server', () => {
    const told = Object.assign(new Error('server conn crashed?'), { code: '08P01', severity: 'FATAL' });
    expect(databaseErrorOf(told)).toMatchObject({ kind: 'unavailable', sqlState: '08P01' });
  });

  it('is not what befalls a client of something else', async () => {
    const error = await new Promise((resolve) =>
      connect({ port: 1, host: '127.0.0.1' }).once('error', resolve),
    );
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(databaseErrorOf(error)).toBeNull();
    expect(
      databaseErrorOf(Object.assign(new Error('Connection terminated'), { code: 'ESOCKET' })),
    ).toBeNull();
  });

  it('is what befalls a connection of its own that cannot be made, or breaks in a stream', async () => {
    const runner = dataSource.createQueryRunner();
    const client = (await runner.connect()) as Client;
    const cursor = client.query(new TestCursor('SELECT n FROM generate_series(1, 100) AS n'));
    expect(await cursor.read(1)).toHaveLength(1);
    await server.stop();
    try {
      const broken = await cursor.read(1).catch((error: unknown) => error);
      expect(databaseErrorOf(broken)).toMatchObject({ kind: 'unavailable' });
      const refused = await dataSource.query('SELECT 1').catch((error: unknown) => error);
      expect(databaseErrorOf(refused)).toMatchObject({ kind: 'unavailable' });
    } finally {
      await runner.release();
      await server.start();
    }
  });

  it('[fault 10] leaves the outcome open when it is lost during COMMIT, and nothing is sent again', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.manager.update(Account, { id: 1 }, { balance: 9 });
    proxy.set({ kind: 'black hole' });
    const committed = runner.commitTransaction().catch((error: unknown) => error);
    proxy.reset();
    proxy.set({ kind: 'clear' });
    expect(databaseErrorOf(await committed)).toMatchObject({ kind: 'unavailable', isOutcomeUnknown: true });
    await runner.release();
  });

  it('lets a transaction that lost against others run again, as a whole', async () => {
    const { wrapWithTransaction } = new DatabaseTransactions('token').optionsFactory(dataSource);
    const transfers = 10;
    let runs = 0;
    let allHaveRead: () => void;
    const others = new Promise<void>((resolve) => (allHaveRead = resolve));
    const transfer = (): Promise<unknown> => {
      let entities = dataSource.manager;
      return wrapWithTransaction(
        { isolationLevel: 'SERIALIZABLE', replay: 50 },
        async () => {
          const account = await entities.findOneByOrFail(Account, { id: 1 });
          runs += 1;
          if (runs === transfers) allHaveRead();
          await others;
          await entities.update(Account, { id: 1 }, { balance: account.balance + 1 });
        },
        (transaction) => {
          if (transaction) entities = transaction;
        },
      );
    };
    await Promise.all(Array.from({ length: transfers }, transfer));
    expect(await balances()).toEqual([
      { id: 1, balance: 10 },
      { id: 2, balance: 0 },
    ]);
    expect(runs).toBeGreaterThan(transfers);
  });

  it('does not let a transaction run again that was not told to', async () => {
    const { wrapWithTransaction } = new DatabaseTransactions('token').optionsFactory(dataSource);
    let runs = 0;
    const failing = wrapWithTransaction(
      undefined,
      async () => {
        runs += 1;
        throw Object.assign(new Error('lost'), { driverError: { code: '40001' } });
      },
      () => undefined,
    );
    await expect(failing).rejects.toThrow('lost');
    expect(runs).toBe(1);
  });
});
