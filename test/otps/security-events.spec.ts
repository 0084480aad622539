import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { AuditLog } from '../../src/audit/audit-log';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { MailServer } from '../support/mail-server';
import { adminToken } from '../support/sign-in';
import { startApp, type TestApp } from '../support/test-app';

describe('the log of security events', () => {
  let service: TestApp;
  let mail: MailServer;
  let record: jest.SpyInstance;

  beforeAll(async () => {
    mail = await MailServer.start();
    service = await startApp({
      ...mail.environment,
      ADMIN_EMAILS: 'root@example.com',
      RATE_LIMIT_CODES_PER_ADDRESS: '5',
    });
    record = jest.spyOn(service.app.get(AuditLog), 'record');
  });
  beforeEach(() => record.mockClear());
  afterAll(async () => {
    await service.close();
    await mail.close();
  });

  const post = (path: string, body: object, token?: string): Promise<Response> =>
    fetch(`${service.url}/v1/auth/otps${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'the-request',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  const aCode = async (email: string): Promise<{ id: string; code: string }> => {
    const response = await post('', { email, purpose: 'sign_in' });
    const { challengeId: id } = (await response.json()) as { challengeId: string };
    return { id, code: await mail.codeFor(email) };
  };
  const wrong = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const aUser = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
  const by = { requestId: 'the-request', address: '127.0.0.1' };

  it('tells who has signed in, who is new, and who has become an administrator by it', async () => {
    const { id, code } = await aCode('root@example.com');
    expect((await post(`/${id}/verify`, { code })).status).toBe(200);
    expect(record.mock.calls).toEqual([
      [{ event: 'security.user_created', userId: aUser }],
      [{ event: 'security.role_changed', userId: aUser, reason: 'admin' }],
      [{ event: 'security.signed_in', userId: aUser, challengeId: id, ...by }],
    ]);
  });

  it('tells of every code that was refused', async () => {
    const { id, code } = await aCode('ada@example.com');
    await post(`/${id}/verify`, { code: wrong(code) });
    expect(record.mock.calls).toEqual([[{ event: 'security.code_refused', challengeId: id, ...by }]]);
  });

  it('tells that an address was shut, and who has opened it', async () => {
    const failures = service.app.get<Repository<OtpFailures>>(getRepositoryToken(OtpFailures));
    const email = 'grace@example.com';
    const { id, code } = await aCode(email);
    await failures.insert({ email, failures: 98, lastFailedAt: new Date() });
    for (let i = 0; i < 3; i += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await post(`/${id}/verify`, { code: wrong(code) });
    }
    const refused = [{ event: 'security.code_refused', challengeId: id, ...by }];
    const locked = [{ event: 'security.address_locked', challengeId: id }];
    expect(record.mock.calls).toEqual([refused, locked, refused, refused]);
    record.mockClear();
    await post('/unlock', { email }, await adminToken(service.app));
    expect(record.mock.calls).toContainEqual([{ event: 'security.address_opened', byUserId: aUser, ...by }]);
  });

  it('tells who asks for more codes than one may, once, and he gets none', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => post('', { email: `many${i}@example.com`, purpose: 'sign_in' })),
    );
    const response = await post('', { email: 'one-more@example.com', purpose: 'sign_in' });
    expect([response.status, Number(response.headers.get('retry-after')) > 60]).toEqual([429, true]);
    expect(record.mock.calls).toEqual([
      [expect.objectContaining({ event: 'security.rate_limited', reason: 'codes' })],
    ]);
    expect(mail.mails.filter(({ to }) => to === 'one-more@example.com')).toEqual([]);
  });
});
