import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DatabaseManager } from '../../src/database';
import { Otp } from '../../src/otps/otp.entity';
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
