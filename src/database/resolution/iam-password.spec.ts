import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { databaseOptions } from '../database-settings';
import { AwsVariablesStep } from './aws-variables.step';
import { iamPassword } from './iam-password';

const OPTIONS = {
  awsRegion: 'eu-central-1',
  awsCredentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'an-example-secret-key' },
};
const REQUEST = { host: 'db.example.com', port: 5433, user: 'service' };
const MINUTE_MS = 60_000;

describe('iamPassword', () => {
  it('signs a token for the host, port and user that holds no secret', async () => {
    const token = await iamPassword(OPTIONS, REQUEST)();
    const url = new URL(`https://${token}`);
    expect(url.host).toBe('db.example.com:5433');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'connect',
      DBUser: 'service',
      'X-Amz-Expires': '900',
      'X-Amz-Credential': expect.stringMatching(
        /^AKIDEXAMPLE\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/,
      ) as string,
    });
    expect(token).not.toContain('an-example-secret-key');
  });

  it('gives the same token until it is ten minutes old, to all who ask at once, and then a new one', async () => {
    let now = 0;
    const password = iamPassword(OPTIONS, REQUEST, () => now);
    const first = password();
    expect(password()).toBe(first);
    now = 9 * MINUTE_MS;
    expect(password()).toBe(first);
    now = 10 * MINUTE_MS;
    const second = password();
    expect(second).not.toBe(first);
    await Promise.all([first, second]);
  });

  it('tells what to do when nothing can be signed, and tries again the next time', async () => {
    const password = iamPassword({ ...OPTIONS, awsRegion: undefined }, REQUEST);
    const failed = password();
    await expect(failed).rejects.toThrow('AWS_REGION');
    expect(password()).not.toBe(failed);
    await expect(password()).rejects.toThrow('AWS_REGION');
  });

  describe('with a server', () => {
    let database: TestDatabase;

    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database.drop());

    it('signs in without AWS_DB_PASSWORD', async () => {
      const { hostname, port, pathname } = new URL(database.url);
      const user = `iam_${process.pid}`;
      const answer = await new AwsVariablesStep({
        ...databaseOptions({
          AWS_DB_HOST: hostname,
          AWS_DB_PORT: port,
          AWS_DB_NAME: pathname.slice(1),
          AWS_DB_USER: user,
          AWS_DB_IAM_AUTH: 'true',
          AWS_REQUIRE_SSL: 'true',
        }),
        ...OPTIONS,
      }).resolve();
      if (answer.outcome !== 'selected' || typeof answer.connection.password !== 'function')
        throw new Error('no token');
      const admin = new Client({ connectionString: database.url });
      await admin.connect();
      await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD '${await answer.connection.password()}'`);
      const client = new Client({ ...answer.connection, ssl: false });
      await client.connect();
      const { rows } = await client.query('SELECT current_user AS name');
      expect(rows).toEqual([{ name: user }]);
      await client.end();
      await admin.query(`DROP ROLE ${user}`);
      await admin.end();
    });
  });

  it('is not to be had without TLS', () => {
    expect(() => databaseOptions({ AWS_DB_HOST: 'db', AWS_DB_IAM_AUTH: 'true' })).toThrow('AWS_REQUIRE_SSL');
  });
});
