import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { ServiceProcess } from '../support/service-process';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { ADMINISTRATORS, signInAsAdmin } from '../support/sign-in';
import { UserWriters } from './user-writers';

/** Ends of the service; `npm run test:crash` plays more. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 4);
const LONGEST_ROUND_MS = 1_500;
const LONGEST_SECOND_SIGNAL_MS = 300;
/** SHUTDOWN_TIMEOUT_MS and DATABASE_SHUTDOWN_TIMEOUT_MS, on a slow machine. */
const LONGEST_END_MS = 40_000;
/** Of a hundred users so many have an e-mail address that PostgreSQL gives to another. */
const CONFLICTS_PERCENT = 3;
const NOWHERE = 1;

/** What became of the acknowledged changes, printed at the end. */
interface Report {
  readonly rounds: number;
  readonly acknowledged: number;
  /** No answer came: it may have been made, or not. */
  readonly unknown: number;
  readonly foundOnce: number;
  readonly quarantined: number;
  readonly lost: number;
  readonly duplicated: number;
  /** How often PostgreSQL took over before the next end. */
  readonly promotions: number;
}

describe('A service that is killed, or told to end, again and again', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let directory: string;
  let service: ServiceProcess | null = null;
  /** Of those that were asked to end: one that is asked once is 0, and one that is asked again 0 or 1. */
  const ends: { way: number; code: number | null | undefined; isInTime: boolean }[] = [];

  beforeAll(async () => {
    ServiceProcess.build();
    database = await createTestDatabase();
    proxy = await TcpProxy.start(NOWHERE);
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
  }, 120_000);
  afterAll(async () => {
    await proxy.close();
    await database.drop();
    await fs.rm(directory, { recursive: true });
  });

  async function start(): Promise<string> {
    service = ServiceProcess.start({
      DATABASE_URL: proxy.urlOf(database.url),
      DATABASE_JOURNAL_DIR: directory,
      DATABASE_RETRY_MIN_MS: '20',
      DATABASE_RETRY_MAX_MS: '200',
      LOG_LEVEL: 'warn',
      ...ADMINISTRATORS,
    });
    return service.ready();
  }

  /** In whatever way a process is ended: asked to, asked again at once or in the middle of that, or not asked. */
  async function end(): Promise<void> {
    const way = Math.floor(Math.random() * 3);
    if (way === 0) return kill();
    service?.signal('SIGTERM');
    const began = performance.now();
    if (way === 1) {
      await pause(Math.random() * LONGEST_SECOND_SIGNAL_MS);
      service?.signal('SIGTERM');
    }
    const code = await service?.exit;
    ends.push({ way, code, isInTime: performance.now() - began < LONGEST_END_MS });
  }

  async function kill(): Promise<void> {
    service?.signal('SIGKILL');
    await service?.exit;
  }

  const isHealthy = async (url: string): Promise<boolean> => {
    const response = await fetch(`${url}/health/database`);
    return ((await response.json()) as { status: string }).status === 'healthy';
  };
  const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;
  const port = (): number => Number(new URL(database.url).port);

  it(
    '[fault 41] has every change that it acknowledged, once, in PostgreSQL or in quarantine',
    async () => {
      const sql = new Client({ connectionString: database.url });
      await sql.connect();
      const writers = new UserWriters(CONFLICTS_PERCENT);
      let promotions = 0;
      try {
        proxy.redirect(port());
        await eventually(async () => isHealthy(await start()));
        await writers.occupy(sql);
        await kill();
        for (let round = 0; round < ROUNDS; round += 1) {
          // PostgreSQL is away, comes back in the middle, or is there from the start.
          proxy.redirect(round % 3 === 2 ? port() : NOWHERE);
          proxy.reset();
          const url = await start();
          // A slow machine takes longer to find out whether PostgreSQL is there.
          await eventually(() => isReady(url), { deadlineMs: 60_000 });
          const stop = writers.begin(url, await signInAsAdmin(service as ServiceProcess, url, round));
          await pause(Math.random() * LONGEST_ROUND_MS);
          proxy.redirect(round % 3 === 0 ? NOWHERE : port());
          await pause(Math.random() * LONGEST_ROUND_MS);
          promotions += Number(await isHealthy(url));
          await end();
          await stop();
        }
        proxy.redirect(port());
        const url = await start();
        await eventually(() => isHealthy(url), { deadlineMs: 60_000 });
        const report = await reportOf(sql, writers, promotions);
        process.stderr.write(`${JSON.stringify(report)}\n`);
        expect(writers.unexpected).toEqual([]);
        expect(ends.filter(({ way, code }) => code !== 0 && !(way === 1 && code === 1))).toEqual([]);
        expect(ends.filter(({ isInTime }) => !isInTime)).toEqual([]);
        expect(report).toMatchObject({ lost: 0, duplicated: 0 });
        expect(report.foundOnce + report.quarantined).toBe(report.acknowledged);
        expect(report.quarantined).toBeGreaterThan(0);
      } finally {
        await sql.end();
        await kill();
      }
    },
    120_000 + ROUNDS * 15_000,
  );

  async function reportOf(sql: Client, writers: UserWriters, promotions: number): Promise<Report> {
    const { rows: users } = await sql.query<{ handle: string; n: number }>(
      'SELECT handle, count(*)::int AS n FROM users GROUP BY handle',
    );
    const { rows: kept } = await sql.query<{ handle: string; n: number }>(
      `SELECT record->'changes'->0->'row'->>'handle' AS handle, count(*)::int AS n
       FROM database_quarantine GROUP BY 1`,
    );
    const found = new Map(users.map(({ handle, n }) => [handle, n]));
    const quarantined = new Map(kept.map(({ handle, n }) => [handle, n]));
    const times = (handle: string): number => (found.get(handle) ?? 0) + (quarantined.get(handle) ?? 0);
    const { acknowledged, unknown } = writers;
    return {
      rounds: ROUNDS,
      acknowledged: acknowledged.length,
      unknown: unknown.length,
      foundOnce: acknowledged.filter((handle) => found.get(handle) === 1).length,
      quarantined: acknowledged.filter((handle) => quarantined.get(handle) === 1).length,
      lost: acknowledged.filter((handle) => times(handle) === 0).length,
      duplicated: [...acknowledged, ...unknown].filter((handle) => times(handle) > 1).length,
      promotions,
    };
  }
});
