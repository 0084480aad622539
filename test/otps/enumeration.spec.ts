import { Client } from 'pg';
import { UsersService } from '../../src/users/users.service';
import { startApp, type TestApp } from '../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

/** What befalls a mail is written down after the reply. */
const AFTER_THE_REPLY = /SET "delivery"/;

describe('a request for a code', () => {
  let service: TestApp;
  let database: TestDatabase;
  let query: jest.SpyInstance;

  beforeAll(async () => {
    database = await createTestDatabase();
    query = jest.spyOn(Client.prototype, 'query');
    service = await startApp({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await service.close();
    query.mockRestore();
    await database.drop();
  });

  it('does the same work whether the address is of a user, of a suspended one, or of nobody', async () => {
    const users = service.app.get(UsersService);
    await users.create({ email: 'known@example.com', handle: 'known' });
    const { id } = await users.create({ email: 'suspended@example.com', handle: 'suspended' });
    await users.update(id, null, { status: 'suspended' });
    const known = await statementsOf('known@example.com');
    expect(known).toEqual([
      expect.stringMatching(/^INSERT INTO "rate_limits"/),
      expect.stringMatching(/^INSERT INTO "rate_limits"/),
      expect.stringMatching(/^INSERT INTO "rate_limits"/),
      expect.stringMatching(/^SELECT .* FROM "users"/),
      expect.stringMatching(/^SELECT .* FROM "otp_failures"/),
      expect.stringMatching(/^UPDATE "otps"/),
      expect.stringMatching(/^INSERT INTO "otps"/),
    ]);
    expect(await statementsOf('suspended@example.com')).toEqual(known);
    expect(await statementsOf('nobody@example.com')).toEqual(known);
  });

  async function statementsOf(email: string): Promise<string[]> {
    query.mockClear();
    await fetch(`${service.url}/v1/auth/otps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, purpose: 'sign_in' }),
    });
    return query.mock.calls
      .map((call) => textOf(call).trim())
      .filter(
        (text) => /"(?:users|otps|otp_failures|rate_limits)"/.test(text) && !AFTER_THE_REPLY.test(text),
      );
  }
});

function textOf([statement]: readonly unknown[]): string {
  return typeof statement === 'string' ? statement : (statement as { text: string }).text;
}
