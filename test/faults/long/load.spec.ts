import { DatabaseManager } from '../../../src/database';
import { eventually } from '../../support/eventually';
import { Load, NO_CONTRADICTION, type Outcome } from '../../support/load';
import { PostgresServer } from '../../support/postgres-server';
import { adminToken, fetchAs } from '../../support/sign-in';
import { startApp, type TestApp } from '../../support/test-app';

const WRITERS = 6;

/** A server that restarts has to be found again within so long. */
const RECOVERY = { deadlineMs: 20_000 };

describe('A service under load', () => {
  let server: PostgresServer;
  let url: string;
  let service: TestApp;
  let changes: string[];
  let load: Load;
  let token: string;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    url = await server.createDatabase();
    service = await startApp({
      DATABASE_URL: url,
      DATABASE_FALLBACK: 'never',
      // To a machine that is busy the server may seem to come and go, which is none of these faults.
      DATABASE_STABILITY_WINDOW_MS: '0',
    });
    await eventually(async () => (await fetch(`${service.url}/health/ready`)).status === 200);
    changes = [];
    service.app.get(DatabaseManager).onStateChange(({ status }) => changes.push(status));
    token = await adminToken(service.app);
    load = new Load(create, WRITERS);
    await goesOn();
  });
  afterEach(async () => {
    server.thaw();
    await load.stop();
    await service.close();
    await eventually(async () => (await sessions()).length === 0);
    await server.query(`DROP DATABASE ${nameOf(url)}`);
  });

  const nameOf = (of: string): string => new URL(of).pathname.slice(1);
  const create = async (handle: string): Promise<Outcome> => {
    const response = await fetchAs(() => token)(`${service.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${handle}@example.com`, handle }),
    });
    const { code } = (await response.json()) as { code?: string };
    if (response.status === 201) return 'acknowledged';
    if (response.status !== 503) throw new Error(`${response.status} ${code}`);
    return code === 'outcome_unknown' ? 'unknown' : 'refused';
  };
  const goesOn = async (): Promise<void> => {
    const { length } = load.acknowledged;
    await eventually(() => load.acknowledged.length > length + 50, RECOVERY);
  };
  const sessions = (): Promise<{ pid: number }[]> =>
    server.query(`SELECT pid FROM pg_stat_activity WHERE datname = '${nameOf(url)}'`);
  const handles = async (): Promise<string[]> =>
    (await server.query<{ handle: string }>("SELECT handle FROM users WHERE role = 'user'", nameOf(url))).map(
      ({ handle }) => handle,
    );
  const isAlive = async (): Promise<void> => {
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  };

  const faults: readonly [number, string, () => Promise<void>][] = [
    [
      3,
      'one of its sessions is killed',
      async () => {
        const [session] = await sessions();
        server.killSession(session?.pid ?? 0);
      },
    ],
    [
      4,
      'the server is killed and started again',
      async () => {
        await server.kill();
        await eventually(() => changes.includes('unhealthy'));
        await isAlive();
        await server.start();
      },
    ],
    [
      5,
      'the server is stopped fast and started again',
      async () => {
        await server.stop('fast');
        await isAlive();
        await server.start();
      },
    ],
    [
      5,
      'the server is stopped at once and started again',
      async () => {
        await server.stop('immediate');
        await isAlive();
        await server.start();
      },
    ],
    [
      6,
      'the server is frozen and thawed',
      async () => {
        server.freeze();
        await eventually(() => changes.includes('unhealthy'));
        await isAlive();
        server.thaw();
      },
    ],
  ];

  it.each(faults)('[fault %d] loses no acknowledged write when %s', async (_fault, _name, cause) => {
    await cause();
    await goesOn();
    await load.stop();
    expect(load.contradictions(await handles())).toEqual(NO_CONTRADICTION);
    expect(load.unknown.length).toBeLessThanOrEqual(WRITERS);
    expect(load.slowestMs).toBeLessThan(5_000);
    expect(changes.at(-1) ?? 'healthy').toBe('healthy');
  });
});
