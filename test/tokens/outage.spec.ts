import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { SessionsService } from '../../src/tokens/sessions.service';
import { makeSecret } from '../../src/tokens/token-secret';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { OutageService } from '../support/outage-service';

const WHOAMI = '/v1/tokens/whoami';

describe('tokens while memory stands in for PostgreSQL', () => {
  let outage: OutageService;
  const statusOf = async (secret: string): Promise<number> => (await whoami(secret)).status;
  const whoami = (secret: string): Promise<Response> =>
    outage.send('GET', WHOAMI, undefined, { authorization: `Bearer ${secret}` });
  const signIn = async (handle: string): Promise<string> => {
    const user = await outage.app.get(UsersService).create({ email: `${handle}@example.com`, handle });
    return (await outage.app.get(SessionsService).open(user)).token;
  };
  const revokeAll = (secret: string): Promise<Response> =>
    outage.send('POST', '/v1/tokens/revoke-all', undefined, { authorization: `Bearer ${secret}` });

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());

  it('are 503 when memory does not know them, and 401 when they cannot be any', async () => {
    await outage.start();
    const unknown = await whoami(makeSecret('personal'));
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await unknown.json()).toMatchObject({ code: 'primary_unavailable' });
    const secret = makeSecret('personal');
    expect(await statusOf(`${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`)).toBe(401);
  });

  it('that were in force when PostgreSQL was lost are in force again when it is back', async () => {
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    const before = await signIn('ada');
    await outage.stop();
    outage.takeAway();
    await outage.start();
    expect(await statusOf(before)).toBe(503);
    outage.bringBack();
    await outage.is('healthy');
    expect(await statusOf(before)).toBe(200);
  });

  it('that memory gave out with a journal are in force after a restart', async () => {
    await outage.start();
    const [kept, revoked] = [await signIn('ada'), await signIn('bob')];
    await revokeAll(revoked);
    await outage.start();
    expect([await statusOf(kept), await statusOf(revoked)]).toEqual([200, 401]);
  });

  it('that memory gave out and took back are so in PostgreSQL before it serves', async () => {
    await outage.start();
    const [kept, revoked] = [await signIn('ada'), await signIn('bob')];
    expect((await revokeAll(revoked)).status).toBe(200);
    expect([await statusOf(kept), await statusOf(revoked)]).toEqual([200, 401]);
    outage.bringBack();
    await outage.is('healthy');
    expect([await statusOf(kept), await statusOf(revoked)]).toEqual([200, 401]);
    const users = outage.app.get<Repository<User>>(getRepositoryToken(User));
    expect(await users.count()).toBe(2);
  });
});
