import { randomUUID } from 'node:crypto';
import { UsersService } from '../../src/users/users.service';
import { UserEmailTakenError, UserNotFoundError } from '../../src/users/users.errors';
import { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from '../tokens/signed-in';

const ME = '/v1/users/me';
const ANY = { 'if-match': '*' };

describe.each(STORES)('a user on $store', (store) => {
  let api: TokenService;
  let ada: SignedIn;

  beforeAll(async () => {
    api = await TokenService.start(store);
  });
  beforeEach(async () => {
    ada = await api.signIn();
  });
  afterAll(() => api.close());

  it('is told who he is, with an ETag, and 304 when he knows', async () => {
    const response = await api.send('GET', ME, ada.secret);
    expect(await response.json()).toMatchObject({ id: ada.user.id, email: ada.user.email, role: 'user' });
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toBe(`"${ada.user.id}.1"`);
    const again = await api.send('GET', ME, ada.secret, undefined, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('changes his handle and his name, seeing what he changes', async () => {
    const change = (headers: Record<string, string>): Promise<[number, Body]> =>
      api.ask('PATCH', ME, ada.secret, { displayName: 'Ada', handle: `new-${ada.user.handle}` }, headers);
    expect((await change({}))[0]).toBe(428);
    expect((await change({ 'if-match': `"${ada.user.id}.7"` }))[0]).toBe(412);
    expect(await change({ 'if-match': `"${ada.user.id}.1"` })).toEqual([
      200,
      expect.objectContaining({ displayName: 'Ada', handle: `new-${ada.user.handle}`, version: 2 }),
    ]);
  });

  it.each([{ role: 'admin' }, { status: 'active' }, { email: 'x@example.com' }, { emailVerifiedAt: null }])(
    'does not change what is not his to change: %j',
    async (body) => {
      expect(await api.ask('PATCH', ME, ada.secret, body, ANY)).toEqual([
        400,
        expect.objectContaining({ code: 'malformed_input' }),
      ]);
    },
  );

  it('does not take the handle of somebody else', async () => {
    const bob = await api.signIn();
    expect(await api.ask('PATCH', ME, ada.secret, { handle: bob.user.handle }, ANY)).toEqual([
      409,
      expect.objectContaining({ code: 'user_handle_taken' }),
    ]);
  });

  it('is there for tokens with the scopes of a profile alone', async () => {
    const { token } = await api.makeToken(ada, { scopes: ['apis:read', 'tokens:read'] });
    expect((await api.ask('GET', ME, token))[0]).toBe(403);
    expect((await api.ask('PATCH', ME, token, { displayName: 'x' }, ANY))[0]).toBe(403);
    expect((await api.ask('GET', ME, null))[0]).toBe(401);
  });

  describe('who deletes himself', () => {
    it('is gone with his tokens', async () => {
      const { token } = await api.makeToken(ada);
      expect((await api.ask('DELETE', ME, ada.secret))[0]).toBe(428);
      expect((await api.ask('DELETE', ME, ada.secret, undefined, ANY))[0]).toBe(204);
      expect(await api.tokens.countBy({ userId: ada.user.id })).toBe(0);
      for (const secret of [ada.secret, token]) expect((await api.ask('GET', ME, secret))[0]).toBe(401);
    });

    it('has to have proved who he is within the last ten minutes', async () => {
      const { id } = await api.rowOf(ada.secret);
      const signedInBefore = (ms: number): Promise<unknown> =>
        api.tokens.update({ id }, { signedInAt: new Date(Date.now() - ms) });
      await signedInBefore(600_001);
      const response = await api.send('DELETE', ME, ada.secret, undefined, ANY);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer error="insufficient_user_authentication", max_age=600',
      ]);
      expect(await response.json()).toMatchObject({ code: 'step_up_required' });
      await signedInBefore(540_000);
      expect((await api.ask('DELETE', ME, ada.secret, undefined, ANY))[0]).toBe(204);
    });

    it('does not do it by the token of a program', async () => {
      const { token } = await api.makeToken(ada, { scopes: ['profile:write'] });
      expect((await api.ask('DELETE', ME, token, undefined, ANY))[1]).toMatchObject({
        code: 'step_up_required',
      });
    });
  });

  describe('who is suspended', () => {
    it('loses every token, for good', async () => {
      const users = api.service.app.get(UsersService);
      const { token } = await api.makeToken(ada, { scopes: ['profile:read'] });
      await users.update(ada.user.id, null, { status: 'suspended' });
      await users.update(ada.user.id, null, { status: 'active' });
      for (const secret of [ada.secret, token]) {
        expect((await api.ask('GET', ME, secret))[0]).toBe(401);
        expect(await api.rowOf(secret)).toMatchObject({ revokedReason: 'suspended' });
      }
    });

    it('keeps them when the change is refused', async () => {
      const users = api.service.app.get(UsersService);
      await expect(users.update(ada.user.id, [7], { status: 'suspended' })).rejects.toMatchObject({
        code: 'precondition_failed',
      });
      expect((await api.ask('GET', ME, ada.secret))[0]).toBe(200);
    });
  });

  describe('who changes his address', () => {
    it('has it from then on, verified, and keeps his tokens', async () => {
      const users = api.service.app.get(UsersService);
      const email = `new-${ada.user.email}`;
      const changed = await users.changeEmail(ada.user.id, email);
      expect(changed).toMatchObject({ email, version: 2, emailVerifiedAt: expect.any(Date) as Date });
      expect((await api.ask('GET', ME, ada.secret))[1]).toMatchObject({ email });
    });

    it('does not get that of somebody else', async () => {
      const users = api.service.app.get(UsersService);
      const bob = await api.signIn();
      await expect(users.changeEmail(ada.user.id, bob.user.email)).rejects.toBeInstanceOf(
        UserEmailTakenError,
      );
      await expect(users.changeEmail(randomUUID(), 'z@example.com')).rejects.toBeInstanceOf(
        UserNotFoundError,
      );
    });
  });
});
