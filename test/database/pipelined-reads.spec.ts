import { Client } from 'pg';
import { Column, type DataSource, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { databaseChannels, databaseErrorOf, DatabaseManager, databaseOptions } from '../../src/database';
import type { PostgresPool } from '../../src/database/postgres/pool/postgres-pool';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { eventually } from '../support/eventually';

@Entity('lamps')
@Unique('UQ_lamps_name', ['name'])
class Lamp {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;

  @Column('int')
  watts!: number;
}

class CreateLamps1764057600000 {
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('CREATE TABLE lamps (id int PRIMARY KEY, name text UNIQUE, watts int NOT NULL)');
    await runner.query(`INSERT INTO lamps SELECT n, 'lamp ' || n, n * 10 FROM generate_series(1, 16) AS n`);
  }

  async down(): Promise<void> {}
}

/** More than go together. */
const IDS = Array.from({ length: 17 }, (_, i) => i);

const WAITING = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('Reads by key that come at once', () => {
  let database: TestDatabase;
  let admin: Client;
  const managers: DatabaseManager[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
  });
  afterEach(async () => {
    await Promise.all(managers.splice(0).map((manager) => manager.close()));
    await admin.end();
    await database.drop();
  });
  const start = async (environment: Record<string, string> = {}): Promise<DataSource> => {
    const manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: database.url,
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_POOL_SIZE: '1',
        ...environment,
      }),
      schema: () => ({ entities: [Lamp], migrations: [CreateLamps1764057600000] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    managers.push(manager);
    await manager.initialize();
    return manager.dataSource;
  };
  /** Keeps everybody from the table until what it answers is called. */
  const locked = async (dataSource: DataSource): Promise<() => Promise<void>> => {
    const locker = dataSource.createQueryRunner();
    await locker.startTransaction();
    await locker.query('LOCK TABLE lamps IN ACCESS EXCLUSIVE MODE');
    return async () => {
      await locker.commitTransaction();
      await locker.release();
    };
  };
  const waiting = async (): Promise<unknown[]> => (await admin.query(`SELECT pid ${WAITING}`)).rows;
  const opened = ({ driver }: DataSource): number =>
    (driver as PostgresDriver & { readonly master: PostgresPool }).master.connections.statistics.opened;
  const readAll = (dataSource: DataSource): Promise<PromiseSettledResult<Lamp | null>[]> =>
    Promise.allSettled(IDS.map((id) => dataSource.getRepository(Lamp).findOneBy({ id })));
  const lamp = (id: number): object | null => (id === 0 ? null : { id, name: `lamp ${id}`, watts: id * 10 });
  const found = IDS.map((id) => ({ status: 'fulfilled', value: lamp(id) }));

  it('are sent together, and each gets its own row', async () => {
    const dataSource = await start();
    expect(await readAll(dataSource)).toEqual(found);
    expect(opened(dataSource)).toBe(2);
    const lamps = dataSource.getRepository(Lamp);
    const answers = await Promise.all([
      lamps.findOneBy({ name: 'lamp 3' }),
      lamps.existsBy({ id: 99 }),
      lamps.countBy({ id: 4 }),
      lamps.find({ where: { id: 5, watts: 1 } }),
      lamps.existsBy({ name: 'lamp 6' }),
    ]);
    expect(answers).toEqual([lamp(3), false, 1, [], true]);
    expect(opened(dataSource)).toBe(2);
  });

  it('leave others to their own connections: those that may take long', async () => {
    const dataSource = await start({ DATABASE_POOL_OVERFLOW: '3' });
    const unlock = await locked(dataSource);
    const reading = Promise.all(IDS.map((n) => dataSource.getRepository(Lamp).findOneBy({ watts: n * 10 })));
    await eventually(async () => (await waiting()).length === 3);
    await unlock();
    expect(await reading).toEqual(IDS.map(lamp));
  });

  it('fail alone, when the server refuses one', async () => {
    const dataSource = await start();
    const lamps = dataSource.getRepository(Lamp);
    const ids = [1, 2 ** 40, 2, 2 ** 41, 3, 2 ** 42];
    const outcomes = await Promise.allSettled(ids.map((id) => lamps.findOneBy({ id })));
    const refused = { status: 'rejected', reason: expect.objectContaining({ code: '22003' }) as object };
    expect(outcomes).toEqual(ids.map((id) => (id > 16 ? refused : { status: 'fulfilled', value: lamp(id) })));
    expect(await readAll(dataSource)).toEqual(found);
  });

  it('leave no answer on its way to others, when one has a value that cannot be written down', async () => {
    const dataSource = await start({ DATABASE_POOL_OVERFLOW: '0' });
    const lamps = dataSource.getRepository(Lamp);
    // It says that it is a date, and does not answer as one.
    const name = new Proxy(new Date(), {}) as unknown as string;
    const message = expect.stringContaining('not a Date') as string;
    const refused = { status: 'rejected', reason: expect.objectContaining({ message }) as object };
    const ended: unknown[] = [];
    const note = (query: unknown): unknown => ended.push(query);
    const stop = databaseChannels.queryEnded.subscribe(note);
    for (const bad of [[2], [1], [1, 2], [0, 1, 2]]) {
      const reading = [0, 1, 2].map((id) => lamps.findOneBy(bad.includes(id) ? { id, name } : { id }));
      const answers = await Promise.allSettled(reading);
      expect(await lamps.findOneBy({ id: 16 })).toEqual(lamp(16));
      expect(answers).toEqual([0, 1, 2].map((id) => (bad.includes(id) ? refused : found[id])));
      expect(ended.splice(0)).toHaveLength(4);
    }
    expect(opened(dataSource)).toBe(1);
    stop();
  });

  it('are prepared anew, each of them, when their columns have changed', async () => {
    const dataSource = await start();
    await readAll(dataSource);
    await dataSource.query('ALTER TABLE lamps ALTER watts TYPE smallint');
    expect(await readAll(dataSource)).toEqual(found);
    await dataSource.query('DEALLOCATE ALL');
    expect(await readAll(dataSource)).toEqual(found);
  });

  it('[fault 8] do not show that their connections were lost', async () => {
    const dataSource = await start();
    const unlock = await locked(dataSource);
    const reading = readAll(dataSource);
    await eventually(async () => (await waiting()).length === 2);
    await admin.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
    await unlock();
    expect(await reading).toEqual(found);
  });

  it('[fault 16] are refused as in any outage when the end of the pool cuts them off', async () => {
    const dataSource = await start({ DATABASE_SHUTDOWN_TIMEOUT_MS: '200' });
    const unlock = await locked(await start());
    const reading = readAll(dataSource);
    await eventually(async () => (await waiting()).length === 2);
    await managers[0]?.close();
    const kinds = (await reading).map(
      (outcome) => outcome.status === 'rejected' && databaseErrorOf(outcome.reason)?.kind,
    );
    expect(kinds).toEqual(IDS.map(() => 'unavailable'));
    await unlock();
  });

  it('wait no longer for those in front of them than a statement may take, and once more', async () => {
    const dataSource = await start({
      DATABASE_STATEMENT_TIMEOUT_MS: '400',
      DATABASE_QUERY_TIMEOUT_MS: '500',
    });
    await readAll(dataSource);
    const unlock = await locked(dataSource);
    const began = performance.now();
    const outcomes = await readAll(dataSource);
    expect(performance.now() - began).toBeLessThan(3_000);
    const failures = outcomes.map((outcome) => String(outcome.status === 'rejected' && outcome.reason));
    expect(failures).toEqual(
      IDS.map(() => expect.stringMatching(/statement timeout|within 500 ms/) as string),
    );
    await unlock();
    await eventually(async () => (await readAll(dataSource)).every(({ status }) => status === 'fulfilled'));
  });
});
