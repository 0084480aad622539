import * as http from 'node:http';
import { once } from 'node:events';
import { startApp, type TestApp } from '../support/test-app';

describe('the headers of answers', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp({ HEADER_LIMIT_BYTES: '2048' });
  });
  afterAll(() => service.close());

  it.each(['/health', '/v1/users', '/v1/users/me?access_token=x', '/nothing', '/%', '/openapi.json'])(
    'to %s let nobody run, frame or guess the type of what is answered',
    async (path) => {
      const { headers } = await fetch(`${service.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers.has('x-powered-by')).toBe(false);
    },
  );

  it('to the documentation let its own scripts alone run', async () => {
    const response = await fetch(`${service.url}/docs`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(await response.text()).not.toMatch(/<script>|\son\w+=/);
  });

  it('are not given to requests whose own are larger than HEADER_LIMIT_BYTES', async () => {
    const ask = async (length: number): Promise<number | undefined> => {
      const request = http.get(`${service.url}/health/live`, { headers: { 'x-long': 'a'.repeat(length) } });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect([await ask(1_000), await ask(3_000)]).toEqual([200, 431]);
  });
});
