import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { DatabaseManager, databaseOptions, type FallbackPolicy } from '../../src/database';
import { CreateEntries1764057600000, Entry, writeEntry } from '../support/entries';
import { eventually } from '../support/eventually';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { CLOSING, STATE_CHANGES } from './state-changes';

/** Sequences; MODEL_RUNS plays more. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 10);
const NOWHERE = 1;
/** Long enough for a probe to see what has changed, and for an attempt to connect. */
const A_WHILE_MS = 60;

type Event =
  /** PostgreSQL can be reached from now on, or not: connections are refused and those that are open are reset. */
  | 'recover'
  | 'fail'
  /** Nothing comes through, and nobody is told. */
  | 'hang'
  | 'break connections'
  | 'write'
  | 'reinitialize'
  /** The process ends in order, and another begins. */
  | 'restart'
  | 'pass';

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Event>('write') },
  { weight: 2, arbitrary: fc.constantFrom<Event>('recover', 'fail', 'pass') },
  { weight: 1, arbitrary: fc.constantFrom<Event>('hang', 'break connections', 'reinitialize', 'restart') },
);
const policy = fc.constantFrom<FallbackPolicy>('always', 'unconfigured', 'never');

const TRANSITIONS: ReadonlySet<string> = new Set([...STATE_CHANGES, CLOSING]);

const CLOSED = 'Health check error: closed';

/** A manager in a world of its own: a database, a network and a disk. */
class World {
  readonly acknowledged: string[] = [];
  readonly unknown: string[] = [];
  readonly violations: string[] = [];
  private manager: DatabaseManager | null = null;
  private writes = 0;

  private constructor(
    private readonly policy: FallbackPolicy,
    private readonly database: TestDatabase,
    private readonly proxy: TcpProxy,
    private readonly directory: string,
  ) {}

  static async make(fallback: FallbackPolicy): Promise<World> {
    const database = await createTestDatabase();
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-model-'));
    return new World(fallback, database, await TcpProxy.start(NOWHERE), directory);
  }

  async start(): Promise<void> {
    const quiet = (): void => undefined;
    this.manager = new DatabaseManager({
      options: databaseOptions({
        DATABASE_URL: this.proxy.urlOf(this.database.url),
        DATABASE_FALLBACK: this.policy,
        DATABASE_JOURNAL_DIR: this.directory,
        DATABASE_RETRY_MIN_MS: '20',
        DATABASE_RETRY_MAX_MS: '50',
        DATABASE_PROBE_INTERVAL_MS: '50',
        DATABASE_PROBE_TIMEOUT_MS: '300',
        DATABASE_CONNECT_TIMEOUT_MS: '300',
        DATABASE_STABILITY_WINDOW_MS: '100',
        DATABASE_SHUTDOWN_TIMEOUT_MS: '500',
      }),
      schema: () => ({ entities: [Entry], migrations: [CreateEntries1764057600000] }),
      logger: { log: quiet, warn: quiet },
    });
    await this.manager.initialize();
  }

  async play(of: Event): Promise<void> {
    const { manager, proxy } = this;
    if (!manager) throw new Error('the world has not begun');
    switch (of) {
      case 'recover':
        proxy.set({ kind: 'clear' });
        proxy.redirect(Number(new URL(this.database.url).port));
        break;
      case 'fail':
        proxy.set({ kind: 'clear' });
        proxy.redirect(NOWHERE);
        proxy.reset();
        break;
      case 'hang':
        proxy.set({ kind: 'black hole' });
        break;
      case 'break connections':
        proxy.reset();
        break;
      case 'write':
        await this.write(manager);
        break;
      case 'reinitialize':
        await manager.reinitialize();
        break;
      case 'restart':
        await manager.close();
        if (manager.state.message !== CLOSED) this.violations.push('it is not closed');
        await this.start();
        break;
      case 'pass':
        await pause(A_WHILE_MS);
    }
    this.check(this.manager ?? manager);
  }

  /** Notes what may not be: a state, or the way to it. */
  private check({ state, transitions }: DatabaseManager): void {
    const path = transitions.map(({ from, to }) => `${from} ${to}`);
    const wasHealthy = transitions.findIndex(({ to }) => to === 'healthy');
    const rules: Readonly<Record<string, boolean>> = {
      'a change of state that is not in the record': path.some((step) => !TRANSITIONS.has(step)),
      'memory serves against the policy': this.policy !== 'always' && state.status === 'degraded',
      'it does not say whom it uses': state.usingPrimary === (state.status === 'degraded'),
      'memory has taken the place of a PostgreSQL that has served':
        wasHealthy >= 0 && transitions.slice(wasHealthy).some(({ to }) => to === 'degraded'),
    };
    for (const [rule, isBroken] of Object.entries(rules))
      if (isBroken) this.violations.push(`${rule}: ${path.join(', ')}`);
  }

  /**
   * Lets everything recover.
   *
   * @returns what is in PostgreSQL then, and in its quarantine: memory that begins anew gives out numbers that PostgreSQL
   * has given out before
   */
  async end(): Promise<string[]> {
    await this.play('recover');
    await eventually(() => this.manager?.state.status === 'healthy', { deadlineMs: 20_000 });
    const kept = `SELECT record->'changes'->0->'row'->>'token' AS token FROM database_quarantine`;
    const rows = await this.rows('SELECT token FROM entries');
    const hasQuarantine = await this.rows(`SELECT to_regclass('database_quarantine')::text AS token`);
    return [...rows, ...(hasQuarantine[0] === null ? [] : await this.rows(kept))].flatMap(
      (token) => token ?? [],
    );
  }

  private async rows(sql: string): Promise<(string | null)[]> {
    // A connection that was broken is noticed when it is used.
    const rows = await eventually(async () =>
      this.manager?.dataSource.query<{ token: string | null }[]>(sql),
    );
    return (rows ?? []).map(({ token }) => token);
  }

  async close(): Promise<void> {
    this.proxy.set({ kind: 'clear' });
    await this.manager?.close();
    await this.proxy.close();
    await this.database.drop();
    await fs.rm(this.directory, { recursive: true });
  }

  private async write(manager: DatabaseManager): Promise<void> {
    this.writes += 1;
    const token = `w-${this.writes}`;
    const leave = await manager.admitWrite();
    try {
      const outcome = await writeEntry(manager, token);
      if (outcome === 'acknowledged') this.acknowledged.push(token);
      if (outcome === 'unknown') this.unknown.push(token);
    } finally {
      leave();
    }
  }
}

describe('The manager, whatever happens to it and in whatever order', () => {
  it(
    'goes only from state to state as it may, ends up healthy, and has every acknowledged write once',
    async () => {
      const property = fc.asyncProperty(
        policy,
        fc.array(event, { minLength: 4, maxLength: 16 }),
        async (fallback, events) => {
          const world = await World.make(fallback);
          try {
            await world.start();
            for (const next of events) await world.play(next);
            const found = await world.end();
            expect(world.violations).toEqual([]);
            expect(found.filter((token, i) => found.indexOf(token) !== i)).toEqual([]);
            expect(found).toEqual(expect.arrayContaining(world.acknowledged));
            const known = new Set([...world.acknowledged, ...world.unknown]);
            expect(found.filter((token) => !known.has(token))).toEqual([]);
          } finally {
            await world.close();
          }
        },
      );
      await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS <= 10 });
    },
    60_000 + RUNS * 20_000,
  );
});
