import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DatabaseManager } from '../../src/database';
import { Otp } from '../../src/otps/otp.entity';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { OtpFailuresService } from '../../src/otps/otp-failures.service';
import { Token } from '../../src/tokens/token.entity';
import { MailServer } from '../support/mail-server';
import { OutageService } from '../support/outage-service';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('one-time passwords while memory stands in for PostgreSQL', () => {
  let service: OutageService;
  let mail: MailServer;

  beforeEach(async () => {
    [service, mail] = await Promise.all([OutageService.prepare(), MailServer.start()]);
  });
  afterEach(async () => {
    await service.close();
    await mail.close();
  });

  const start = (): Promise<void> => service.start({ ...mail.environment, OTP_PEPPERS: `k:${KEY}` });
  const request = async (email: string): Promise<string> => {
    const response = await service.send('POST', '/v1/auth/otps', { email, purpose: 'sign_in' });
    expect(response.status).toBe(202);
    return ((await response.json()) as { challengeId: string }).challengeId;
  };
  const verify = (id: string, code: string): Promise<Response> =>
    service.send('POST', `/v1/auth/otps/${id}/verify`, { code });

  it('let in somebody new, and in PostgreSQL are used, with the session, when it serves again', async () => {
    await start();
    await service.is('degraded');
    const used = await request('new@example.com');
    const code = await mail.codeFor('new@example.com');
    const response = await verify(used, code);
    expect(response.status).toBe(200);
    expect(response.headers.get('ballast-durability')).toBe('journaled');
    const { token } = (await response.json()) as { token: string };
    const live = await request('later@example.com');
    const liveCode = await mail.codeFor('later@example.com');

    const { app } = service;
    const whatPostgresHas = async (): Promise<unknown> => {
      const otps = app.get<Repository<Otp>>(getRepositoryToken(Otp));
      const tokens = app.get<Repository<Token>>(getRepositoryToken(Token));
      return [(await otps.findOneBy({ id: used }))?.status, await tokens.countBy({ last4: token.slice(-4) })];
    };
    const asItBegins = new Promise((resolve) => {
      app.get(DatabaseManager).onStateChange(({ status }) => {
        if (status === 'healthy') resolve(whatPostgresHas());
      });
    });
    service.bringBack();
    await service.is('healthy');
    expect((await verify(used, code)).status).toBe(400);
    expect((await verify(live, liveCode)).status).toBe(200);
    expect(await asItBegins).toEqual(['consumed', 1]);
  });

  const wrong = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  const answerWrongly = async (email: string, count: number): Promise<void> => {
    const id = await request(email);
    const code = await mail.codeFor(email);
    for (let i = 0; i < count; i += 1) expect((await verify(id, wrong(code))).status).toBe(400);
  };
  const failuresOf = async (email: string): Promise<number> => {
    const counts = service.app.get<Repository<OtpFailures>>(getRepositoryToken(OtpFailures));
    return (await counts.findBy({ email })).reduce((sum, { failures }) => sum + failures, 0);
  };
  const quarantined = async (): Promise<number> => {
    const { dataSource } = service.app.get(DatabaseManager);
    return (await dataSource.query<unknown[]>('SELECT 1 FROM database_quarantine')).length;
  };
  const statusOf = async (id: string): Promise<string | undefined> =>
    (await service.app.get<Repository<Otp>>(getRepositoryToken(Otp)).findOneBy({ id }))?.status;

  it('that are answered wrongly count with those that were so before, and delay the next one', async () => {
    service.bringBack();
    await start();
    await service.is('healthy');
    await answerWrongly('ada@example.com', 5);
    service.takeAway();
    await start();
    await service.is('degraded');
    await answerWrongly('ada@example.com', 5);
    await answerWrongly('bob@example.com', 2);
    service.bringBack();
    await service.is('healthy');
    expect(await failuresOf('ada@example.com')).toBe(10);
    expect(await failuresOf('bob@example.com')).toBe(2);
    expect(await quarantined()).toBe(0);
    const admitted = service.app.get(OtpFailuresService).admit('ada@example.com');
    await expect(admitted).rejects.toMatchObject({ code: 'otp_delayed' });
  });

  it('that are answered wrongly count through more outages, and a right answer forgets them all', async () => {
    for (let outages = 1; outages <= 2; outages += 1) {
      service.takeAway();
      await start();
      await service.is('degraded');
      await answerWrongly('ada@example.com', 2);
      service.bringBack();
      await service.is('healthy');
      expect(await failuresOf('ada@example.com')).toBe(2 * outages);
    }
    const id = await request('ada@example.com');
    expect((await verify(id, await mail.codeFor('ada@example.com', 3))).status).toBe(200);
    expect(await failuresOf('ada@example.com')).toBe(0);
    expect(await quarantined()).toBe(0);
  });

  it('that were used up stay so when PostgreSQL refuses what they were used for', async () => {
    service.bringBack();
    await start();
    await service.is('healthy');
    await service.createUser('ada');
    service.takeAway();
    await start();
    await service.is('degraded');
    const id = await request('ada@example.com');
    const code = await mail.codeFor('ada@example.com');
    expect((await verify(id, code)).status).toBe(200);
    service.bringBack();
    await service.is('healthy');
    expect(await quarantined()).toBeGreaterThan(0);
    expect(await statusOf(id)).toBe('consumed');
    expect((await verify(id, code)).status).toBe(400);
  });

  it('are not called wrong when PostgreSQL may know them', async () => {
    service.bringBack();
    await start();
    await service.is('healthy');
    const id = await request('ada@example.com');
    const code = await mail.codeFor('ada@example.com');
    service.takeAway();
    await start();
    await service.is('degraded');
    const answers = [await verify(id, code), await service.send('POST', `/v1/auth/otps/${id}/resend`, {})];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await answer.json()).toMatchObject({ code: 'primary_unavailable' });
    }
    service.bringBack();
    await service.is('healthy');
    expect((await verify(id, code)).status).toBe(200);
  });
});
