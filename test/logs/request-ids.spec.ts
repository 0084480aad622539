import { eventually } from '../support/eventually';
import { RawConnection } from '../support/raw-connection';
import { startApp, type TestApp } from '../support/test-app';

const MADE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const ask = (path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${service.url}${path}`, { headers });

  it.each([
    '/health',
    '/v1/apis',
    '/',
    '/docs',
    '/openapi.json',
    '/v1/users',
    '/nothing',
    '/%',
    '/assets/none',
  ])("is the client's in the answer of %s", async (path) => {
    const { headers } = await ask(path, { 'x-request-id': 'The_client-1.2' });
    expect(headers.get('x-request-id')).toBe('The_client-1.2');
  });

  it.each(['/v1/users', '/nothing', '/%', '/assets/none'])(
    'is in the problem that %s is answered with',
    async (path) => {
      const response = await ask(path, { 'x-request-id': 'The_client-1.2' });
      expect(await response.json()).toMatchObject({ requestId: 'The_client-1.2' });
    },
  );

  it.each([
    ['none', {}],
    ['one that is empty', { 'x-request-id': '' }],
    ['one that is too long', { 'x-request-id': 'a'.repeat(65) }],
    ['one with spaces', { 'x-request-id': 'a b' }],
    ['one that is a script', { 'x-request-id': '<script>' }],
    ['one that looks like two', { 'x-request-id': 'a, b' }],
  ])('is made where the client sends %s', async (_what, headers: Record<string, string>) => {
    const response = await ask('/nothing', headers);
    const { requestId } = (await response.json()) as { requestId: string };
    expect(requestId).toMatch(MADE);
    expect(response.headers.get('x-request-id')).toBe(requestId);
  });

  it('is made for what is no request', async () => {
    const connection = await RawConnection.open(service.url);
    connection.send('this is not HTTP\r\n\r\n');
    await eventually(() => connection.isClosed);
    connection.destroy();
    const [, id] = /^X-Request-Id: (\S+)\r$/m.exec(connection.received) ?? [];
    expect(id).toMatch(MADE);
    expect(connection.received).toContain(`"requestId":"${id}"`);
  });
});
