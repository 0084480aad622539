import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../../src/database/testing';
import { UserWriters } from '../../crash/user-writers';
import { eventually } from '../../support/eventually';
import { ServiceProcess } from '../../support/service-process';
import { ADMINISTRATORS, signInAsAdmin } from '../../support/sign-in';
import { TcpProxy } from '../../support/tcp-proxy';

const INSTANCES = 3;
/** Acknowledged by each before PostgreSQL comes back. */
const CHANGES = 150;
const NOWHERE = 1;

describe('Several instances, each with a journal of its own', () => {
  it('[fault 40] give one PostgreSQL all that they have acknowledged, once, and what is in conflict to its quarantine', async () => {
    ServiceProcess.build();
    const database = await createTestDatabase();
    const proxy = await TcpProxy.start(NOWHERE);
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-instances-'));
    const services = Array.from({ length: INSTANCES }, (_, n) =>
      ServiceProcess.start({
        DATABASE_URL: proxy.urlOf(database.url),
        DATABASE_JOURNAL_DIR: path.join(folder, String(n)),
        DATABASE_RETRY_MIN_MS: '50',
        DATABASE_RETRY_MAX_MS: '200',
        LOG_LEVEL: 'warn',
        ...ADMINISTRATORS,
      }),
    );
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    try {
      // Handles are each instance's own; addresses are the same everywhere.
      const writers = services.map((_, n) => new UserWriters(0, `of-${n}`));
      const stops = await Promise.all(
        services.map(async (service, n) => {
          const url = await service.ready(60_000);
          const token = await signInAsAdmin(service, url, n);
          return writers[n]?.begin(url, token);
        }),
      );
      const isDone = (): boolean => writers.every(({ acknowledged }) => acknowledged.length >= CHANGES);
      await eventually(isDone, { deadlineMs: 60_000 });
      await Promise.all(stops.map(async (stop) => stop?.()));
      proxy.redirect(Number(new URL(database.url).port));
      for (const service of services) {
        const url = await service.ready();
        await eventually(() => isHealthy(url), { deadlineMs: 60_000 });
      }
      const found = await sql.query<{ handle: string; n: number }>(
        `SELECT handle, count(*)::int AS n FROM (
           SELECT handle FROM users UNION ALL
           SELECT record->'changes'->0->'row'->>'handle' FROM database_quarantine) AS kept GROUP BY handle`,
      );
      const times = new Map(found.rows.map(({ handle, n }) => [handle, n]));
      const acknowledged = writers.flatMap((one) => one.acknowledged);
      expect(acknowledged.filter((handle) => times.get(handle) !== 1)).toEqual([]);
      expect([...times].filter(([, n]) => n > 1)).toEqual([]);
      expect(writers.flatMap(({ unexpected }) => unexpected)).toEqual([]);
      const refused = await sql.query<{ code: string; n: number }>(
        'SELECT code, count(*)::int AS n FROM database_quarantine GROUP BY code',
      );
      expect(refused.rows.find(({ code }) => code === '23505')?.n).toBeGreaterThan(CHANGES);
    } finally {
      await Promise.all(services.map((service) => service.kill()));
      await sql.end();
      await proxy.close();
      await database.drop();
      await fs.rm(folder, { recursive: true });
    }
  }, 240_000);
});

async function isHealthy(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/database`);
  return ((await response.json()) as { status: string }).status === 'healthy';
}
