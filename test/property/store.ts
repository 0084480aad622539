import { setImmediate as macrotask, setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import type { InMemoryClient } from '../../src/database/memory/in-memory-pool';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { sortedByText, withoutClock } from './canonical';
import { model, SEQUENCES, TABLES } from './model/model';
import type { Session } from './operation';
import { POPULATION } from './population';
import { QUERY_RUNNERS } from './schedule';

const entities = Object.values(model);
const CONTENTS = TABLES.map(
  (table) => `SELECT '${table}' AS "table", t::text AS "row" FROM "${table}" t`,
).join(' UNION ALL ');
/** Children come first. */
const DELETE = `${TABLES.map((table) => `DELETE FROM "${table}"`).join('; ')}; SELECT ${SEQUENCES.map((name) => `setval('${name}', 1, false)`).join(', ')}`;
const TRUNCATE = `TRUNCATE ${TABLES.map((table) => `"${table}"`).join(', ')} RESTART IDENTITY`;
const RESETS_A_FILE = 50;
const NEXT_VALUES = `SELECT ${SEQUENCES.map((name) => `nextval('${name}') AS "${name}"`).join(', ')}`;

/** One of the stores that are compared. */
export abstract class PropertyStore {
  readonly sessions: Session[] = [];
  private resets = 0;

  protected constructor(
    readonly title: string,
    readonly dataSource: DataSource,
  ) {}

  /** Waits until every call has ended or waits for a lock that a session at rest holds. */
  abstract quiet(running: ReadonlyMap<number, unknown>): Promise<void>;

  /** Opens the sessions: the first is the data source's manager, each other has a query runner. */
  protected async openSessions(): Promise<void> {
    this.sessions.push({ manager: this.dataSource.manager, runner: null, client: null, status: () => 'I' });
    for (let i = 0; i < QUERY_RUNNERS; i += 1) {
      const runner = this.dataSource.createQueryRunner();
      const client: unknown = await runner.connect();
      this.sessions.push({ manager: runner.manager, runner, client, status: () => this.statusOf(client) });
    }
  }

  get runners(): QueryRunner[] {
    return this.sessions.flatMap(({ runner }) => runner ?? []);
  }

  /** The state of a client's transaction. */
  protected abstract statusOf(client: unknown): string;

  /** Empty tables and fresh sequences, or the standard population. */
  async reset(populated: boolean, afresh: boolean): Promise<void> {
    for (const runner of this.runners) {
      // A COMMIT that failed leaves a runner that believes in a transaction.
      Object.assign(runner, { isTransactionActive: false, transactionDepth: 0 });
    }
    this.resets += 1;
    // TRUNCATE makes a server create files: the tables are small, and get new ones now and then.
    const empty = afresh || this.resets % RESETS_A_FILE === 1 ? TRUNCATE : DELETE;
    await this.dataSource.query([empty, ...(populated ? POPULATION : [])].join('; '));
  }

  /** Every row of every table, and what the sequences give next. */
  async contents(): Promise<unknown> {
    const rows: { table: string; row: string }[] = await this.dataSource.query(CONTENTS);
    const [next]: unknown[] = await this.dataSource.query(NEXT_VALUES);
    return { rows: sortedByText(rows.map(({ table, row }) => `${table}${withoutClock(row)}`)), next };
  }

  async close(): Promise<void> {
    for (const runner of this.runners) await runner.release();
    await this.dataSource.destroy();
  }
}

/** A real server. A monitor of its own tells which of its sessions wait. */
export class PostgresStore extends PropertyStore {
  private readonly monitor: Client;

  private constructor(
    private readonly database: TestDatabase,
    dataSource: DataSource,
  ) {
    super('PostgreSQL', dataSource);
    this.monitor = new Client({ connectionString: database.url });
  }

  static async open(): Promise<PostgresStore> {
    const database = await createTestDatabase(
      `TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`,
    );
    const dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      entities,
      synchronize: true,
      extra: { max: QUERY_RUNNERS + 2, options: '-c deadlock_timeout=200ms -c lock_timeout=10s -c jit=off' },
    });
    const store = new PostgresStore(database, dataSource);
    await store.monitor.connect();
    await dataSource.initialize();
    await store.openSessions();
    return store;
  }

  async quiet(running: ReadonlyMap<number, unknown>): Promise<void> {
    const deadline = performance.now() + 5_000;
    for (let turn = 0; running.size > 0; turn += 1) {
      await (turn < 4 ? macrotask() : pause(1));
      if (turn < 6 || running.size === 0) continue;
      const before = running.size;
      const waiting = await this.waiting();
      if (waiting.size >= running.size && running.size === before && !hasCycle(waiting)) break;
      if (performance.now() > deadline) throw new Error(await this.stuck());
    }
    // A failure is told before the server says that it is ready, and in which state.
    const atRest = this.sessions.filter(({ client }, session) => client !== null && !running.has(session));
    while (atRest.some(({ client }) => !(client as Ready).readyForQuery)) {
      if (performance.now() > deadline) throw new Error(await this.stuck());
      await macrotask();
    }
  }

  protected statusOf(client: unknown): string {
    return (client as Client).getTransactionStatus() ?? 'I';
  }

  override async close(): Promise<void> {
    await super.close();
    await this.monitor.end();
    await this.database.drop();
  }

  private async stuck(): Promise<string> {
    const { rows } = await this.monitor.query<object>(
      `SELECT pid, state, wait_event_type, wait_event, pg_blocking_pids(pid) AS blockers, query
       FROM pg_stat_activity WHERE datname = current_database()`,
    );
    return `calls neither end nor wait for a lock: ${JSON.stringify(rows)}`;
  }

  /** The sessions that wait for a lock, each with those that it waits for. */
  private async waiting(): Promise<Map<number, readonly number[]>> {
    const { rows } = await this.monitor.query<{ pid: number; blockers: number[] }>(
      `SELECT pid, pg_blocking_pids(pid) AS blockers FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'`,
    );
    return new Map(
      rows.filter(({ blockers }) => blockers.length > 0).map(({ pid, blockers }) => [pid, blockers]),
    );
  }
}

interface Ready {
  readonly readyForQuery: boolean;
}

/** A deadlock that the server has not broken yet. */
function hasCycle(waiting: ReadonlyMap<number, readonly number[]>): boolean {
  const reaches = (from: number, goal: number, seen: Set<number>): boolean =>
    (waiting.get(from) ?? []).some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return [...waiting.keys()].some((pid) => reaches(pid, pid, new Set()));
}

/** The store in this process: nothing but a lock makes a call of it outlast the running microtasks. */
export class MemoryStore extends PropertyStore {
  static async open(fastPath: boolean): Promise<MemoryStore> {
    const title = fastPath ? 'memory' : 'memory, every statement through SQL';
    const store = new MemoryStore(title, new InMemoryDataSource({ entities, fastPath }));
    await store.dataSource.initialize();
    await store.openSessions();
    return store;
  }

  protected statusOf(client: unknown): string {
    return (client as InMemoryClient).session.transactionStatus;
  }

  async quiet(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await macrotask();
  }
}
