import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { startApp } from '../support/test-app';
import { adminToken, fetchAs } from '../support/sign-in';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

describe('the life of a user, on a database that was found', () => {
  let database: TestDatabase;
  let secrets: SecretsManagerStandIn;

  beforeAll(async () => {
    secrets = await SecretsManagerStandIn.start();
  });
  afterAll(() => secrets.close());
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const steps: readonly [string, string, (url: URL) => Record<string, string>][] = [
    ['in memory', 'fallback', () => ({})],
    ['by DATABASE_URL', 'explicit-url', (url) => ({ DATABASE_URL: url.toString() })],
    [
      'by AWS_DB_* alone',
      'aws-variables',
      (url) => ({
        AWS_DB_HOST: url.hostname,
        AWS_DB_PORT: url.port,
        AWS_DB_NAME: url.pathname.slice(1),
        AWS_DB_USER: url.username,
        AWS_DB_PASSWORD: url.password,
      }),
    ],
    [
      'by a secret, completed from AWS_DB_*',
      'secrets-manager',
      (url) => ({
        ...secrets.environment,
        AWS_SECRET_NAME: secrets.put('registry/database', {
          username: url.username,
          password: url.password,
          host: url.hostname,
          port: url.port,
        }),
        AWS_DB_NAME: url.pathname.slice(1),
      }),
    ],
  ];

  it.each(steps)('%s', async (_name, step, environmentOf) => {
    const service = await startApp(environmentOf(new URL(database.url)));
    const token = await adminToken(service.app);
    const fetch = fetchAs(() => token);
    try {
      const state = (await (await fetch(`${service.url}/health/database`)).json()) as {
        usingPrimary: boolean;
      };
      expect(state.usingPrimary).toBe(step !== 'fallback');
      const json = { 'content-type': 'application/json' };
      const created = await fetch(`${service.url}/v1/users`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ email: 'ada@example.com', handle: 'ada' }),
      });
      const { id } = (await created.json()) as { id: string };
      const one = `${service.url}/v1/users/${id}`;
      expect(await (await fetch(one)).json()).toMatchObject({ id, handle: 'ada' });
      expect(await (await fetch(`${service.url}/v1/users?limit=1`)).json()).toMatchObject({
        items: [{ id }],
      });
      const changed = await fetch(one, {
        method: 'PATCH',
        headers: { ...json, 'if-match': created.headers.get('etag') ?? '' },
        body: JSON.stringify({ displayName: 'Ada' }),
      });
      expect(await changed.json()).toMatchObject({ displayName: 'Ada', version: 2 });
      const deleted = await fetch(one, {
        method: 'DELETE',
        headers: { 'if-match': changed.headers.get('etag') ?? '' },
      });
      expect(deleted.status).toBe(204);
      expect((await fetch(one)).status).toBe(404);
    } finally {
      await service.close();
    }
  });
});
