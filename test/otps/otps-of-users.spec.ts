import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { Otp } from '../../src/otps/otp.entity';
import { SessionsService } from '../../src/tokens/sessions.service';
import { Token } from '../../src/tokens/token.entity';
import { UsersService } from '../../src/users/users.service';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { adminToken } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

describe.each(STORES)('one-time passwords of users on $store', (target) => {
  let service: TestApp;
  let mail: MailServer;
  let drop: () => Promise<void>;
  let otps: Repository<Otp>;
  let tokens: Repository<Token>;
  let users: UsersService;
  let serial = 0;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    mail = await MailServer.start();
    service = await startApp({ ...prepared.environment, ...mail.environment });
    otps = service.app.get<Repository<Otp>>(getRepositoryToken(Otp));
    tokens = service.app.get<Repository<Token>>(getRepositoryToken(Token));
    users = service.app.get(UsersService);
  });
  afterAll(async () => {
    await service.close();
    await mail.close();
    await drop();
  });

  const post = (path: string, body: object, token?: string): Promise<Response> =>
    fetch(`${service.url}/v1/auth/otps${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  const send = (method: string, path: string, token: string): Promise<Response> =>
    fetch(`${service.url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const aPerson = async (): Promise<Person> => {
    serial += 1;
    const user = await users.create({ email: `user${serial}@example.com`, handle: `user-${serial}` });
    const { token } = await service.app.get(SessionsService).open(user);
    return { id: user.id, email: user.email, token };
  };
  const newAddress = (): string => `new${(serial += 1)}@example.com`;
  const letAnHourPass = (): Promise<void> =>
    service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord)).clear();
  const challenge = async (person: Person, purpose: string, email: string): Promise<string> => {
    await letAnHourPass();
    const response = await post('', { email, purpose }, person.token);
    expect(response.status).toBe(202);
    return ((await response.json()) as { challengeId: string }).challengeId;
  };
  const longAgo = new Date(Date.now() - 11 * 60_000);
  const age = (person: Person): Promise<unknown> =>
    tokens.update({ userId: person.id }, { signedInAt: longAgo });
  const statusAndCode = async (response: Response): Promise<unknown[]> => [
    response.status,
    ((await response.json()) as { code: string }).code,
  ];

  describe('to step up', () => {
    it('prove once more who has the session, and open no other', async () => {
      const person = await aPerson();
      await age(person);
      const id = await challenge(person, 'step_up', person.email);
      const code = await mail.codeFor(person.email);
      const response = await post(`/${id}/verify`, { code }, person.token);
      expect([response.status, await response.text()]).toEqual([204, '']);
      const [session, ...others] = await tokens.findBy({ userId: person.id });
      expect(session?.signedInAt?.getTime()).toBeGreaterThan(longAgo.getTime() + 60_000);
      expect(others).toEqual([]);
    });

    it('are of no use without a session of the user, and are not counted then', async () => {
      const [person, other] = [await aPerson(), await aPerson()];
      const id = await challenge(person, 'step_up', person.email);
      const code = await mail.codeFor(person.email);
      for (const token of [undefined, other.token, `${person.token}x`]) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        const response = await post(`/${id}/verify`, { code }, token);
        // oxlint-disable-next-line no-await-in-loop -- see above
        expect(await statusAndCode(response)).toEqual([400, 'otp_invalid']);
      }
      expect(await statusAndCode(await post(`/${id}/resend`, {}, other.token))).toEqual([400, 'otp_invalid']);
      expect(await otps.findOneBy({ id })).toMatchObject({ attempts: 0, sends: 1, status: 'pending' });
    });

    it('are asked for with a session, for the own address', async () => {
      const [person, other] = [await aPerson(), await aPerson()];
      const ask = async (email: string, token?: string): Promise<Response> => {
        await letAnHourPass();
        return post('', { email, purpose: 'step_up' }, token);
      };
      expect(await statusAndCode(await ask(person.email))).toEqual([401, 'unauthenticated']);
      expect(await statusAndCode(await ask(person.email, `${person.token}x`))).toEqual([
        401,
        'invalid_token',
      ]);
      expect(await statusAndCode(await ask(other.email, person.token))).toEqual([422, 'invalid_input']);
      expect(await statusAndCode(await ask(newAddress(), person.token))).toEqual([422, 'invalid_input']);
      await tokens.update({ userId: person.id }, { kind: 'personal' });
      expect(await statusAndCode(await ask(person.email, person.token))).toEqual([403, 'session_required']);
    });
  });

  describe('to change the address', () => {
    it('make an address that the user has shown to be his the one of his account', async () => {
      const person = await aPerson();
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      const code = await mail.codeFor(email);
      expect((await post(`/${id}/verify`, { code }, person.token)).status).toBe(204);
      expect(await users.get(person.id)).toMatchObject({
        email,
        emailVerifiedAt: expect.any(Date) as Date,
        version: 2,
      });
    });

    it('tell the address that the account had before, and not which one it has now', async () => {
      const person = await aPerson();
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      await post(`/${id}/verify`, { code: await mail.codeFor(email) }, person.token);
      const notice = await eventually(() => {
        const [found] = mail.mails.filter(({ to }) => to === person.email);
        if (!found) throw new Error('no notice has come');
        // Without the line breaks of quoted-printable.
        return found.source.replaceAll('=\r\n', '');
      });
      expect(notice).toMatch(/^Subject: The address of your account at Ballast was changed\r$/m);
      expect(notice).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      expect(notice).toMatch(/^Content-Type: multipart\/alternative;/m);
      expect(notice.match(/Your account user-\d+ at Ballast/g)).toHaveLength(2);
      expect(notice).not.toContain(email);
      expect(mail.mails.filter(({ to }) => to === email)).toHaveLength(1);
    });

    it('put codes out of force that were sent to the address before', async () => {
      const person = await aPerson();
      const stepUp = await challenge(person, 'step_up', person.email);
      const oldCode = await mail.codeFor(person.email);
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      await post(`/${id}/verify`, { code: await mail.codeFor(email) }, person.token);
      expect(await statusAndCode(await post(`/${stepUp}/verify`, { code: oldCode }, person.token))).toEqual([
        400,
        'otp_invalid',
      ]);
      expect(await otps.findOneBy({ id })).toMatchObject({ status: 'consumed' });
    });

    it('tell nobody when the address is not changed', async () => {
      const [person, other] = [await aPerson(), await aPerson()];
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      const code = await mail.codeFor(email);
      await users.changeEmail(other.id, email);
      expect((await post(`/${id}/verify`, { code }, person.token)).status).toBe(409);
      expect(mail.mails.filter(({ to }) => to === person.email)).toEqual([]);
    });

    it('leave other sessions in force, which have to step up, and say how they are ended', async () => {
      const person = await aPerson();
      const another = await service.app.get(SessionsService).open(await users.get(person.id));
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      const changed = await post(`/${id}/verify`, { code: await mail.codeFor(email) }, person.token);
      const [, path = ''] = /^<([^>]+)>; rel="related"/.exec(changed.headers.get('link') ?? '') ?? [];
      const statuses = async (): Promise<number[]> => [
        (await send('GET', '/v1/users/me', person.token)).status,
        (await send('GET', '/v1/users/me', another.token)).status,
      ];
      expect(await statuses()).toEqual([200, 200]);
      await letAnHourPass();
      const stepUps = [person.token, another.token].map((token) =>
        post('', { email: newAddress(), purpose: 'email_change' }, token),
      );
      expect((await Promise.all(stepUps)).map(({ status }) => status)).toEqual([202, 401]);
      const ended = await send('POST', path, person.token);
      expect([ended.status, await ended.json()]).toEqual([200, { revoked: 1 }]);
      expect(await statuses()).toEqual([200, 401]);
    });

    it('take a user who has signed in, or stepped up, just now', async () => {
      const person = await aPerson();
      await age(person);
      const response = await post('', { email: newAddress(), purpose: 'email_change' }, person.token);
      expect(response.headers.get('www-authenticate')).toContain(
        'error="insufficient_user_authentication", max_age=600',
      );
      expect(await statusAndCode(response)).toEqual([401, 'step_up_required']);
    });

    it('do not tell that somebody else has the address, and send nothing there', async () => {
      const [person, other] = [await aPerson(), await aPerson()];
      const taken = await challenge(person, 'email_change', other.email);
      expect(await otps.findOneBy({ id: taken })).toMatchObject({
        delivery: 'suppressed',
        userId: person.id,
      });
      const free = newAddress();
      await challenge(person, 'email_change', free);
      await mail.codeFor(free);
      expect(mail.mails.filter(({ to }) => to === other.email)).toEqual([]);
    });

    it('give an address to the first of two, and leave the other his code', async () => {
      const [first, second] = [await aPerson(), await aPerson()];
      const email = newAddress();
      const one = await challenge(first, 'email_change', email);
      const codeOfOne = await mail.codeFor(email);
      const two = await challenge(second, 'email_change', email);
      const codeOfTwo = await mail.codeFor(email, 2);
      expect((await post(`/${one}/verify`, { code: codeOfOne }, first.token)).status).toBe(204);
      expect(await statusAndCode(await post(`/${two}/verify`, { code: codeOfTwo }, second.token))).toEqual([
        409,
        'user_email_taken',
      ]);
      expect(await otps.findOneBy({ id: two })).toMatchObject({ status: 'pending', attempts: 0 });
      expect(await users.get(second.id)).toMatchObject({ email: second.email, version: 1 });
    });

    it('let no code for the old address in any more', async () => {
      const person = await aPerson();
      const signIn = await challenge(person, 'sign_in', person.email);
      const oldCode = await mail.codeFor(person.email);
      const email = newAddress();
      const id = await challenge(person, 'email_change', email);
      await post(`/${id}/verify`, { code: await mail.codeFor(email) }, person.token);
      expect(await statusAndCode(await post(`/${signIn}/verify`, { code: oldCode }))).toEqual([
        400,
        'otp_invalid',
      ]);
    });
  });

  it('let somebody sign in who sends a token that is of no use any more', async () => {
    const email = newAddress();
    const response = await post('', { email, purpose: 'sign_in' }, 'apr_ses_old');
    const { challengeId } = (await response.json()) as { challengeId: string };
    const code = await mail.codeFor(email);
    expect((await post(`/${challengeId}/verify`, { code }, 'apr_ses_old')).status).toBe(200);
  });

  it('go with their user', async () => {
    const person = await aPerson();
    const id = await challenge(person, 'step_up', person.email);
    await users.delete(person.id, null);
    expect(await otps.findOneBy({ id })).toBeNull();
  });

  describe('that were answered wrongly too often', () => {
    let failures: Repository<OtpFailures>;

    beforeAll(() => {
      failures = service.app.get<Repository<OtpFailures>>(getRepositoryToken(OtpFailures));
    });

    it('are sent again when an administrator has opened the address', async () => {
      const email = newAddress();
      await failures.insert({ email, failures: 100, lastFailedAt: new Date() });
      const body = { email, purpose: 'sign_in' };
      expect(await statusAndCode(await post('', body))).toEqual([429, 'otp_locked']);
      const opened = await post('/unlock', { email }, await adminToken(service.app));
      expect(opened.status).toBe(204);
      await letAnHourPass();
      expect((await post('', body)).status).toBe(202);
    });

    it('are not sent again because somebody else asks to open the address', async () => {
      const email = newAddress();
      await failures.insert({ email, failures: 100, lastFailedAt: new Date() });
      const person = await aPerson();
      expect((await post('/unlock', { email })).status).toBe(401);
      expect(await statusAndCode(await post('/unlock', { email }, person.token))).toEqual([
        403,
        'insufficient_scope',
      ]);
      const admin = await adminToken(service.app);
      await tokens.update({ last4: admin.slice(-4) }, { signedInAt: longAgo });
      expect(await statusAndCode(await post('/unlock', { email }, admin))).toEqual([401, 'step_up_required']);
      expect(await failures.findOneBy({ email })).toMatchObject({ failures: 100 });
    });
  });
});
