import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { eventually } from '../support/eventually';
import { ServiceProcess } from '../support/service-process';
import { SmallDisk } from '../support/small-disk';
import { startApp } from '../support/test-app';
import { createTestDatabase } from '../../src/database/testing';
import { ADMINISTRATORS, adminToken, adminTokenIn, fetchAs, signInAsAdmin } from '../support/sign-in';
import { UserWriters } from '../crash/user-writers';

const whyNoDisk = SmallDisk.whyNot();
const describeWithDisk = whyNoDisk === null ? describe : describe.skip;

const createUser = (url: string, token: string, handle: string): Promise<Response> =>
  fetchAs(() => token)(`${url}/v1/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${handle}@example.com`, handle }),
  });

describeWithDisk(`A service whose journal has no room${whyNoDisk ? ` (${whyNoDisk})` : ''}`, () => {
  it('[fault 42] refuses changes with 503, keeps what it acknowledged and reads on', async () => {
    const disk = SmallDisk.make(1);
    const service = await startApp({ DATABASE_JOURNAL_DIR: path.join(disk.folder, 'journal') });
    try {
      const token = await adminToken(service.app);
      const acknowledged: string[] = [];
      const refusal = await eventually(async () => {
        const handle = `full-${acknowledged.length}`;
        const response = await createUser(service.url, token, handle);
        if (response.status !== 201) return { status: response.status, body: await response.json() };
        acknowledged.push(handle);
        // The rest fills with it, so that the end comes within few requests.
        await fs.writeFile(path.join(disk.folder, handle), Buffer.alloc(100_000)).catch(() => undefined);
        return false;
      });
      expect(refusal).toMatchObject({ status: 503, body: { code: 'database_full' } });
      const list = await fetchAs(() => token)(`${service.url}/v1/users?limit=100`);
      const { items } = (await list.json()) as { items: { handle: string }[] };
      const handles = items.map(({ handle }) => handle).filter((handle) => !handle.startsWith('admin-'));
      expect(handles.toSorted()).toEqual(acknowledged.toSorted());
      disk.resize(4);
      expect((await createUser(service.url, token, 'room-again')).status).toBe(201);
    } finally {
      await service.close();
      disk.remove();
    }
  });
});

describe('A service with a journal', () => {
  it('[fault 44] ends with 0 on SIGTERM under load, and finds everything again that it acknowledged', async () => {
    ServiceProcess.build();
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    const start = (): ServiceProcess =>
      ServiceProcess.start({ DATABASE_JOURNAL_DIR: directory, ...ADMINISTRATORS });
    const first = start();
    try {
      const url = await first.ready();
      const writers = new UserWriters(0);
      const token = await signInAsAdmin(first, url);
      const stop = writers.begin(url, token);
      await eventually(() => writers.acknowledged.length > 200);
      first.signal('SIGTERM');
      expect(await first.exit).toBe(0);
      await stop();
      expect(writers.unexpected).toEqual([]);
      const second = start();
      const found = await fetchAs(() => token)(`${await second.ready()}/v1/users?includeTotal=true&limit=1`);
      const { total: all } = (await found.json()) as { total: number };
      // Without the administrator.
      const total = all - 1;
      expect(await second.stop()).toBe(0);
      expect(total).toBeGreaterThanOrEqual(writers.acknowledged.length);
      expect(total).toBeLessThanOrEqual(writers.acknowledged.length + writers.unknown.length);
    } finally {
      first.signal('SIGKILL');
      await fs.rm(directory, { recursive: true });
    }
  }, 90_000);

  it('[fault 43] migrates once where five instances start together and one is killed in the middle', async () => {
    ServiceProcess.build();
    const database = await createTestDatabase();
    const services = Array.from({ length: 5 }, () =>
      ServiceProcess.start({ DATABASE_URL: database.url, DATABASE_FALLBACK: 'never' }),
    );
    const [victim, ...others] = services;
    try {
      await Promise.race(services.map((service) => service.ready(60_000)));
      victim?.signal('SIGKILL');
      const isHealthy = async (url: string): Promise<boolean> => {
        const response = await fetch(`${url}/health/database`);
        return response.status === 200;
      };
      for (const service of others) {
        const url = await service.ready(60_000);
        await eventually(() => isHealthy(url), { deadlineMs: 30_000 });
      }
      const [, ...migrated] = services.map(({ text }) => text.split('database.migrated').length - 1);
      expect(migrated.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1);
      const token = await adminTokenIn(database.url);
      const response = await createUser(await (others[0] as ServiceProcess).ready(), token, 'after-all');
      expect(response.status).toBe(201);
    } finally {
      await Promise.all(services.map((service) => service.kill()));
      await database.drop();
    }
  }, 120_000);
});
