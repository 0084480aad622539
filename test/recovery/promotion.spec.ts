import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { databaseErrorOf, DatabaseManager, databaseOptions } from '../../src/database';
import { Quarantine } from '../../src/database/recovery/quarantine';
import { CreateEntries1764057600000, Entry, writeEntry } from '../support/entries';
import { eventually } from '../support/eventually';
import { Load, NO_CONTRADICTION } from '../support/load';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

/** A port on which nothing listens. */
const NOWHERE = 1;

describe('A promotion', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let directory: string;
  let events: { event: string }[];
  const managers: DatabaseManager[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(NOWHERE);
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    events = [];
  });
  afterEach(async () => {
    await Promise.all(managers.splice(0).map((manager) => manager.close()));
    await proxy.close();
    await database.drop();
    await fs.rm(directory, { recursive: true });
  });

  function manage(environment: Readonly<Record<string, string>> = {}): DatabaseManager {
    const note = (entry: object): void => void events.push(entry as { event: string });
    const manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: proxy.urlOf(database.url),
        DATABASE_JOURNAL_DIR: directory,
        DATABASE_RETRY_MIN_MS: '50',
        DATABASE_RETRY_MAX_MS: '100',
        ...environment,
      }),
      schema: () => ({ entities: [Entry], migrations: [CreateEntries1764057600000] }),
      logger: { log: note, warn: note },
    });
    managers.push(manager);
    return manager;
  }

  /** Serves, from memory unless PostgreSQL answers. */
  async function start(environment: Readonly<Record<string, string>> = {}): Promise<DatabaseManager> {
    const manager = manage(environment);
    await manager.initialize();
    await eventually(() => manager.state.status !== 'unhealthy');
    return manager;
  }

  const bringBack = (): void => proxy.redirect(Number(new URL(database.url).port));
  const isHealthy = (manager: DatabaseManager) => (): boolean => manager.state.status === 'healthy';
  const tokens = async (manager: DatabaseManager): Promise<string[]> =>
    (await manager.dataSource.query<{ token: string }[]>('SELECT token FROM entries ORDER BY id')).map(
      ({ token }) => token,
    );

  it('gives PostgreSQL every change that was acknowledged, once, while changes and reads go on', async () => {
    const manager = await start();
    expect(manager.state).toMatchObject({ status: 'degraded', isJournaled: true });
    const load = new Load(async (token) => {
      const leave = await manager.admitWrite();
      try {
        return await writeEntry(manager, token);
      } finally {
        leave();
      }
    });
    const reads = new Load(async () => {
      await manager.dataSource.getRepository(Entry).count();
      // Memory answers without a pause, and would let nobody else run.
      await pause(1);
      return 'acknowledged';
    }, 1);
    await eventually(() => load.acknowledged.length > 300);
    bringBack();
    await eventually(isHealthy(manager));
    const { length } = load.acknowledged;
    await eventually(() => load.acknowledged.length > length + 50);
    await load.stop();
    await reads.stop();
    expect(load).toMatchObject({ refused: [], unknown: [] });
    expect(reads.unexpected).toEqual([]);
    expect(load.contradictions(await tokens(manager))).toEqual(NO_CONTRADICTION);
    expect(manager.promotion).toMatchObject({ quarantined: 0 });
    expect(manager.promotion?.replayed).toBeGreaterThan(300);
    await eventually(() => events.some(({ event }) => event === 'database.promoted'));
    expect(manager.transitions.map(({ to }) => to)).toEqual(['degraded', 'healthy']);
  });

  it('finds again after a restart what was acknowledged before it, and gives it to PostgreSQL with the rest', async () => {
    const first = await start();
    expect(await writeEntry(first, 'before')).toBe('acknowledged');
    await first.close();
    const second = await start();
    expect(await tokens(second)).toEqual(['before']);
    expect(await writeEntry(second, 'after')).toBe('acknowledged');
    bringBack();
    await eventually(isHealthy(second));
    expect(await tokens(second)).toEqual(['before', 'after']);
    expect(await writeEntry(second, 'on PostgreSQL')).toBe('acknowledged');
    expect(await tokens(second)).toEqual(['before', 'after', 'on PostgreSQL']);
  });

  it.each(['always', 'unconfigured', 'never'])(
    'comes before PostgreSQL serves where it answers at the start (DATABASE_FALLBACK=%s)',
    async (policy) => {
      const first = await start();
      await writeEntry(first, 'before');
      await first.close();
      bringBack();
      const second = await start({ DATABASE_FALLBACK: policy });
      await eventually(isHealthy(second));
      expect(await tokens(second)).toEqual(['before']);
      expect(second.transitions.map(({ to }) => to)).toEqual(['unhealthy', 'healthy']);
    },
  );

  it('is of nothing after it has been done', async () => {
    const first = await start();
    await writeEntry(first, 'once');
    bringBack();
    await eventually(isHealthy(first));
    await first.dataSource.query('DELETE FROM entries');
    await first.close();
    const second = await start();
    await eventually(isHealthy(second));
    expect(await tokens(second)).toEqual([]);
    expect(second.promotion).toBeNull();
  });

  it('repeats nothing where the directory is put back from an older copy, and says that it is older', async () => {
    const first = await start();
    await writeEntry(first, 'in the copy');
    const copy = `${directory}-copy`;
    await fs.cp(directory, copy, { recursive: true, filter: (file) => !/lock-\d+$/.test(file) });
    await writeEntry(first, 'after it');
    bringBack();
    await eventually(isHealthy(first));
    await first.close();
    await fs.rm(directory, { recursive: true });
    await fs.rename(copy, directory);
    const second = await start();
    await eventually(isHealthy(second));
    expect(await tokens(second)).toEqual(['in the copy', 'after it']);
    expect(second.promotion).toMatchObject({ replayed: 0, quarantined: 0 });
    expect(events).toContainEqual(expect.objectContaining({ event: 'database.journal_older', missing: 1 }));
  });

  it('leaves memory to serve where it fails, and is tried again', async () => {
    const manager = await start();
    await Promise.all(Array.from({ length: 600 }, (_, n) => writeEntry(manager, `w-${n}`.padEnd(100))));
    proxy.set({ kind: 'reset after', bytes: 20_000 });
    bringBack();
    await eventually(() => events.some(({ event }) => event === 'database.not_promoted'));
    expect(manager.state.status).toBe('degraded');
    expect(await writeEntry(manager, 'meanwhile')).toBe('acknowledged');
    proxy.set({ kind: 'clear' });
    await eventually(isHealthy(manager));
    const found = await tokens(manager);
    expect(found).toHaveLength(601);
    expect(new Set(found).size).toBe(601);
  });

  it('[fault 40] puts what PostgreSQL refuses into quarantine, and says so', async () => {
    bringBack();
    const first = await start();
    await first.dataSource.query(`INSERT INTO entries (id, token) VALUES (2, 'in the way')`);
    await first.close();
    proxy.redirect(NOWHERE);
    const second = await start();
    for (const token of ['one', 'two', 'three']) await writeEntry(second, token);
    bringBack();
    await eventually(isHealthy(second));
    expect(await tokens(second)).toEqual(['one', 'in the way', 'three']);
    await eventually(() => second.promotion !== null);
    expect(second.promotion).toMatchObject({ replayed: 2, quarantined: 1 });
    const entries = await new Quarantine(second.dataSource).list({ limit: 10 });
    expect(entries).toEqual([expect.objectContaining({ code: '23505', transaction: 2 })]);
    expect(await writeEntry(second, 'four')).toBe('acknowledged');
  });

  it('refuses the commit of a transaction that goes on for too long, and does not lose what was acknowledged', async () => {
    const manager = await start({ DATABASE_PROMOTION_WAIT_MS: '100' });
    const leave = await manager.admitWrite();
    const runner = manager.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.manager.insert(Entry, { token: 'too late' });
    await writeEntry(manager, 'in time');
    bringBack();
    await eventually(isHealthy(manager));
    const failure: unknown = await runner.commitTransaction().catch((error: unknown) => error);
    expect(databaseErrorOf(failure)).toMatchObject({
      kind: 'unavailable',
      sqlState: '57P03',
      isOutcomeUnknown: false,
    });
    leave();
    expect(await tokens(manager)).toEqual(['in time']);
  });

  it('waits for changes that are under way', async () => {
    const manager = await start({ DATABASE_PROMOTION_WAIT_MS: '60000' });
    const leave = await manager.admitWrite();
    await writeEntry(manager, 'first');
    bringBack();
    let isAdmitted = false;
    // Those that come once it has begun wait for its end.
    await eventually(() => {
      isAdmitted = false;
      void manager.admitWrite().then((go) => {
        isAdmitted = true;
        return go();
      });
      return new Promise<boolean>((resolve) => setImmediate(() => resolve(!isAdmitted)));
    });
    expect(await writeEntry(manager, 'second')).toBe('acknowledged');
    expect(manager.state.status).toBe('degraded');
    leave();
    await eventually(isHealthy(manager));
    await eventually(() => isAdmitted);
    expect(await tokens(manager)).toEqual(['first', 'second']);
  });

  it('lets changes go on in memory where PostgreSQL keeps the last of them waiting', async () => {
    const manager = await start({
      DATABASE_PROMOTION_WAIT_MS: '60000',
      DATABASE_QUERY_TIMEOUT_MS: '0',
      DATABASE_STATEMENT_TIMEOUT_MS: '0',
    });
    const leave = await manager.admitWrite();
    await writeEntry(manager, 'first');
    bringBack();
    const other = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    try {
      await eventually(async () => (await other.query('SELECT token FROM entries')).length === 1);
      await other.query('BEGIN; LOCK TABLE entries');
      await writeEntry(manager, 'second');
      const admitted = heldWrite(manager);
      leave();
      const leaveHeld = await admitted;
      leaveHeld();
      expect(manager.state.status).toBe('degraded');
      expect(await writeEntry(manager, 'third')).toBe('acknowledged');
    } finally {
      await other.destroy();
    }
    await eventually(isHealthy(manager));
    expect(await tokens(manager)).toEqual(['first', 'second', 'third']);
  });

  it('ends with the manager within the time for that, and is finished by the next', async () => {
    bringBack();
    const migrating = await start();
    await eventually(isHealthy(migrating));
    await migrating.close();
    proxy.redirect(NOWHERE);
    const first = await start({
      DATABASE_SHUTDOWN_TIMEOUT_MS: '200',
      DATABASE_QUERY_TIMEOUT_MS: '0',
      DATABASE_STATEMENT_TIMEOUT_MS: '0',
    });
    const other = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    const blocked = `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "entries"%'`;
    try {
      await writeEntry(first, 'first');
      const holder = other.createQueryRunner();
      await holder.query('BEGIN; LOCK TABLE entries');
      bringBack();
      await eventually(async () => (await other.query<unknown[]>(blocked)).length === 1);
      const began = performance.now();
      await first.close();
      expect(performance.now() - began).toBeLessThan(2_000);
      await eventually(() => proxy.open === 0);
      await holder.query('ROLLBACK');
      await holder.release();
    } finally {
      await other.destroy();
    }
    const second = await start();
    await eventually(isHealthy(second));
    expect(await tokens(second)).toEqual(['first']);
  });

  it('leaves the journal to others where the manager is closed before it serves', async () => {
    const first = await start();
    await Promise.all(Array.from({ length: 200 }, (_, n) => writeEntry(first, `w-${n}`)));
    await first.close();
    for (const turns of [0, 2, 20, 60]) {
      const closed = manage({ DATABASE_SHUTDOWN_TIMEOUT_MS: '0' });
      const initialized = closed.initialize().catch(() => undefined);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      await closed.close();
      await initialized;
      expect(closed.state.message).toContain('closed');
      const next = await start();
      expect(await tokens(next)).toHaveLength(200);
      await next.close();
    }
  });

  /** Lets a write in that has had to wait because PostgreSQL was about to take over. */
  async function heldWrite(manager: DatabaseManager): Promise<() => void> {
    for (;;) {
      let isAdmitted = false;
      const admitted = manager.admitWrite().then((leave) => {
        isAdmitted = true;
        return leave;
      });
      await nextTurn();
      if (!isAdmitted) return admitted;
      (await admitted)();
    }
  }
});
