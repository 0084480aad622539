import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DatabaseManager } from '../../src/database';
import { Token } from '../../src/tokens/token.entity';
import { MailServer } from '../support/mail-server';
import { OutageService } from '../support/outage-service';
import { signIn } from '../support/sign-in';

const DRAFT = { name: 'laptop', scopes: ['apis:read'] };

describe('an Idempotency-Key between PostgreSQL and the memory that stands in for it', () => {
  let service: OutageService;
  let mail: MailServer;

  beforeEach(async () => {
    [service, mail] = await Promise.all([OutageService.prepare(), MailServer.start()]);
  });
  afterEach(async () => {
    await service.close();
    await mail.close();
  });

  const create = (secret: string): Promise<Response> =>
    service.send('POST', '/v1/tokens', DRAFT, {
      authorization: `Bearer ${secret}`,
      'idempotency-key': 'the-key',
    });
  const count = (): Promise<number> =>
    service.app.get<Repository<Token>>(getRepositoryToken(Token)).countBy({ name: DRAFT.name });

  it('that PostgreSQL has answered is 503 in memory, and answered again when PostgreSQL serves again', async () => {
    service.bringBack();
    await service.start(mail.environment);
    await service.is('healthy');
    const secret = await signIn(service.url, mail, 'ada@example.com');
    const { token, ...made } = (await (await create(secret)).json()) as Record<string, unknown>;
    expect(typeof token).toBe('string');
    service.takeAway();
    await service.start(mail.environment);
    await service.is('degraded');
    const refused = await create(secret);
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'primary_unavailable' }),
    ]);
    expect(await count()).toBe(0);
    service.bringBack();
    await service.is('healthy');
    const again = await create(secret);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(made);
    expect(await count()).toBe(1);
  });

  it('that memory has answered is answered the same by PostgreSQL, and nothing is made twice', async () => {
    await service.start(mail.environment);
    await service.is('degraded');
    const secret = await signIn(service.url, mail, 'ada@example.com');
    const { token, ...made } = (await (await create(secret)).json()) as Record<string, unknown>;
    expect(typeof token).toBe('string');
    service.bringBack();
    await service.is('healthy');
    const again = await create(secret);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(made);
    expect(await count()).toBe(1);
    const { dataSource } = service.app.get(DatabaseManager);
    expect(await dataSource.query('SELECT 1 FROM database_quarantine')).toEqual([]);
  });
});
