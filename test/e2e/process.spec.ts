import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Journal } from '../../src/database/journal/journal';
import { eventually } from '../support/eventually';
import { freePort } from '../support/postgres-server';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { Client } from 'pg';
import { ADMINISTRATORS, fetchAs, signInAsAdmin } from '../support/sign-in';
import { ServiceProcess } from '../support/service-process';

const isHealthy = async (url: string): Promise<boolean> =>
  ((await (await fetch(`${url}/health/database`)).json()) as { status: string }).status === 'healthy';

describe('the service as a process', () => {
  beforeAll(() => ServiceProcess.build(), 120_000);

  it('starts with nothing configured, says in one line what it is, and ends with 0 on SIGTERM', async () => {
    const service = ServiceProcess.start();
    const url = await service.ready();
    expect(service.text).toMatch(
      /^Ballast is degraded \(Using fallback in-memory storage; step: fallback\) at http:\S+, documentation at \S+\/docs$/m,
    );
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  it('serves, and ends with 0 on SIGTERM, although nobody reads what it writes', async () => {
    const port = await freePort();
    const service = ServiceProcess.start({ PORT: String(port) });
    service.stopListening();
    try {
      const isAlive = async (): Promise<boolean> =>
        (await fetch(`http://127.0.0.1:${port}/health/live`)).status === 200;
      await eventually(isAlive, { deadlineMs: 30_000 });
      service.signal('SIGTERM');
      await eventually(() => service.exitCode !== null);
      expect(service.exitCode).toBe(0);
    } finally {
      service.signal('SIGKILL');
    }
  }, 60_000);

  it('[fault 33] refuses a malformed environment with 78, every key and no value', async () => {
    const service = ServiceProcess.start({
      PORT: 'abc',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      DATABASE_POOL_SIZE: '-1',
      METRICS_PORT: '70001',
      METRICS_HOST: 'http://x',
      METRICS_TOKEN: 'tooshort',
    });
    expect(await service.exit).toBe(78);
    expect(service.text).toMatch(/PORT .*[\s\S]*DATABASE_/);
    for (const key of ['DATABASE_URL', 'DATABASE_POOL_SIZE', 'METRICS_PORT', 'METRICS_HOST', 'METRICS_TOKEN'])
      expect(service.text).toContain(key);
    expect(service.text).toMatch(/^\W*PORT\b/m);
    for (const value of ['abc', 'hunter2', 'root', '70001', 'http://x', 'tooshort'])
      expect(service.text).not.toContain(value);
  });

  it('refuses DATABASE_FALLBACK=never without a database with 78', async () => {
    const service = ServiceProcess.start({ DATABASE_FALLBACK: 'never' });
    expect(await service.exit).toBe(78);
    expect(service.text).toContain('DATABASE_URL');
  });

  describe('with a journal', () => {
    let directory: string;

    beforeEach(async () => {
      directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    });
    afterEach(() => fs.rm(directory, { recursive: true }));

    it('refuses with 78 a directory that another process has, and takes it when that has been killed', async () => {
      const first = ServiceProcess.start({ DATABASE_JOURNAL_DIR: directory, ...ADMINISTRATORS });
      const url = await first.ready();
      const token = await signInAsAdmin(first, url);
      const fetch = fetchAs(() => token);
      const made = await fetch(`${url}/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ada@example.com', handle: 'ada' }),
      });
      expect([made.status, made.headers.get('ballast-durability')]).toEqual([201, 'journaled']);
      const second = ServiceProcess.start({ DATABASE_JOURNAL_DIR: directory });
      expect(await second.exit).toBe(78);
      expect(second.text).toContain(directory);
      first.signal('SIGKILL');
      await first.exit;
      const third = ServiceProcess.start({ DATABASE_JOURNAL_DIR: directory });
      const found = await fetch(`${await third.ready()}${made.headers.get('location')}`);
      expect(found.status).toBe(200);
      expect(await third.stop()).toBe(0);
    }, 60_000);

    it('does not serve from memory without what the journal holds, and says what is missing', async () => {
      const journal = await Journal.open({
        directory,
        sync: 'always',
        syncIntervalMs: 50,
        compaction: 'keep',
      });
      const changes = [{ kind: 'insert', table: 'public.books', row: { id: '1' } }] as const;
      await journal.append({ at: new Date().toISOString(), changes });
      await journal.close();
      const service = ServiceProcess.start({ DATABASE_JOURNAL_DIR: directory });
      const health = await fetch(`${await service.ready()}/health/database`);
      expect(health.status).toBe(503);
      expect(((await health.json()) as { message: string }).message).toContain('books');
      expect(await service.stop()).toBe(0);
    }, 60_000);
  });

  describe('on PostgreSQL', () => {
    let database: TestDatabase;

    beforeEach(async () => {
      database = await createTestDatabase();
    });
    afterEach(() => database.drop());

    it('migrates once when five processes start together', async () => {
      const services = Array.from({ length: 5 }, () =>
        ServiceProcess.start({ DATABASE_URL: database.url, DATABASE_FALLBACK: 'never' }),
      );
      const urls = await Promise.all(services.map((service) => service.ready(60_000)));
      for (const url of urls) {
        expect(await eventually(() => isHealthy(url))).toBe(true);
      }
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
      await client.end();
      const files = await fs.readdir(path.join('src', 'migrations'));
      const stamps = files.flatMap((file) => /^\d+/.exec(file) ?? []).map(Number);
      expect(rows.map(({ name }) => Number(/\d+$/.exec(name)?.[0]))).toEqual(
        stamps.toSorted((a, b) => a - b),
      );
      expect(services.filter(({ text }) => text.includes('database.migrated'))).toHaveLength(1);
      expect(await Promise.all(services.map((service) => service.stop()))).toEqual([0, 0, 0, 0, 0]);
    }, 90_000);
  });
});
