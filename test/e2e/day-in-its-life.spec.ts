import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { ADMINISTRATORS, fetchAs, signInAsAdmin } from '../support/sign-in';
import { ServiceProcess } from '../support/service-process';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** One test, since each hour of a day depends on those before it. */
describe('A day in the life of the service', () => {
  let server: PostgresServer;
  let database: string;
  let directory: string;
  let service: ServiceProcess;
  let url: string;
  let token: string;

  beforeAll(async () => {
    ServiceProcess.build();
    server = await PostgresServer.start();
    database = new URL(await server.createDatabase()).pathname.slice(1);
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
  }, 120_000);
  afterAll(async () => {
    service.signal('SIGKILL');
    await service.exit;
    await server.close();
    await fs.rm(directory, { recursive: true });
  });

  async function start(): Promise<void> {
    service = ServiceProcess.start({
      ...ADMINISTRATORS,
      DATABASE_URL: server.url(database),
      DATABASE_JOURNAL_DIR: directory,
      DATABASE_RETRY_MAX_MS: '500',
    });
    url = await service.ready();
  }

  async function ask(method: string, target: string, body?: object): Promise<Answer> {
    const response = await fetchAs(() => token)(url + target, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  const create = (handle: string, email = `${handle}@example.com`): Promise<Answer> =>
    ask('POST', '/v1/users', { handle, email });
  const status = async (): Promise<unknown> => (await ask('GET', '/health/database')).body['status'];
  const handles = async (): Promise<unknown[]> => {
    const { status, body } = await ask('GET', '/v1/users?sort=handle');
    expect([status, body]).toEqual([200, expect.anything()]);
    return (body['items'] as { handle: string }[])
      .map(({ handle }) => handle)
      .filter((handle) => !handle.startsWith('admin-'));
  };

  it('ends with everything in PostgreSQL that was ever acknowledged', async () => {
    // Yesterday it served from PostgreSQL, where a user was made.
    await start();
    await eventually(async () => (await status()) === 'healthy');
    token = await signInAsAdmin(service, url, 0);
    const yesterday = await create('yesterday', 'shared@example.com');
    expect([yesterday.status, yesterday.headers.get('ballast-durability')]).toEqual([201, null]);
    expect(await service.stop()).toBe(0);

    // In the morning PostgreSQL is down. Memory serves, and says what its answers are worth.
    await server.stop();
    await start();
    expect(await status()).toBe('degraded');
    expect((await create('ada')).status).toBe(503);
    token = await signInAsAdmin(service, url, 1);
    const ada = await create('ada');
    expect([ada.status, ada.headers.get('ballast-durability')]).toEqual([201, 'journaled']);
    expect((await ask('GET', String(yesterday.headers.get('location')))).status).toBe(503);
    const conflict = await create('conflict', 'shared@example.com');
    expect(conflict.status).toBe(201);

    // At noon the process is killed, and begins again where it was.
    service.signal('SIGKILL');
    await service.exit;
    await start();
    await eventually(async () => (await status()) === 'degraded');
    expect(await handles()).toEqual(['ada', 'conflict']);
    const bob = await create('bob');
    expect(bob.status).toBe(201);
    const dependent = await fetchAs(() => token)(`${url}${conflict.headers.get('location')}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': String(conflict.headers.get('etag')) },
      body: JSON.stringify({ displayName: 'Second thoughts' }),
    });
    expect(dependent.status).toBe(200);

    // In the afternoon PostgreSQL is back, and is given what it has missed before it serves.
    await server.start();
    await eventually(async () => (await status()) === 'healthy', { deadlineMs: 30_000 });
    expect(await handles()).toEqual(['ada', 'bob', 'yesterday']);
    expect((await ask('GET', String(ada.headers.get('location')))).body).toEqual(ada.body);

    // What it could not take is in quarantine, whole, with what came after it.
    const { body } = await ask('GET', '/v1/admin/database/quarantine');
    const [refused, after] = body['items'] as { id: string; code: string; dependsOn: string | null }[];
    expect(body['items']).toHaveLength(2);
    expect(refused).toMatchObject({ code: '23505', dependsOn: null });
    expect(after).toMatchObject({ dependsOn: refused?.id });
    const retry = `/v1/admin/database/quarantine/${refused?.id}/retry`;
    expect((await ask('POST', retry)).status).toBe(409);

    // In the evening somebody gives way, and both are taken.
    await server.query(`UPDATE users SET email = 'moved@example.com' WHERE handle = 'yesterday'`, database);
    for (const { id } of body['items'] as { id: string }[])
      expect((await ask('POST', `/v1/admin/database/quarantine/${id}/retry`)).status).toBeLessThan(300);
    expect(await handles()).toEqual(['ada', 'bob', 'conflict', 'yesterday']);
    expect((await ask('GET', String(conflict.headers.get('location')))).body).toMatchObject({
      email: 'shared@example.com',
      displayName: 'Second thoughts',
    });
    expect((await ask('GET', '/v1/admin/database/quarantine')).body['items']).toEqual([]);
    expect(await service.stop()).toBe(0);
  }, 180_000);
});
