import { randomUUID } from 'node:crypto';
import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { parseScopes, scopesOf } from '../../src/auth/scopes';
import { InvalidTokenError } from '../../src/errors/authentication.errors';
import { SessionsService } from '../../src/tokens/sessions.service';
import { hashOf, isWellFormed } from '../../src/tokens/token-secret';
import { Token } from '../../src/tokens/token.entity';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

describe.each(STORES)('sessions on $store', (target) => {
  let service: TestApp;
  let drop: () => Promise<void>;
  let sessions: SessionsService;
  let tokens: Repository<Token>;
  let user: User;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    service = await startApp(prepared.environment);
    sessions = service.app.get(SessionsService);
    tokens = service.app.get<Repository<Token>>(getRepositoryToken(Token));
    user = await service.app.get(UsersService).create({ email: 'ada@example.com', handle: 'ada' });
  });
  afterAll(async () => {
    await service.close();
    await drop();
  });

  const stored = (secret: string): Promise<Token> => tokens.findOneByOrFail({ tokenHash: hashOf(secret) });

  it('give a well-formed token out once, and keep its hash and last four alone', async () => {
    const { token, expiresAt } = await sessions.open(user);
    expect(isWellFormed(token)).toBe(true);
    const row = await stored(token);
    expect(row).toMatchObject({
      userId: user.id,
      kind: 'session',
      last4: token.slice(-4),
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      version: 1,
    });
    expect(JSON.stringify(row)).not.toContain(token.slice(8, -6));
  });

  it('end after 30 days', async () => {
    const { token } = await sessions.open(user);
    const { createdAt, expiresAt } = await stored(token);
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(30 * 86_400_000);
  });

  it('remember when their user last proved who he is', async () => {
    const { token } = await sessions.open(user);
    const { id, signedInAt } = await stored(token);
    await tokens.update({ id }, { signedInAt: new Date(0) });
    await sessions.stepUp(id, user);
    const after = await stored(token);
    expect(after.signedInAt?.getTime()).toBeGreaterThanOrEqual(signedInAt?.getTime() ?? Infinity);
    expect(after.version).toBe(2);
  });

  it('may do what the role of their user allows when he proves who he is', async () => {
    const { token } = await sessions.open(user);
    expect(parseScopes((await stored(token)).scopes)).toEqual(scopesOf('user'));
    const { id } = await stored(token);
    const promoted = Object.assign(new User(), user, { role: 'admin' });
    await sessions.stepUp(id, promoted);
    expect(parseScopes((await stored(token)).scopes)).toEqual(scopesOf('admin'));
    const admin = await sessions.open(promoted);
    expect(parseScopes((await stored(admin.token)).scopes)).toEqual(scopesOf('admin'));
  });

  it.each(['revoked', 'unknown'])('cannot be proved again when they are %s', async (how) => {
    const { id } = await stored((await sessions.open(user)).token);
    if (how === 'revoked') await tokens.update({ id }, { revokedAt: new Date(), revokedReason: 'revoked' });
    const tokenId = how === 'revoked' ? id : randomUUID();
    await expect(sessions.stepUp(tokenId, user)).rejects.toBeInstanceOf(InvalidTokenError);
  });

  it('go with their user', async () => {
    const users = service.app.get(UsersService);
    const other = await users.create({ email: 'bob@example.com', handle: 'bob' });
    await sessions.open(other);
    await users.delete(other.id, null);
    expect(await tokens.countBy({ userId: other.id })).toBe(0);
  });
});
