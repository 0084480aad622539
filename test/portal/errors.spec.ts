import { OutageService } from '../support/outage-service';
import { startApp, type TestApp } from '../support/test-app';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('what goes wrong', () => {
  let service: TestApp;
  const ask = (path: string, accept: string): Promise<Response> =>
    fetch(`${service.url}${path}`, { headers: { accept } });

  beforeAll(async () => {
    service = await startApp({ RATE_LIMIT_PER_ADDRESS: '12' });
  });
  afterAll(() => service.close());

  it.each([
    [BROWSER, 'text/html; charset=utf-8'],
    ['text/html', 'text/html; charset=utf-8'],
    ['application/json, text/html;q=0.5', 'application/problem+json; charset=utf-8'],
    ['application/json', 'application/problem+json; charset=utf-8'],
    ['text/html;q=0', 'application/problem+json; charset=utf-8'],
    ['*/*', 'application/problem+json; charset=utf-8'],
  ])('is a page for who prefers HTML, and a problem for others: %s', async (accept, type) => {
    const response = await ask('/nothing', accept);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, type]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.text();
  });

  it('is a page also where the address is none', async () => {
    const page = await ask('/%', BROWSER);
    const html = await page.text();
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      400,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(html).toMatch(/<h1>/);
    expect(page.headers.get('content-security-policy')).toContain("style-src 'self'");
    const problem = await ask('/%', 'application/json');
    expect([problem.status, await problem.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed_request', requestId: problem.headers.get('x-request-id') }),
    ]);
    expect(problem.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is a problem for a request that changes something, whatever it accepts', async () => {
    const response = await fetch(`${service.url}/nothing`, { method: 'POST', headers: { accept: BROWSER } });
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('counts what takes a token, and not the state', async () => {
    expect((await ask('/status/details', BROWSER)).headers.get('ratelimit')).not.toBeNull();
    expect((await ask('/status/state', BROWSER)).headers.get('ratelimit')).toBeNull();
  });

  it('is told with how long to wait when somebody asks too often, in the colours of all pages', async () => {
    let response = await ask('/', BROWSER);
    for (let n = 0; response.status === 200 && n < 20; n += 1) {
      await response.text();
      response = await ask('/', BROWSER);
    }
    const html = await response.text();
    expect(response.status).toBe(429);
    expect(html).toMatch(/<h1>Too many requests<\/h1>/);
    expect(html).toContain(`Wait ${response.headers.get('retry-after')} second`);
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? '';
    expect((await ask(style, 'text/css')).status).toBe(200);
  });
});

describe('pages in an outage', () => {
  let outage: OutageService;
  const page = async (path: string): Promise<{ status: number; html: string; retryAfter: string | null }> => {
    const response = await fetch(`${outage.url}${path}`, { headers: { accept: BROWSER } });
    const { status, headers } = response;
    return { status, html: await response.text(), retryAfter: headers.get('retry-after') };
  };

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());

  it('say that the database is away, and come back with it', async () => {
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    expect((await page('/')).status).toBe(200);
    outage.takeAway();
    await outage.is('unhealthy');
    for (const path of ['/', '/apis/pets', '/apis/pets/versions/1.0.0']) {
      const { status, html, retryAfter } = await page(path);
      expect([status, retryAfter]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      expect(html).toContain('<h1>This cannot be answered at the moment</h1>');
      expect(html).toContain('Try again');
    }
    outage.bringBack();
    await outage.is('healthy');
    expect((await page('/')).status).toBe(200);
  });

  it('show what memory has while it stands in for the database, say so, and call nothing missing', async () => {
    await outage.start();
    await outage.is('degraded');
    const { status, html } = await page('/');
    expect(status).toBe(200);
    expect(html).toContain('What you see may be less than there is.');
    const missing = await page('/apis/pets');
    expect(missing.status).toBe(503);
    expect(missing.html).toContain('<h1>This cannot be answered at the moment</h1>');
  });
});
