import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource } from 'typeorm';
import { databaseChannels, DatabaseManager, databaseOptions, type QueryEvent } from '../../src/database';
import { CreateEntries1764057600000, Entry } from '../support/entries';
import { eventually } from '../support/eventually';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

type Name = keyof typeof databaseChannels;
type Heard = { readonly channel: Name } & Record<string, unknown>;

describe('What the database layer tells', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let directory: string;
  let heard: Heard[];
  let stops: (() => void)[];
  const managers: DatabaseManager[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(Number(new URL(database.url).port));
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    heard = [];
    const channels = Object.entries(databaseChannels) as [Name, (typeof databaseChannels)['retried']][];
    stops = channels.map(([channel, of]) => of.subscribe((message) => heard.push({ channel, ...message })));
  });
  afterEach(async () => {
    await Promise.all(managers.splice(0).map((manager) => manager.close()));
    for (const stop of stops) stop();
    await proxy.close();
    await database.drop();
    await fs.rm(directory, { recursive: true });
  });

  async function start(environment: Readonly<Record<string, string>>): Promise<DatabaseManager> {
    const manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_PROBE_INTERVAL_MS: '50',
        // What is late on a machine that is busy is no outage here.
        DATABASE_PROBE_TIMEOUT_MS: '5000',
        DATABASE_RETRY_MIN_MS: '50',
        DATABASE_RETRY_MAX_MS: '100',
        ...environment,
      }),
      schema: () => ({ entities: [Entry], migrations: [CreateEntries1764057600000] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    managers.push(manager);
    await manager.initialize();
    return manager;
  }
  const onPostgres = (): Record<string, string> => ({ DATABASE_URL: proxy.urlOf(database.url) });
  const told = (channel: Name): Heard[] => heard.filter((message) => message.channel === channel);
  const ended = (): string[] =>
    told('queryEnded').map(({ operation, outcome }) => [operation, outcome].join(' '));

  /** What runs, and what is to be told of it. */
  const STATEMENTS: readonly (readonly [(dataSource: DataSource) => Promise<unknown>, string[]])[] = [
    [(it) => it.getRepository(Entry).findOneBy({ id: 1 }), ['select ok']],
    [(it) => it.getRepository(Entry).insert({ token: 'one' }), ['insert ok']],
    [(it) => it.getRepository(Entry).update({ id: 1 }, { token: 'other' }), ['update ok']],
    [(it) => it.getRepository(Entry).delete({ id: 1 }), ['delete ok']],
    [(it) => it.getRepository(Entry).insert({ token: null as unknown as string }), ['insert 23']],
    [(it) => it.query('SELECT 1 AS one'), ['select ok']],
    [(it) => it.query('WITH one AS (SELECT 1 AS n) SELECT n FROM one'), ['select ok']],
    [(it) => it.query('SELECT 1 / 0'), ['select 22']],
    [(it) => it.query('SELEC 1'), ['other 42']],
    [
      (it) => it.transaction((manager) => manager.getRepository(Entry).insert({ token: 'two' })),
      ['begin ok', 'insert ok', 'commit ok'],
    ],
    [
      (it) => it.transaction((manager) => manager.query('UPDATE entries SET id = 1 / 0')),
      ['begin ok', 'update 22', 'rollback ok'],
    ],
  ];

  it.each(['postgres', 'memory'] as const)('is every statement, once, on %s', async (store) => {
    const { dataSource } = await start(store === 'postgres' ? onPostgres() : {});
    for (const [run, expected] of STATEMENTS) {
      heard = [];
      await run(dataSource).catch(() => undefined);
      expect(ended()).toEqual(expected);
      expect(told('queryStarted')).toHaveLength(expected.length);
      for (const query of told('queryEnded')) {
        expect(query).toMatchObject({ store });
        expect(query['seconds']).toBeGreaterThan(0);
      }
    }
  });

  it('are all the reads that are sent together, each in the context of who asks', async () => {
    const context = new AsyncLocalStorage<number>();
    const contexts = new WeakMap<QueryEvent, number | undefined>();
    const answered: (number | undefined)[] = [];
    const { dataSource } = await start(onPostgres());
    stops.push(
      databaseChannels.queryStarted.subscribe((query) => contexts.set(query, context.getStore())),
      databaseChannels.queryEnded.subscribe((query) => answered.push(contexts.get(query))),
    );
    heard = [];
    const ids = Array.from({ length: 20 }, (_, i) => i);
    await Promise.all(
      ids.map((id) => context.run(id, () => dataSource.getRepository(Entry).findOneBy({ id }))),
    );
    expect(ended()).toEqual(ids.map(() => 'select ok'));
    expect(answered.toSorted((a, b) => Number(a) - Number(b))).toEqual(ids);
    // They went on few connections.
    expect(told('connectionAcquired').length).toBeLessThan(ids.length);
  });

  it('is nothing where nobody listens', async () => {
    for (const stop of stops.splice(0)) stop();
    expect(Object.values(databaseChannels).filter(({ hasSubscribers }) => hasSubscribers)).toEqual([]);
    const { dataSource } = await start(onPostgres());
    await dataSource.getRepository(Entry).findOneBy({ id: 1 });
    expect(heard).toEqual([]);
  });

  it('is who had to do without a connection, and why', async () => {
    const { dataSource } = await start({
      ...onPostgres(),
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
      DATABASE_POOL_MAX_WAITING: '1',
      DATABASE_POOL_CHECKOUT_TIMEOUT_MS: '100',
    });
    const holder = dataSource.createQueryRunner();
    await holder.connect();
    heard = [];
    await Promise.allSettled([dataSource.query('SELECT 1'), dataSource.query('SELECT 2')]);
    await holder.release();
    expect(ended()).toEqual(['select pool-exhausted', 'select pool-exhausted']);
    expect(told('connectionNotAcquired')).toEqual([
      { channel: 'connectionNotAcquired', pool: 'primary', reason: 'queue-full' },
      { channel: 'connectionNotAcquired', pool: 'primary', reason: 'waited-too-long' },
    ]);
  });

  it('is the way from one state to another, what is sent again, and which connections come and go', async () => {
    const manager = await start({
      ...onPostgres(),
      DATABASE_PROBE_TIMEOUT_MS: '200',
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
    });
    expect(told('stateChanged')).toEqual([
      { channel: 'stateChanged', from: 'unhealthy', to: 'healthy', reason: 'answers' },
    ]);
    expect(told('circuitChanged')).toEqual([{ channel: 'circuitChanged', state: 'closed' }]);
    expect(told('connectionOpened')[0]).toEqual({ channel: 'connectionOpened', pool: 'primary' });
    await manager.dataSource.query('SELECT 1');
    heard = [];
    const sleeping = manager.dataSource.getRepository(Entry).findOneBy({ id: 1 });
    proxy.reset();
    await sleeping;
    expect(told('retried').map(({ reason }) => reason)).toContain('connection-lost');
    expect(ended()).toEqual(['select connection-lost', 'select ok']);
    heard = [];
    proxy.set({ kind: 'black hole' });
    await eventually(() => manager.state.status === 'unhealthy');
    expect(told('stateChanged')).toEqual([
      expect.objectContaining({ from: 'healthy', to: 'unhealthy', reason: 'timeout' }),
    ]);
    expect(told('circuitChanged')).toEqual([expect.objectContaining({ state: 'open' })]);
    await eventually(() => told('connectionEvicted').some(({ reason }) => reason === 'invalidated'));
  });

  it('is what the journal syncs, and what is carried over from it', async () => {
    const nowhere = 1;
    proxy.redirect(nowhere);
    const manager = await start({ ...onPostgres(), DATABASE_JOURNAL_DIR: directory });
    await eventually(() => manager.state.status === 'degraded');
    expect(told('stateChanged').at(-1)).toMatchObject({ to: 'degraded', reason: 'memory-serves' });
    await manager.dataSource.getRepository(Entry).insert({ token: 'kept' });
    expect(told('journalSynced')).toContainEqual(
      expect.objectContaining({ outcome: 'ok', bytes: expect.any(Number) as number }),
    );
    proxy.redirect(Number(new URL(database.url).port));
    await eventually(() => manager.state.status === 'healthy');
    await eventually(() => told('promotion').some(({ step }) => step === 'promoted'));
    const steps = told('promotion');
    expect(steps.map(({ step }) => step)).toEqual(['replay', 'last-writes', 'promoted']);
    expect(steps.map(({ replayed }) => replayed)).toEqual([1, 0, 1]);
    expect(steps.map(({ quarantined }) => quarantined)).toEqual([0, 0, 0]);
  });
});
