import * as http from 'node:http';
import { parseConfig } from '../../src/config/config.schema';
import { MetricsServer } from '../../src/metrics/metrics.server';
import { startApp, type TestApp } from '../support/test-app';
import { parseExposition } from './exposition-format';
import { TOKEN } from './scrape';

const SHOWN = { authorization: `Bearer ${TOKEN}` };

async function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return fetch(`${url}/metrics`, { headers, method });
}

describe('metrics', () => {
  let service: TestApp;
  const start = async (environment: Record<string, string>): Promise<TestApp> => {
    service = await startApp(environment);
    return service;
  };
  const portOf = ({ app }: TestApp): string => `http://127.0.0.1:${app.get(MetricsServer).port}`;
  afterEach(() => service.close());

  it('are nowhere unless they are asked for', async () => {
    const { url } = await start({});
    expect((await ask(url)).status).toBe(404);
    expect((await ask(url, SHOWN)).status).toBe(404);
  });

  it('are told at the port of the service to who shows the token', async () => {
    const { url } = await start({ METRICS_TOKEN: TOKEN });
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Basic ${TOKEN}` }]) {
      const refused = await ask(url, headers as Record<string, string>);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      const text = await refused.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'metrics_token_required' });
      expect(text).not.toContain(TOKEN);
    }
    const told = await ask(url, SHOWN);
    expect(told.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(parseExposition(await told.text()).has('ballast_database_state')).toBe(true);
    expect((await ask(url, SHOWN, 'POST')).status).toBe(405);
  });

  it('are told at a port of their own, and not at that of the service', async () => {
    const own = await start({ METRICS_PORT: '0' });
    expect((await ask(own.url)).status).toBe(404);
    expect((await ask(own.url, SHOWN)).status).toBe(404);
    const told = await ask(portOf(own));
    expect(told.status).toBe(200);
    expect(parseExposition(await told.text()).has('ballast_http_requests_total')).toBe(true);
    expect((await ask(portOf(own), {}, 'POST')).status).toBe(405);
    for (const path of ['/', '/v1/users', '/metrics/x'])
      expect((await fetch(portOf(own) + path)).status).toBe(404);
    const url = portOf(own);
    await own.close();
    await expect(ask(url)).rejects.toThrow('fetch failed');
    await start({});
  });

  it('demand the token at a port of their own, too, where there is one', async () => {
    const own = await start({ METRICS_PORT: '0', METRICS_TOKEN: TOKEN });
    const refused = await ask(portOf(own));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await ask(portOf(own), SHOWN)).status).toBe(200);
  });

  it('do not keep the service from its end, whoever holds a connection to them', async () => {
    const own = await start({ METRICS_PORT: '0' });
    const agent = new http.Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      http
        .get(`${portOf(own)}/metrics`, { agent }, (response) => response.resume().on('end', resolve))
        .on('error', reject);
    });
    const began = performance.now();
    await own.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    agent.destroy();
    await start({});
  });
});

describe('the configuration of metrics', () => {
  it.each([
    [{ METRICS_PORT: 'abc' }, 'METRICS_PORT'],
    [{ METRICS_PORT: '70000' }, 'METRICS_PORT'],
    [{ METRICS_PORT: '3000' }, 'METRICS_PORT'],
    [{ PORT: '9464', METRICS_PORT: '9464' }, 'METRICS_PORT'],
    [{ METRICS_HOST: '127.0.0.1' }, 'METRICS_PORT'],
    [{ METRICS_PORT: '9464', METRICS_HOST: 'http://x' }, 'METRICS_HOST'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    [{ METRICS_TOKEN: `with a space ${TOKEN}` }, 'METRICS_TOKEN'],
  ])('is refused: %j', (environment, key) => {
    expect(() => parseConfig(environment)).toThrow(expect.objectContaining({ name: 'ConfigError' }) as Error);
    expect(() => parseConfig(environment)).toThrow(key);
    for (const value of Object.values(environment).filter((text) => text.length > 5))
      expect(() => parseConfig(environment)).not.toThrow(value);
  });

  it.each([
    [{}, null],
    [{ METRICS_PORT: '9464' }, { listen: { port: 9464, host: '127.0.0.1' }, token: null }],
    [
      { METRICS_PORT: '9464', METRICS_HOST: '::' },
      { listen: { port: 9464, host: '::' }, token: null },
    ],
    [{ METRICS_TOKEN: TOKEN }, { listen: null, token: TOKEN }],
    [
      { METRICS_PORT: '9464', METRICS_TOKEN: TOKEN },
      { listen: { port: 9464, host: '127.0.0.1' }, token: TOKEN },
    ],
  ])('is taken: %j', (environment, expected) => {
    expect(parseConfig(environment).metrics).toEqual(expected);
  });
});
