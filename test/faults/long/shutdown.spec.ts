import { eventually } from '../../support/eventually';
import { PostgresServer } from '../../support/postgres-server';
import { adminTokenIn, fetchAs } from '../../support/sign-in';
import { ServiceProcess } from '../../support/service-process';

describe('The end of a service whose server is frozen', () => {
  let server: PostgresServer;
  let service: ServiceProcess;

  beforeAll(async () => {
    ServiceProcess.build();
    server = await PostgresServer.start();
  }, 120_000);
  afterAll(() => server.close());
  afterEach(async () => {
    server.thaw();
    service.signal('SIGKILL');
    await service.exit;
  });

  it('[fault 16] [fault 17] comes within ten seconds, and every request that waits is answered', async () => {
    const database = await server.createDatabase();
    service = ServiceProcess.start({
      DATABASE_URL: database,
      DATABASE_FALLBACK: 'never',
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
    });
    const url = await service.ready();
    const token = await adminTokenIn(database);
    const fetch = fetchAs(() => token);
    const list = (): Promise<number> => fetch(`${url}/v1/users`).then(({ status }) => status);
    expect(await eventually(async () => (await list()) === 200)).toBe(true);
    server.freeze();
    const answers = Promise.all(Array.from({ length: 5 }, list));
    await eventually(async () => (await fetch(`${url}/health/live`)).status === 200);
    const began = performance.now();
    service.signal('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await answers).toEqual(Array.from({ length: 5 }, () => 503));
    expect(service.text).not.toMatch(/unhandled|uncaught/i);
  });

  it('[fault 16] gives requests all of SHUTDOWN_TIMEOUT_MS, then cuts them off and is 0', async () => {
    const database = await server.createDatabase();
    service = ServiceProcess.start({
      DATABASE_URL: database,
      DATABASE_FALLBACK: 'never',
      DATABASE_SHUTDOWN_TIMEOUT_MS: '1000',
      SHUTDOWN_TIMEOUT_MS: '11000',
      // It does not find out by itself that the server is frozen, however long the test takes to freeze it.
      DATABASE_PROBE_INTERVAL_MS: '3600000',
      DATABASE_POOL_VALIDATE_AFTER_IDLE_MS: '3600000',
    });
    const url = await service.ready();
    const token = await adminTokenIn(database);
    const fetch = fetchAs(() => token);
    await eventually(async () => (await fetch(`${url}/v1/users`)).status === 200);
    server.freeze();
    const answer = fetch(`${url}/v1/users`).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(async () => (await fetch(`${url}/health/live`)).status === 200);
    const began = performance.now();
    service.signal('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(11_000);
    expect(await answer).toBe('cut off');
  });
});
