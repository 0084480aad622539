import { once } from 'node:events';
import * as fs from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { eventually } from '../support/eventually';
import { RawConnection } from '../support/raw-connection';
import { adminToken, fetchAs } from '../support/sign-in';
import { startApp, type TestApp } from '../support/test-app';

describe('a client that does not keep to HTTP', () => {
  let service: TestApp;
  let token: string;
  const connections: RawConnection[] = [];

  beforeAll(async () => {
    service = await startApp({ REQUEST_TIMEOUT_MS: '200' });
    token = await adminToken(service.app);
  });
  afterAll(() => service.close());
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.destroy();
  });

  const send = async (bytes: string): Promise<RawConnection> => {
    const connection = await RawConnection.open(service.url);
    connections.push(connection);
    connection.send(bytes);
    return connection;
  };
  const openConnections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      service.app
        .getHttpServer()
        .getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count)));
    });

  it.each([
    [
      'a body',
      'POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ],
    ['headers', 'GET /v1/users HTTP/1.1\r\nHos'],
  ])('is answered 408 when it has not sent %s within REQUEST_TIMEOUT_MS', async (_name, bytes) => {
    const connection = await send(bytes);
    await eventually(() => connection.isClosed);
    expect(connection.statuses).toEqual([408]);
    expect(connection.received).toContain('"code":"request_timeout"');
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000', 400],
    ['an unknown method', 'BREW /v1/users HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['huge headers', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('is told so when it sends %s, and holds no connection', async (_name, bytes, status) => {
    const before = await openConnections();
    const connection = await send(bytes);
    await eventually(() => connection.isClosed);
    expect(connection.statuses).toEqual([status]);
    expect(connection.received).toContain('application/problem+json');
    await eventually(async () => (await openConnections()) <= before);
  });

  it('finds no problem in the middle of an answer that was being sent', async () => {
    const answered = once(service.app.getHttpServer(), 'request') as Promise<[unknown, ServerResponse]>;
    // Keeps the answer from going out at once, as a network does.
    service.app.getHttpServer().once('connection', (socket: Socket) => socket.cork());
    const connection = await send('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n');
    const [, answer] = await answered;
    await eventually(() => answer.headersSent);
    connection.send('hello\r\n\r\n');
    await eventually(() => connection.isClosed);
    expect(connection.received.includes('malformed_request')).toBe(false);
  });

  it('leaves the service well when it goes away in the middle of a body', async () => {
    for (let i = 0; i < 20; i += 1) {
      const connection = await send(
        'POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      );
      connection.destroy();
    }
    expect((await fetchAs(() => token)(`${service.url}/v1/users`)).status).toBe(200);
  });

  const itOnLinux = fs.existsSync('/proc/self/fd') ? it : it.skip;

  itOnLinux('leaves no file open that it asked for and did not wait for', async () => {
    const openFiles = (): number =>
      fs.readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return fs.readlinkSync(`/proc/self/fd/${fd}`).endsWith('swagger-ui-bundle.js');
        } catch {
          return false;
        }
      }).length;
    const connection = await send('');
    connection.pause();
    connection.send('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    await eventually(() => openFiles() > 5);
    connection.destroy();
    await eventually(() => openFiles() === 0);
  });

  it('is answered in order when it does not wait for answers', async () => {
    const get = (path: string): string =>
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const connection = await send(
      get('/v1/users') + get('/v1/users/none') + get('/health/live') + get('/v1/%zz'),
    );
    await eventually(() => connection.statuses.length === 4);
    expect(connection.statuses).toEqual([200, 404, 200, 400]);
  });
});
