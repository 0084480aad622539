import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { ServiceProcess } from '../support/service-process';
import { signIn } from '../support/sign-in';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { faultsOf, linesIn, type LogLine } from './log-lines';

describe('the lines of the log', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let mail: MailServer;
  let service: ServiceProcess;
  let url: string;

  beforeAll(async () => {
    ServiceProcess.build();
    database = await createTestDatabase();
    proxy = await TcpProxy.start(Number(new URL(database.url).port));
    mail = await MailServer.start();
    service = ServiceProcess.start({
      ...mail.environment,
      DATABASE_URL: proxy.urlOf(database.url),
      DATABASE_RETRY_MAX_MS: '300',
      LOG_LEVEL: 'trace',
    });
    url = await service.ready();
  }, 60_000);
  afterAll(async () => {
    await service.kill();
    await mail.close();
    await proxy.close();
    await database.drop();
  });

  const written = (wanted: Partial<LogLine>): Promise<LogLine> =>
    eventually(() => {
      const found = linesIn(service.text).findLast((line) =>
        Object.entries(wanted).every(([field, value]) => line[field] === value),
      );
      if (!found) throw new Error(`no line has ${JSON.stringify(wanted)}`);
      return found;
    });
  const run = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const ask = (path: string, requestId: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...(init.headers as object), 'x-request-id': requestId },
    });

  it('that are written for a request have its id, after its body was read and its answer sent too', async () => {
    mail.refusals.push(451);
    const [asked, verified] = [randomUUID(), randomUUID()];
    const body = JSON.stringify({ email: 'ada@example.com', purpose: 'sign_in' });
    const response = await ask('/v1/auth/otps', asked, { method: 'POST', body });
    const { challengeId } = (await response.json()) as { challengeId: string };
    expect(await written({ event: 'mail.delayed' })).toMatchObject({
      requestId: asked,
      level: 'warn',
      context: 'Mail',
    });
    const code = await mail.codeFor('ada@example.com');
    await ask(`/v1/auth/otps/${challengeId}/verify`, verified, {
      method: 'POST',
      body: JSON.stringify({ code }),
    });
    expect(await written({ event: 'security.user_created' })).toMatchObject({
      requestId: verified,
      context: 'Audit',
    });
    expect(await written({ event: 'security.signed_in' })).toMatchObject({ requestId: verified });
  });

  it('that tell of an error name it and its places, and not what it says', async () => {
    const token = await signIn(url, mail, 'bea@example.com');
    await run('ALTER TABLE apis RENAME TO elsewhere');
    const id = randomUUID();
    const { status } = await ask('/v1/apis', id, { headers: { authorization: `Bearer ${token}` } });
    await run('ALTER TABLE elsewhere RENAME TO apis');
    expect(status).toBe(500);
    const line = await written({ event: 'http.error' });
    expect(line).toMatchObject({
      requestId: id,
      error: { name: 'QueryFailedError', code: '42P01', stack: expect.stringMatching(/^ {4}at /) as string },
    });
    expect(JSON.stringify(line)).not.toMatch(/does not exist|SELECT/);
  });

  it('that tell of the state are of no request, though one has run into it', async () => {
    proxy.redirect(1);
    proxy.reset();
    const id = randomUUID();
    expect((await ask('/v1/apis', id)).status).toBe(503);
    expect(await written({ event: 'database.state', to: 'unhealthy' })).not.toHaveProperty('requestId');
    proxy.redirect(Number(new URL(database.url).port));
  });

  it('are all of the vocabulary, with its levels and fields, from the start to the end', async () => {
    await service.stop();
    const lines = linesIn(service.text);
    expect(lines.flatMap(faultsOf)).toEqual([]);
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        'database.migrated',
        'service.started',
        'framework.message',
        'service.stopping',
      ]),
    );
    const others = service.text.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(others).toEqual([expect.stringMatching(/^Ballast is healthy/)]);
  });
});
