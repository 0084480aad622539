import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DatabaseManager, databaseOptions, readFromPrimary, runInRequestScope } from '../../src/database';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { adminToken, fetchAs } from '../support/sign-in';
import { startApp } from '../support/test-app';

@Entity('notes')
class Note {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar')
  text!: string;
}

class CreateNotes1764057600000 {
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('CREATE TABLE IF NOT EXISTS notes (id int PRIMARY KEY, text varchar NOT NULL)');
  }

  async down(): Promise<void> {}
}

describe('Read replicas', () => {
  let primary: PostgresServer;
  let replica: PostgresServer;
  let database: string;
  let url: string;
  let manager: DatabaseManager;

  beforeAll(async () => {
    primary = await PostgresServer.start();
    url = await primary.createDatabase();
    database = new URL(url).pathname.slice(1);
    replica = await primary.createReplica();
  });
  afterAll(async () => {
    await replica.close();
    await primary.close();
  });

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: url,
        DATABASE_CONNECT_TIMEOUT_MS: '30000',
        DATABASE_REPLICA_URLS: replica.url(database),
        DATABASE_REPLICA_MAX_LAG_MS: '600000',
        DATABASE_POOL_SIZE: '2',
        DATABASE_PROBE_INTERVAL_MS: '50',
        ...environment,
      }),
      schema: () => ({ entities: [Note], migrations: [CreateNotes1764057600000] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    await manager.initialize();
  };
  const stateIs = (state: string): Promise<boolean> =>
    eventually(() => manager.replicas[0]?.state === state, { deadlineMs: 20_000 });
  /** What is read by a simple find and by a query builder. */
  const readBoth = async (): Promise<(string | undefined)[]> => {
    const notes = manager.dataSource.getRepository(Note);
    const found = await notes.findOneBy({ id: 1 });
    const built = await notes.createQueryBuilder('n').where('n.id = 1').getOne();
    return [found?.text, built?.text];
  };
  const write = (text: string): Promise<unknown> =>
    manager.dataSource.getRepository(Note).upsert({ id: 1, text }, ['id']);
  const caughtUp = (text: string): Promise<boolean> =>
    eventually(async () => {
      const rows = await replica.query<Note>('SELECT * FROM notes WHERE id = 1', database);
      return rows[0]?.text === text;
    });
  const onReplica = (sql: string): Promise<object[]> => replica.query(sql);

  afterEach(async () => {
    await manager.close();
    await onReplica('SELECT pg_wal_replay_resume()').catch(() => undefined);
  });

  it('[fault 26] are read from in a request, until it writes: then it reads what it wrote', async () => {
    await start();
    await write('old');
    await caughtUp('old');
    await stateIs('ready');
    await onReplica('SELECT pg_wal_replay_pause()');
    await write('new');
    expect(await runInRequestScope(readBoth)).toEqual(['old', 'old']);
    expect(await readBoth()).toEqual(['new', 'new']);
    expect(await runInRequestScope(() => readFromPrimary(readBoth))).toEqual(['new', 'new']);
    const after = await runInRequestScope(async () => {
      await write('newest');
      return readBoth();
    });
    expect(after).toEqual(['newest', 'newest']);
    const within = await runInRequestScope(() =>
      manager.dataSource.transaction(async (transaction) => {
        await transaction.update(Note, { id: 1 }, { text: 'mine' });
        return (await transaction.findOneBy(Note, { id: 1 }))?.text;
      }),
    );
    expect(within).toBe('mine');
  });

  it('leave two reads at once on one runner to the primary, which they cannot answer', async () => {
    await start();
    await stateIs('ready');
    await onReplica('SELECT pg_wal_replay_pause()');
    await primary.query('CREATE TABLE fresh AS SELECT 1 AS n', database);
    const read = await runInRequestScope(async () => {
      const runner = manager.dataSource.createQueryRunner('slave');
      try {
        return await Promise.all([1, 2].map(() => runner.query('SELECT n FROM fresh') as Promise<unknown>));
      } finally {
        await runner.release();
      }
    });
    expect(read).toEqual([[{ n: 1 }], [{ n: 1 }]]);
  });

  it('[fault 26] are left out while they are too far behind', async () => {
    await start({ DATABASE_REPLICA_MAX_LAG_MS: '100' });
    await write('seen');
    await caughtUp('seen');
    await stateIs('ready');
    await onReplica('SELECT pg_wal_replay_pause()');
    await write('unseen');
    await stateIs('lagging');
    expect(await runInRequestScope(readBoth)).toEqual(['unseen', 'unseen']);
    await onReplica('SELECT pg_wal_replay_resume()');
    await stateIs('ready');
  });

  it('[fault 25] are no reason not to start when they are down, and are taken in when they come', async () => {
    await replica.stop();
    await start();
    expect(manager.state.status).toBe('healthy');
    await write('alone');
    expect(await runInRequestScope(readBoth)).toEqual(['alone', 'alone']);
    await replica.start();
    await stateIs('ready');
  });

  it('[fault 25] fail without a failed read: the primary answers', async () => {
    await start();
    await write('safe');
    await caughtUp('safe');
    await stateIs('ready');
    const texts = new Set<string | undefined>();
    const stop = new AbortController();
    const readers = Array.from({ length: 4 }, async () => {
      while (!stop.signal.aborted) for (const text of await runInRequestScope(readBoth)) texts.add(text);
    });
    await replica.kill();
    await stateIs('down');
    stop.abort();
    await Promise.all(readers);
    expect([...texts]).toEqual(['safe']);
    await replica.start();
    await stateIs('ready');
  });

  it('[fault 26] serve GET requests over HTTP, and never what a change compares with', async () => {
    const target = await primary.createDatabase();
    const name = new URL(target).pathname.slice(1);
    const service = await startApp({
      DATABASE_URL: target,
      DATABASE_REPLICA_URLS: replica.url(name),
      DATABASE_REPLICA_MAX_LAG_MS: '600000',
      DATABASE_PROBE_INTERVAL_MS: '50',
    });
    try {
      manager = service.app.get(DatabaseManager);
      const token = await adminToken(service.app);
      const fetch = fetchAs(() => token);
      const send = (method: string, path: string, body: object, headers = {}): Promise<Response> =>
        fetch(`${service.url}${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
      const created = await send('POST', '/v1/users', { email: 'ada@example.com', handle: 'ada' });
      const { id } = (await created.json()) as { id: string };
      const read = async (): Promise<unknown> => (await fetch(`${service.url}/v1/users/${id}`)).json();
      await stateIs('ready');
      await eventually(async () => (await replica.query('SELECT FROM users', name)).length === 2);
      await onReplica('SELECT pg_wal_replay_pause()');
      const etag = created.headers.get('etag') ?? '';
      const changed = await send('PATCH', `/v1/users/${id}`, { displayName: 'Ada' }, { 'if-match': etag });
      expect(await changed.json()).toMatchObject({ displayName: 'Ada' });
      const again = await send(
        'PATCH',
        `/v1/users/${id}`,
        { displayName: 'Ada' },
        { 'if-match': changed.headers.get('etag') ?? '' },
      );
      expect(again.status).toBe(200);
      expect(await read()).toMatchObject({ displayName: null });
      await onReplica('SELECT pg_wal_replay_resume()');
      await eventually(async () => ((await read()) as { displayName: string }).displayName === 'Ada');
    } finally {
      await service.close();
    }
  });

  it('leave no session behind', async () => {
    await start();
    await stateIs('ready');
    await runInRequestScope(readBoth);
    await manager.close();
    await eventually(async () => {
      const rows = await onReplica(`SELECT FROM pg_stat_activity WHERE datname = '${database}'`);
      return rows.length === 0;
    });
    expect(manager.replicas).toHaveLength(1);
  });
});
