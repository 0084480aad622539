import { makeSecret } from '../../src/tokens/token-secret';
import { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from './signed-in';

describe.each(STORES)('OAuth on $store', (store) => {
  let api: TokenService;
  let ada: SignedIn;
  let resource: string;

  beforeAll(async () => {
    api = await TokenService.start(store);
    ada = await api.signIn();
    resource = (await api.makeToken(await api.signIn(), { kind: 'service', scopes: ['introspect'] })).token;
  });
  afterAll(() => api.close());

  const post = (path: string, secret: string | null, form: Record<string, string>): Promise<[number, Body]> =>
    api.ask('POST', `/oauth/${path}`, secret, new URLSearchParams(form));

  describe('introspection (RFC 7662)', () => {
    it('tells of a token in force whose it is, what it may do and until when', async () => {
      const { token, id, createdAt, expiresAt } = await api.makeToken(ada, {
        scopes: ['apis:read', 'apis:write'],
      });
      expect(await post('introspect', resource, { token, token_type_hint: 'access_token' })).toEqual([
        200,
        {
          active: true,
          token_type: 'Bearer',
          scope: 'apis:read apis:write',
          username: ada.user.handle,
          sub: ada.user.id,
          jti: id,
          iat: Math.floor(Date.parse(String(createdAt)) / 1_000),
          exp: Math.floor(Date.parse(String(expiresAt)) / 1_000),
        },
      ]);
    });

    it.each(['unknown', 'malformed', 'expired', 'revoked', 'of somebody suspended'])(
      'tells nothing else of a token that is %s',
      async (what) => {
        const bob = await api.signIn();
        const { token, id } = await api.makeToken(bob);
        if (what === 'expired')
          await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: new Date(1) });
        if (what === 'revoked') await api.tokens.update({ id }, { revokedAt: new Date() });
        if (what === 'of somebody suspended') await api.suspend(bob.user.id);
        const shown = what === 'unknown' ? makeSecret('session') : what === 'malformed' ? 'apr_pat_x' : token;
        expect(await post('introspect', resource, { token: shown })).toEqual([200, { active: false }]);
      },
    );

    it('does not tell administrative scopes of somebody who is no administrator', async () => {
      const [, told] = await post('introspect', resource, { token: ada.secret });
      expect(told).toMatchObject({ active: true, scope: expect.not.stringContaining('admin') as string });
    });

    it('takes the scope introspect', async () => {
      const { token } = await api.makeToken(ada, { scopes: ['apis:read'] });
      expect((await post('introspect', token, { token }))[0]).toBe(403);
      expect((await post('introspect', null, { token }))[0]).toBe(401);
    });
  });

  describe('revocation (RFC 7009)', () => {
    const isActive = async (token: string): Promise<unknown> =>
      (await post('introspect', resource, { token }))[1]['active'];

    it('takes a token of the caller out of force, and says no more when there is nothing to revoke', async () => {
      const { token } = await api.makeToken(ada);
      for (const _ of ['revoked', 'revoked already'])
        expect(await post('revoke', ada.secret, { token })).toEqual([200, {}]);
      expect(await isActive(token)).toBe(false);
      expect(await post('revoke', ada.secret, { token: makeSecret('personal') })).toEqual([200, {}]);
    });

    it('lets a token take itself out of force, and no other one without tokens:write', async () => {
      const { token } = await api.makeToken(ada, { scopes: ['apis:read'] });
      expect((await post('revoke', token, { token: ada.secret }))[0]).toBe(403);
      expect(await isActive(ada.secret)).toBe(true);
      expect((await post('revoke', token, { token }))[0]).toBe(200);
      expect(await isActive(token)).toBe(false);
    });

    it("leaves another user's token in force", async () => {
      const bob = await api.signIn();
      expect(await post('revoke', bob.secret, { token: ada.secret })).toEqual([200, {}]);
      expect(await isActive(ada.secret)).toBe(true);
    });
  });

  describe('a form', () => {
    const send = (body: string, type = 'application/x-www-form-urlencoded'): Promise<Response> =>
      fetch(`${api.service.url}/oauth/introspect`, {
        method: 'POST',
        headers: { authorization: `Bearer ${resource}`, 'content-type': type },
        body,
      });

    it.each([
      ['without a token', 'token_type_hint=x', 400],
      ['with an empty token', 'token=', 422],
      ['with two tokens', 'token=a&token=b', 400],
      ['with a parameter that nobody knows', 'token=a&__proto__=b', 200],
    ])('%s is answered %i', async (_, body, status) => expect((await send(body)).status).toBe(status));

    it('may name its characters, and is not taken in other ones than UTF-8', async () => {
      const type = 'application/x-www-form-urlencoded; charset=UTF-8';
      expect((await send('token=a', type)).status).toBe(200);
    });

    it('is taken nowhere else', async () => {
      const response = await api.send('POST', '/v1/tokens', ada.secret, new URLSearchParams({ name: 'x' }));
      expect(response.status).toBe(415);
    });
  });
});
