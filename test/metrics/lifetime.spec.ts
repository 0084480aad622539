import * as diagnostics from 'node:diagnostics_channel';
import { databaseChannels, DatabaseManager } from '../../src/database';
import type { Exposition } from '../../src/metrics/exposition';
import { EXPOSITION } from '../../src/metrics/exposition.provider';
import { MetricsServer } from '../../src/metrics/metrics.server';
import { serviceChannels } from '../../src/metrics/service-channels';
import { Sampler } from '../../src/sampling/sampler.service';
import { eventually } from '../support/eventually';
import { RawConnection } from '../support/raw-connection';
import { startApp, type TestApp } from '../support/test-app';
import { Scrape, TOKEN } from './scrape';

/** Nothing listens on port 1. */
const AWAY = {
  DATABASE_URL: 'postgresql://ballast:x@127.0.0.1:1/ballast',
  DATABASE_FALLBACK: 'never',
  DATABASE_CONNECT_TIMEOUT_MS: '500',
};

describe('metrics', () => {
  const services: TestApp[] = [];
  const start = async (environment: Readonly<Record<string, string>>): Promise<TestApp> => {
    const service = await startApp(environment);
    services.push(service);
    return service;
  };
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(services.splice(0).map((service) => service.close()));
  });

  it('tell the state of their own application, whatever becomes of another one in the process', async () => {
    const service = await start({ METRICS_TOKEN: TOKEN });
    const transitions = async (): Promise<number> =>
      (await Scrape.of(service.url)).valueOf('ballast_database_state_transitions_total');
    const before = await transitions();
    const other = await start({ ...AWAY, METRICS_TOKEN: TOKEN });
    expect((await Scrape.of(other.url)).chosen('ballast_database_state', 'state')).toBe('unhealthy');
    const scrape = await Scrape.of(service.url);
    expect(scrape.chosen('ballast_database_state', 'state')).toBe('degraded');
    expect(scrape.chosen('ballast_database_circuit_state', 'state')).toBe('closed');
    expect(scrape.valueOf('ballast_database_state_transitions_total')).toBe(before);
  });

  it.each(['port', 'token'])(
    'are answered with 500 by %s where one cannot be read, and the service goes on',
    async (by) => {
      const service = await start(by === 'port' ? { METRICS_PORT: '0' } : { METRICS_TOKEN: TOKEN });
      const url = by === 'port' ? `http://127.0.0.1:${service.app.get(MetricsServer).port}` : service.url;
      const ask = (): Promise<Response> =>
        fetch(`${url}/metrics`, {
          headers: { authorization: `Bearer ${TOKEN}` },
          signal: AbortSignal.timeout(5_000),
        });
      jest.spyOn(service.app.get(DatabaseManager), 'memoryUsage', 'get').mockImplementation(() => {
        throw new Error('secret');
      });
      const failed = await ask();
      expect([failed.status, (await failed.text()).includes('secret')]).toEqual([500, false]);
      jest.restoreAllMocks();
      expect((await ask()).status).toBe(200);
    },
  );

  it('do not wait at a port of their own for who does not say what for', async () => {
    const service = await start({ METRICS_PORT: '0' });
    const slow = await RawConnection.open(`http://127.0.0.1:${service.app.get(MetricsServer).port}`);
    slow.send('GET /metrics HTTP/1.1\r\nHost: x\r\n');
    await eventually(() => slow.isClosed);
    expect(slow.received).toMatch(/^HTTP\/1.1 408 /);
  });

  it('leave nobody listening when the application has ended, although somebody looked at the status until then', async () => {
    const service = await start({ METRICS_TOKEN: TOKEN });
    const sampler = service.app.get(Sampler);
    service.app.getHttpServer().once('close', () => void sampler.look());
    await service.close();
    const told = await service.app.get<Exposition>(EXPOSITION).text();
    expect(told).toContain('ballast_database_state{state="unhealthy"}');
    const channels = [...Object.values(databaseChannels), ...Object.values(serviceChannels)];
    expect(channels.filter(({ hasSubscribers }) => hasSubscribers).map(({ name }) => name)).toEqual([]);
    expect(diagnostics.hasSubscribers('http.server.response.finish')).toBe(false);
  });
});
