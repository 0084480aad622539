import * as http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { RawConnection } from '../support/raw-connection';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { ServiceProcess } from '../support/service-process';
import { ADMINISTRATORS, adminToken, fetchAs, signInAsAdmin } from '../support/sign-in';
import { startApp } from '../support/test-app';
import { createTestDatabase } from '../../src/database/testing';

const BODY = '{"email":"ada@example.com","handle":"ada"}';
const headOf = (token: string): string =>
  `POST /v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n`;

/** Longer than any test runs: what ends before did not wait for it. */
const PATIENT = { SHUTDOWN_TIMEOUT_MS: '3600000' };

/** The status of a GET, or the code of what it failed with. */
function outcomeOf(url: string, agent: http.Agent, token: string): Promise<string> {
  return new Promise((resolve) => {
    http
      .get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume().on('end', () => resolve(String(response.statusCode)));
        response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}

async function rowsOf(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the end of the service', () => {
  const connections: RawConnection[] = [];
  const connect = async (url: string): Promise<RawConnection> => {
    const connection = await RawConnection.open(url);
    connections.push(connection);
    return connection;
  };
  /** A request that the service has begun to read. */
  const beginRequest = async (url: string, token: string): Promise<RawConnection> => {
    const connection = await connect(url);
    connection.send(`GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n${headOf(token)}${BODY.slice(0, 5)}`);
    await eventually(() => connection.statuses.length === 1);
    return connection;
  };
  const stopsListening = (url: string): Promise<boolean> =>
    eventually(() =>
      fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      ),
    );

  afterEach(() => {
    for (const connection of connections.splice(0)) connection.destroy();
  });

  describe('as a process', () => {
    let service: ServiceProcess;
    let url: string;
    let token: string;

    beforeAll(() => ServiceProcess.build(), 120_000);
    afterEach(async () => {
      service.signal('SIGKILL');
      await service.exit;
    });

    const start = async (environment: Record<string, string>): Promise<void> => {
      service = ServiceProcess.start({ ...ADMINISTRATORS, ...environment });
      url = await service.ready();
    };
    const startSignedIn = async (environment: Record<string, string>): Promise<void> => {
      await start(environment);
      token = await signInAsAdmin(service, url);
    };
    const ask = async (email: string): Promise<void> => {
      const response = await fetch(`${url}/v1/auth/otps`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, purpose: 'sign_in' }),
      });
      expect(response.status).toBe(202);
    };

    it('[fault 44] stops listening on SIGTERM, lets requests in flight finish, and is 0', async () => {
      await startSignedIn(PATIENT);
      const connection = await beginRequest(url, token);
      service.signal('SIGTERM');
      await stopsListening(url);
      expect(service.exitCode).toBeNull();
      connection.send(BODY.slice(5));
      expect(await service.exit).toBe(0);
      await eventually(() => connection.isClosed);
      expect(connection.statuses).toEqual([200, 201]);
      expect(connection.received).toContain('connection: close');
    });

    it('[fault 44] goes on answering for SHUTDOWN_DELAY_MS, alive and not ready', async () => {
      await startSignedIn({ ...PATIENT, SHUTDOWN_DELAY_MS: '1000' });
      service.signal('SIGTERM');
      const answer = await eventually(async () => {
        const response = await fetch(`${url}/health/ready`);
        return response.status === 503 && response.json();
      });
      expect(answer).toMatchObject({ status: 'shutting_down' });
      const statusOf = async (path: string): Promise<number> =>
        (await fetchAs(() => token)(`${url}${path}`)).status;
      expect(await Promise.all(['/health/live', '/health/startup', '/v1/users'].map(statusOf))).toEqual([
        200, 200, 200,
      ]);
      expect(await service.exit).toBe(0);
    });

    it('is 0 while it still starts, which the first process of a container has to see to itself', async () => {
      const secrets = await SecretsManagerStandIn.start();
      secrets.behaviour = 'hang';
      service = ServiceProcess.start({ ...secrets.environment, AWS_DB_SECRET: 'database' });
      await eventually(() => secrets.requests > 0);
      service.signal('SIGTERM');
      expect(await service.exit).toBe(0);
      expect(service.text).not.toContain('Ballast is');
      await secrets.close();
    });

    it('waits for a mail that a slow server takes its time for, and notes what became of it', async () => {
      const database = await createTestDatabase();
      const mail = await MailServer.start();
      mail.answering = pause(2_500);
      await start({ ...mail.environment, DATABASE_URL: database.url });
      await ask('ada@example.com');
      await eventually(() => mail.arrived === 1);
      service.signal('SIGTERM');
      expect(await service.exit).toBe(0);
      expect(mail.mails).toHaveLength(1);
      expect(await rowsOf(database.url, 'SELECT delivery FROM otps')).toEqual([{ delivery: 'sent' }]);
      await mail.close();
      await database.drop();
    });

    it('does not wait for a mail for longer than for requests, and is 0', async () => {
      const mail = await MailServer.start();
      mail.answering = new Promise(() => undefined);
      await start({ ...mail.environment, SHUTDOWN_TIMEOUT_MS: '100' });
      await ask('ada@example.com');
      await eventually(() => mail.arrived === 1);
      const began = performance.now();
      service.signal('SIGTERM');
      expect(await service.exit).toBe(0);
      expect(performance.now() - began).toBeLessThan(8_000);
      await mail.close();
    });

    it('is forced by a second signal', async () => {
      await startSignedIn(PATIENT);
      await beginRequest(url, token);
      service.signal('SIGINT');
      await stopsListening(url);
      service.signal('SIGTERM');
      expect(await service.exit).toBe(1);
    });
  });

  it.each([
    ['nothing', ''],
    ['a part of a request', 'GET /v1/users HTTP/1.1\r\nHos'],
    ['no HTTP', 'hello\r\n\r\n'],
    ['a request that has been answered', 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('does not wait for a client that has sent %s', async (_name, bytes) => {
    const service = await startApp(PATIENT);
    const connection = await connect(service.url);
    connection.send(bytes);
    if (bytes.endsWith('\r\n\r\n')) await eventually(() => connection.received !== '');
    await service.close();
    expect(await eventually(() => connection.isClosed)).toBe(true);
  });

  it('answers every request of clients that know of nothing, as the last of its connection', async () => {
    const service = await startApp(PATIENT);
    const token = await adminToken(service.app);
    const agent = new http.Agent({ keepAlive: true });
    let underWay = 0;
    const client = async (): Promise<string> => {
      for (let answers = 0; ; answers += 1) {
        if (answers === 3) underWay += 1;
        const outcome = await outcomeOf(`${service.url}/v1/users`, agent, token);
        if (outcome !== '200') return outcome;
      }
    };
    const clients = Promise.all(Array.from({ length: 20 }, client));
    await eventually(() => underWay === 20);
    await service.close();
    expect(new Set(await clients)).toEqual(new Set(['ECONNREFUSED']));
  });

  it('cuts a client off that never reads its answers', async () => {
    const service = await startApp({ SHUTDOWN_TIMEOUT_MS: '200' });
    const connection = await connect(service.url);
    connection.pause();
    connection.send('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    await service.close();
  });
});
