import { eventually } from '../../support/eventually';
import { PostgresServer } from '../../support/postgres-server';
import { ServiceProcess } from '../../support/service-process';

describe('The end of a service', () => {
  beforeAll(() => ServiceProcess.build(), 120_000);

  it('[fault 16] gives requests all of SHUTDOWN_TIMEOUT_MS, then cuts them off and is 0', async () => {
    const server = await PostgresServer.start();
    const service = ServiceProcess.start({
      DATABASE_URL: await server.createDatabase(),
      DATABASE_FALLBACK: 'never',
      DATABASE_SHUTDOWN_TIMEOUT_MS: '1000',
      SHUTDOWN_TIMEOUT_MS: '11000',
      // It does not find out by itself that the server is frozen.
      DATABASE_PROBE_INTERVAL_MS: '3600000',
    });
    try {
      const url = await service.ready();
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
    } finally {
      service.signal('SIGKILL');
      await server.close();
    }
  });
});
