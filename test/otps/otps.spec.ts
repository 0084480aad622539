import { getRepositoryToken } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { OtpFailuresService } from '../../src/otps/otp-failures.service';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { Otp } from '../../src/otps/otp.entity';
import { UsersService } from '../../src/users/users.service';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

interface Challenge {
  challengeId: string;
  expiresAt: string;
  resendAfter: string;
}

const NOBODY = '11111111-1111-4111-8111-111111111111';

describe.each(STORES)('one-time passwords on $store', (target) => {
  let service: TestApp;
  let mail: MailServer;
  let drop: () => Promise<void>;
  let otps: Repository<Otp>;
  let failures: Repository<OtpFailures>;
  let rateLimits: Repository<RateLimitRecord>;
  let serial = 0;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    mail = await MailServer.start();
    service = await startApp({ ...prepared.environment, ...mail.environment });
    otps = service.app.get<Repository<Otp>>(getRepositoryToken(Otp));
    rateLimits = service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord));
    failures = service.app.get<Repository<OtpFailures>>(getRepositoryToken(OtpFailures));
  });
  afterAll(async () => {
    await service.close();
    await mail.close();
    await drop();
  });

  const post = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${service.url}/v1/auth/otps${path}`, {
      method: 'POST',
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  const newAddress = (): string => `person${(serial += 1)}@example.com`;
  const letAnHourPass = (): Promise<void> => rateLimits.clear();
  const letAMinutePass = (): Promise<unknown> =>
    rateLimits.delete({ expiresAt: LessThan(new Date(Date.now() + 61_000)) });
  const request = async (email: string): Promise<string> => {
    await letAnHourPass();
    const response = await post('', { email, purpose: 'sign_in' });
    expect(response.status).toBe(202);
    return ((await response.json()) as Challenge).challengeId;
  };
  const verify = (id: string, code: unknown): Promise<Response> => post(`/${id}/verify`, { code });
  const other = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const statusesOf = (responses: readonly Response[]): number[] => responses.map(({ status }) => status);
  const aCode = async (email = newAddress()): Promise<{ email: string; id: string; code: string }> => {
    const id = await request(email);
    return { email, id, code: await mail.codeFor(email, (await otps.findBy({ email })).length) };
  };
  const refusalOf = async (response: Response): Promise<unknown> => {
    const {
      instance: _instance,
      requestId: _requestId,
      ...problem
    } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, ...problem };
  };
  const INVALID = expect.objectContaining({ status: 400, code: 'otp_invalid' }) as unknown;

  it('let in who tells the code that came by mail, once', async () => {
    const { email, id, code } = await aCode();
    const response = await verify(id, code);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const session = (await response.json()) as { token: string; expiresAt: string };
    expect(session.token).toMatch(/^apr_ses_[0-9A-Za-z]{38}$/);
    expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.now());
    expect(await otps.findOneBy({ id })).toMatchObject({ status: 'consumed', attempts: 0, email });
    expect(await refusalOf(await verify(id, code))).toEqual(INVALID);
  });

  it('say when the code ends, and when another may be asked for', async () => {
    const before = Date.now();
    const response = await post('', { email: newAddress(), purpose: 'sign_in' });
    const { challengeId, expiresAt, resendAfter } = (await response.json()) as Challenge;
    expect(challengeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(Date.parse(expiresAt) - Date.parse(resendAfter)).toBe(9 * 60_000);
    expect(Date.parse(resendAfter)).toBeGreaterThanOrEqual(before + 60_000);
  });

  it('answer alike whether an address is known, unknown or of a suspended user', async () => {
    const users = service.app.get(UsersService);
    const known = newAddress();
    await users.create({ email: known, handle: 'known-one' });
    const suspended = newAddress();
    const { id } = await users.create({ email: suspended, handle: 'suspended-one' });
    await users.update(id, null, { status: 'suspended' });
    const shapes = [];
    for (const email of [known, newAddress(), suspended]) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const response = await post('', { email, purpose: 'sign_in' });
      // oxlint-disable-next-line no-await-in-loop -- see above
      const body = (await response.json()) as object;
      shapes.push({
        status: response.status,
        headers: [...response.headers.keys()],
        length: response.headers.get('content-length'),
        fields: Object.keys(body),
      });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  it('send nothing to a suspended user', async () => {
    const users = service.app.get(UsersService);
    const email = newAddress();
    const user = await users.create({ email, handle: 'suspended-two' });
    await users.update(user.id, null, { status: 'suspended' });
    const id = await request(email);
    expect(await otps.findOneBy({ id })).toMatchObject({ delivery: 'suppressed' });
    await aCode();
    expect(mail.mails.filter(({ to }) => to === email)).toEqual([]);
  });

  it('do not let in who was suspended while the code was on its way', async () => {
    const users = service.app.get(UsersService);
    const email = newAddress();
    const user = await users.create({ email, handle: 'suspended-three' });
    const { id, code } = await aCode(email);
    await users.update(user.id, null, { status: 'suspended' });
    expect(await refusalOf(await verify(id, code))).toEqual(INVALID);
  });

  it('refuse what is wrong, expired, used, exhausted, superseded or unknown with one answer', async () => {
    const wrong = await aCode();
    const expired = await aCode();
    await otps.update(expired.id, { createdAt: new Date(1), expiresAt: new Date(Date.now() - 1) });
    const used = await aCode();
    expect((await verify(used.id, used.code)).status).toBe(200);
    const exhausted = await aCode();
    await otps.update(exhausted.id, { attempts: 5, status: 'exhausted' });
    const superseded = await aCode();
    await otps.update(superseded.id, { status: 'superseded' });
    const refusals = await Promise.all(
      [
        await verify(wrong.id, other(wrong.code)),
        await verify(expired.id, expired.code),
        await verify(used.id, used.code),
        await verify(exhausted.id, exhausted.code),
        await verify(superseded.id, superseded.code),
        await verify(NOBODY, '12345678'),
        await verify('nothing', '12345678'),
        await post(`/${expired.id}/resend`),
        await post(`/${used.id}/resend`),
        await post('/nothing/resend'),
      ].map(refusalOf),
    );
    expect(refusals).toEqual(refusals.map(() => refusals[0]));
    expect(refusals[0]).toEqual(INVALID);
  });

  it('take five wrong answers, and not even the right one after them', async () => {
    const { email, id, code } = await aCode();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await verify(id, other(code))).status).toBe(400);
      // oxlint-disable-next-line no-await-in-loop -- see above
      expect(await otps.findOneBy({ id })).toMatchObject({ attempts: attempt });
    }
    expect((await verify(id, code)).status).toBe(400);
    expect(await otps.findOneBy({ id })).toMatchObject({ attempts: 5, status: 'exhausted' });
    expect(await failures.findOneBy({ email })).toMatchObject({ failures: 5 });
  });

  it('count guesses that come at the same time one by one', async () => {
    const { email, id, code } = await aCode();
    const responses = await Promise.all(Array.from({ length: 30 }, () => verify(id, other(code))));
    expect(new Set(statusesOf(responses))).toEqual(new Set([400]));
    expect(await otps.findOneBy({ id })).toMatchObject({ attempts: 5, status: 'exhausted' });
    expect(await failures.findOneBy({ email })).toMatchObject({ failures: 5 });
  });

  it('open one session for a right answer that comes many times at once', async () => {
    const { id, code } = await aCode();
    const responses = await Promise.all(Array.from({ length: 10 }, () => verify(id, code)));
    expect(statusesOf(responses).toSorted((a, b) => a - b)).toEqual([200, ...Array(9).fill(400)]);
  });

  it('are of no use for another challenge', async () => {
    const [one, another] = [await aCode(), await aCode()];
    expect((await verify(one.id, another.code)).status).toBe(another.code === one.code ? 200 : 400);
    await otps.update(one.id, { codeHash: (await otps.findOneByOrFail({ id: another.id })).codeHash });
    expect((await verify(one.id, another.code)).status).toBe(400);
  });

  it.each([
    [{ code: '１２３４５６７８' }, 422],
    [{ code: '1234567' }, 422],
    [{ code: '123456789' }, 422],
    [{ code: ' 1234567' }, 422],
    [{ code: '12345678\n' }, 422],
    [{ code: '1234567e' }, 422],
    [{ code: 12_345_678 }, 400],
    [{ code: ['12345678'] }, 400],
    [{ code: null }, 400],
    [{}, 400],
    [{ code: '12345678', email: 'a@example.com' }, 400],
  ])('take no answer like %j, and do not count it', async (body, status) => {
    const { id } = await aCode();
    expect((await post(`/${id}/verify`, body)).status).toBe(status);
    expect(await otps.findOneBy({ id })).toMatchObject({ attempts: 0 });
  });

  it.each([
    [{ email: 'nobody', purpose: 'sign_in' }, 422],
    [{ email: 'a@b.example\r\nBcc: c@d.example', purpose: 'sign_in' }, 422],
    [{ email: 'a@b.example, c@d.example', purpose: 'sign_in' }, 422],
    [{ email: `${'a'.repeat(250)}@b.example`, purpose: 'sign_in' }, 422],
    [{ email: ['a@b.example'], purpose: 'sign_in' }, 400],
    [{ email: 'a@b.example', purpose: 'anything' }, 422],
    [{ email: 'a@b.example' }, 422],
    [{ email: 'a@b.example', purpose: 'sign_in', role: 'admin' }, 400],
  ])('send nothing for %j', async (body, status) => {
    const before = await otps.count();
    expect((await post('', body)).status).toBe(status);
    expect(await otps.count()).toBe(before);
  });

  it('are replaced by a new challenge for the same address', async () => {
    const first = await aCode();
    const second = await aCode(first.email);
    expect((await verify(first.id, first.code)).status).toBe(400);
    expect(await otps.findOneBy({ id: first.id })).toMatchObject({ status: 'superseded' });
    expect((await verify(second.id, second.code)).status).toBe(200);
  });

  it('are replaced when they are sent again, and what was answered wrongly still counts', async () => {
    const { email, id, code } = await aCode();
    await verify(id, other(code));
    await letAMinutePass();
    const response = await post(`/${id}/resend`);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ challengeId: id });
    const second = await mail.codeFor(email, 2);
    expect(await otps.findOneBy({ id })).toMatchObject({ attempts: 1, sends: 2, status: 'pending' });
    expect([(await verify(id, code)).status, (await verify(id, second)).status]).toEqual([400, 200]);
  });

  it('are sent three times for one challenge', async () => {
    const { email, id } = await aCode();
    await letAMinutePass();
    expect((await post(`/${id}/resend`)).status).toBe(202);
    await letAMinutePass();
    expect((await post(`/${id}/resend`)).status).toBe(202);
    await letAMinutePass();
    const fourth = await post(`/${id}/resend`);
    expect(await refusalOf(fourth)).toMatchObject({ status: 429, code: 'otp_sends_exhausted' });
    expect((await verify(id, await mail.codeFor(email, 3))).status).toBe(200);
  });

  describe('of one address', () => {
    const resultOf = async (response: Response): Promise<unknown> => ({
      status: response.status,
      code: ((await response.json()) as { code?: string }).code,
    });
    const LIMITED = { status: 429, code: 'rate_limited' };

    it('are sent once a minute, whichever way they are asked for', async () => {
      const { email, id } = await aCode();
      const early = await post('', { email, purpose: 'sign_in' });
      expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(early.headers.get('ratelimit')).toMatch(/"email-cooldown";r=0;t=\d+$/);
      expect(await resultOf(early)).toEqual(LIMITED);
      expect(await resultOf(await post(`/${id}/resend`))).toEqual(LIMITED);
      expect(await otps.findOneBy({ id })).toMatchObject({ sends: 1, status: 'pending' });
      await letAMinutePass();
      expect((await post(`/${id}/resend`)).status).toBe(202);
    });

    it('are sent five times an hour, whichever way they are asked for', async () => {
      const { email, id } = await aCode();
      const asks = [
        () => post(`/${id}/resend`),
        () => post(`/${id}/resend`),
        () => post('', { email, purpose: 'sign_in' }),
        () => post('', { email, purpose: 'sign_in' }),
        () => post('', { email, purpose: 'sign_in' }),
      ];
      const statuses = [];
      for (const ask of asks) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        await letAMinutePass();
        // oxlint-disable-next-line no-await-in-loop -- see above
        statuses.push((await ask()).status);
      }
      expect(statuses).toEqual([202, 202, 202, 202, 429]);
    });

    it('are sent once when they are asked for many times at once', async () => {
      const email = newAddress();
      const responses = await Promise.all(
        Array.from({ length: 10 }, () => post('', { email, purpose: 'sign_in' })),
      );
      expect(statusesOf(responses).toSorted((a, b) => a - b)).toEqual([202, ...Array(9).fill(429)]);
      expect(await otps.countBy({ email })).toBe(1);
    });
  });

  it('are kept as something that does not tell them', async () => {
    const { id, code } = await aCode();
    const { codeHash, keyId, email } = await otps.findOneByOrFail({ id });
    expect(codeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(keyId + email).not.toContain(code);
  });

  it('tell what became of their mail', async () => {
    const { id } = await aCode();
    const becomes = (challenge: string, delivery: string): Promise<boolean> =>
      eventually(async () => (await otps.findOneBy({ id: challenge }))?.delivery === delivery);
    expect(await becomes(id, 'sent')).toBe(true);
    mail.refusals.push(550);
    expect(await becomes(await request(newAddress()), 'failed')).toBe(true);
  });

  describe('after many failures', () => {
    const fail = async (email: string, count: number): Promise<void> => {
      const service_ = service.app.get(OtpFailuresService);
      await Promise.all(
        Array.from({ length: count }, () => service_.count({ email, id: NOBODY, userId: null })),
      );
      expect(await failures.findOneBy({ email })).toMatchObject({ failures: count });
    };

    it('wait longer and longer for a new challenge, and a live one goes on', async () => {
      const { email, id, code } = await aCode();
      await fail(email, 9);
      const another = await aCode(email);
      expect((await verify(another.id, other(another.code))).status).toBe(400);
      const waits = [];
      for (const more of [0, 5, 5]) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        await failures.increment({ email }, 'failures', more);
        // oxlint-disable-next-line no-await-in-loop -- see above
        await letAnHourPass();
        // oxlint-disable-next-line no-await-in-loop -- see above
        const response = await post('', { email, purpose: 'sign_in' });
        // oxlint-disable-next-line no-await-in-loop -- see above
        expect(await refusalOf(response)).toMatchObject({ status: 429, code: 'otp_delayed' });
        waits.push(Number(response.headers.get('retry-after')));
      }
      expect(waits.map((seconds) => Math.ceil(seconds / 60))).toEqual([5, 10, 20]);
      expect((await verify(id, code)).status).toBe(400);
      expect((await verify(another.id, another.code)).status).toBe(200);
      expect(await failures.findOneBy({ email })).toBeNull();
      await request(email);
    });

    it('let in an address again when its time has come', async () => {
      const email = newAddress();
      await fail(email, 12);
      await failures.update({ email }, { lastFailedAt: new Date(Date.now() - 5 * 60_000) });
      expect((await post('', { email, purpose: 'sign_in' })).status).toBe(202);
    });

    it('shut an address until somebody opens it, and a live challenge goes on', async () => {
      const { email, id, code } = await aCode();
      await fail(email, 100);
      await failures.update({ email }, { lastFailedAt: new Date(1) });
      await letAnHourPass();
      const response = await post('', { email, purpose: 'sign_in' });
      expect(await refusalOf(response)).toMatchObject({ status: 429, code: 'otp_locked' });
      expect(response.headers.get('retry-after')).toBeNull();
      expect((await verify(id, code)).status).toBe(200);
    });
  });
});
