import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import { SCOPES } from '../../src/auth/scopes';
import { isWellFormed, makeSecret } from '../../src/tokens/token-secret';
import { eventually } from '../support/eventually';
import { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from './signed-in';

const WHOAMI = '/v1/tokens/whoami';
const ANY = { 'if-match': '*' };

describe.each(STORES)('tokens on $store', (store) => {
  let api: TokenService;
  let ada: SignedIn;
  const statusOf = async (secret: string): Promise<number> => (await api.send('GET', WHOAMI, secret)).status;

  beforeAll(async () => {
    api = await TokenService.start(store);
    ada = await api.signIn();
  });
  afterAll(() => api.close());

  describe('made by a session', () => {
    it('are shown once, work, and are listed by their last four from then on', async () => {
      const response = await api.send('POST', '/v1/tokens', ada.secret, {
        name: 'CI',
        kind: 'service',
        scopes: ['tokens:read', 'apis:read'],
      });
      expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
      const made = (await response.json()) as Body & { token: string; id: string };
      expect(isWellFormed(made.token)).toBe(true);
      expect(made.token).toMatch(/^apr_svc_/);
      expect(response.headers.get('location')).toBe(`/v1/tokens/${made.id}`);
      const { token: secret, ...shown } = made;
      expect(shown).toMatchObject({ last4: secret.slice(-4), scopes: ['apis:read', 'tokens:read'] });
      expect(await api.ask('GET', `/v1/tokens/${made.id}`, ada.secret)).toEqual([200, shown]);
      expect(await api.ask('GET', WHOAMI, secret)).toEqual([
        200,
        {
          userId: ada.user.id,
          role: 'user',
          tokenId: made.id,
          kind: 'service',
          scopes: ['apis:read', 'tokens:read'],
          signedInAt: null,
        },
      ]);
      expect(JSON.stringify(await api.rowOf(secret))).not.toContain(secret.slice(8));
    });

    it.each([
      [{}, 90],
      [{ expiresInDays: 1 }, 1],
      [{ expiresInDays: 365 }, 365],
    ])('expire as %j says, after %i days', async (fields, days) => {
      const { createdAt, expiresAt } = await api.makeToken(ada, fields);
      expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(days * 86_400_000);
    });

    it.each<[string, Body, number, string]>([
      ['longer than a year', { expiresInDays: 366 }, 422, 'invalid_input'],
      ['for no time', { expiresInDays: 0 }, 422, 'invalid_input'],
      ['without scopes', { scopes: [] }, 422, 'invalid_input'],
      ['with a scope that there is not', { scopes: ['admin:*'] }, 422, 'invalid_input'],
      ['of the kind session', { kind: 'session' }, 422, 'invalid_input'],
      ['with a name of nothing', { name: '' }, 422, 'invalid_input'],
      ['with a name that is too long', { name: 'x'.repeat(101) }, 422, 'invalid_input'],
      ['for somebody else', { userId: randomUUID() }, 400, 'malformed_input'],
      [
        'with an administrative scope of no administrator',
        { scopes: ['admin:db'] },
        403,
        'insufficient_scope',
      ],
    ])('are not made %s', async (_, fields, status, code) => {
      const draft = { name: 'x', scopes: ['apis:read'], ...fields };
      expect(await api.ask('POST', '/v1/tokens', ada.secret, draft)).toEqual([
        status,
        expect.objectContaining({ code }),
      ]);
    });

    it('make no tokens themselves', async () => {
      const { token, id } = await api.makeToken(ada, { scopes: ['tokens:write'] });
      const draft = { name: 'x', scopes: ['tokens:write'] };
      const refused = [403, expect.objectContaining({ code: 'session_required' })];
      expect(await api.ask('POST', '/v1/tokens', token, draft)).toEqual(refused);
      expect(await api.ask('POST', `/v1/tokens/${id}/rotate`, token, {})).toEqual(refused);
    });
  });

  describe('are not taken', () => {
    const refusal = async (response: Response): Promise<[number, string | null, unknown]> => [
      response.status,
      response.headers.get('www-authenticate'),
      ((await response.json()) as Body)['code'],
    ];
    const INVALID = [401, 'Bearer error="invalid_token"', 'invalid_token'];
    const get = (headers: Record<string, string>, query = ''): Promise<Response> =>
      api.send('GET', `${WHOAMI}${query}`, null, undefined, headers);

    it('where there is none', async () => {
      expect(await refusal(await get({}))).toEqual([401, 'Bearer', 'unauthenticated']);
    });

    it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Token x', 'Bearer é'])(
      'from the header Authorization: %s',
      async (authorization) => expect(await refusal(await get({ authorization }))).toEqual(INVALID),
    );

    it('that are unknown', async () => {
      expect(await refusal(await api.send('GET', WHOAMI, makeSecret('personal')))).toEqual(INVALID);
    });

    it('with a wrong checksum, and nothing is looked up', async () => {
      const wrong = `${ada.secret.slice(0, -1)}${ada.secret.endsWith('0') ? '1' : '0'}`;
      const look = jest.spyOn(api.tokens, 'find');
      try {
        expect(await refusal(await api.send('GET', WHOAMI, wrong))).toEqual(INVALID);
        expect(look).not.toHaveBeenCalled();
        expect(await statusOf(ada.secret)).toBe(200);
        expect(look).toHaveBeenCalledTimes(1);
      } finally {
        look.mockRestore();
      }
    });

    it('that have expired', async () => {
      const { token, id } = await api.makeToken(ada);
      await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: new Date(Date.now() - 1) });
      expect(await refusal(await api.send('GET', WHOAMI, token))).toEqual(INVALID);
    });

    it('that were revoked, from that moment on', async () => {
      const { token, id } = await api.makeToken(ada);
      expect(await statusOf(token)).toBe(200);
      expect((await api.send('DELETE', `/v1/tokens/${id}`, ada.secret, undefined, ANY)).status).toBe(204);
      expect(await refusal(await api.send('GET', WHOAMI, token))).toEqual(INVALID);
      const [, shown] = await api.ask('GET', `/v1/tokens/${id}`, ada.secret);
      expect(shown).toMatchObject({ revokedReason: 'revoked', version: 2 });
    });

    it('of a user who is suspended', async () => {
      const bob = await api.signIn();
      await api.suspend(bob.user.id);
      expect(await refusal(await api.send('GET', WHOAMI, bob.secret))).toEqual(INVALID);
    });

    it.each(['?access_token=', '?q=1&access_token=', '?token='])('from a URL: %s', async (query) => {
      const response = await get({}, `${query}${ada.secret}`);
      expect(await refusal(response)).toEqual([401, 'Bearer error="invalid_token"', 'token_in_url']);
    });

    it('from two places', async () => {
      const two = [400, 'Bearer error="invalid_request"', 'two_credentials'];
      const authorization = `Bearer ${ada.secret}`;
      expect(await refusal(await get({ authorization }, `?access_token=${ada.secret}`))).toEqual(two);
      expect(await refusal(await get({ authorization: `${authorization}, ${authorization}` }))).toEqual(two);
      const request = http.get(`${api.service.url}${WHOAMI}`, {
        headers: ['host', 'localhost', 'authorization', authorization, 'Authorization', authorization],
      });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.resume();
      expect([response.statusCode, response.headers['www-authenticate']]).toEqual(two.slice(0, 2));
    });

    it('without the scope that it takes, and the answer names it', async () => {
      const { token } = await api.makeToken(ada, { scopes: ['apis:read'] });
      expect(await refusal(await api.send('GET', '/v1/tokens', token))).toEqual([
        403,
        'Bearer error="insufficient_scope", scope="tokens:read"',
        'insufficient_scope',
      ]);
    });
  });

  describe('with administrative scopes', () => {
    it('have an effect as long as their user is an administrator', async () => {
      const root = await api.signIn('admin');
      const { token } = await api.makeToken(root, { scopes: ['admin:users', 'apis:read'] });
      const scopesOf = async (secret: string): Promise<unknown> =>
        (await api.ask('GET', WHOAMI, secret))[1]['scopes'];
      expect(await scopesOf(token)).toEqual(['apis:read', 'admin:users']);
      expect(await scopesOf(root.secret)).toEqual(SCOPES);
      await api.users.update({ id: root.user.id }, { role: 'user' });
      expect(await scopesOf(token)).toEqual(['apis:read']);
      expect(await scopesOf(root.secret)).toEqual(SCOPES.filter((scope) => !scope.startsWith('admin:')));
    });
  });

  describe('in the hands of their user', () => {
    it('are listed page by page, the newest first, without those of anybody else', async () => {
      const bob = await api.signIn();
      const made = [await api.makeToken(bob), await api.makeToken(bob), await api.makeToken(bob)];
      const [, first] = await api.ask('GET', '/v1/tokens?limit=3&includeTotal=true', bob.secret);
      expect((first['items'] as Body[]).map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed());
      expect(first['total']).toBe(4);
      const next = `/v1/tokens?limit=3&cursor=${String(first['nextCursor'])}`;
      const [, second] = await api.ask('GET', next, bob.secret);
      expect(second).toMatchObject({ items: [{ kind: 'session' }], nextCursor: null });
      expect((await api.ask('GET', `${next}&sort=createdAt`, bob.secret))[0]).toBe(400);
    });

    it.each([
      ['GET', '', undefined],
      ['PATCH', '', { name: 'mine' }],
      ['DELETE', '', undefined],
      ['POST', '/rotate', {}],
    ])('are not there for anybody else: %s %s', async (method, suffix, body) => {
      const { id, token } = await api.makeToken(ada);
      const bob = await api.signIn();
      for (const other of [id, randomUUID(), 'abc'])
        expect(await api.ask(method, `/v1/tokens/${other}${suffix}`, bob.secret, body, ANY)).toEqual([
          404,
          expect.objectContaining({ code: 'token_not_found' }),
        ]);
      expect(await statusOf(token)).toBe(200);
    });

    it('are renamed by who has seen their present version', async () => {
      const { id } = await api.makeToken(ada);
      const rename = (headers: Record<string, string>): Promise<[number, Body]> =>
        api.ask('PATCH', `/v1/tokens/${id}`, ada.secret, { name: 'new' }, headers);
      expect((await rename({}))[0]).toBe(428);
      expect((await rename({ 'if-match': `"${id}.2"` }))[0]).toBe(412);
      expect(await rename({ 'if-match': `"${id}.1"` })).toEqual([
        200,
        expect.objectContaining({ id, name: 'new', version: 2 }),
      ]);
    });

    it('are revoked by who has seen their present version, and once only', async () => {
      const { id } = await api.makeToken(ada);
      const revoke = async (headers: Record<string, string>): Promise<number> =>
        (await api.send('DELETE', `/v1/tokens/${id}`, ada.secret, undefined, headers)).status;
      expect(await revoke({})).toBe(428);
      expect(await revoke({ 'if-match': `"${id}.2"` })).toBe(412);
      expect(await revoke({ 'if-match': `"${id}.1"` })).toBe(204);
      expect(await revoke({ 'if-match': `"${id}.1"` })).toBe(412);
      expect(await revoke(ANY)).toBe(204);
      expect((await api.ask('GET', `/v1/tokens/${id}`, ada.secret))[1]).toMatchObject({ version: 2 });
    });

    it('are all revoked at once, the one that asks included', async () => {
      const bob = await api.signIn();
      const { token } = await api.makeToken(bob, { scopes: ['tokens:write'] });
      expect(await api.ask('POST', '/v1/tokens/revoke-all', token)).toEqual([200, { revoked: 2 }]);
      expect([await statusOf(token), await statusOf(bob.secret), await statusOf(ada.secret)]).toEqual([
        401, 401, 200,
      ]);
    });

    it('show their last use, to the minute and after the reply', async () => {
      const { token, id } = await api.makeToken(ada);
      const lastUse = async (): Promise<unknown> =>
        (await api.ask('GET', `/v1/tokens/${id}`, ada.secret))[1]['lastUsedAt'];
      expect(await lastUse()).toBeNull();
      expect(await statusOf(token)).toBe(200);
      await eventually(async () => (await lastUse()) !== null);
      const first = await lastUse();
      expect(await statusOf(token)).toBe(200);
      expect(await lastUse()).toBe(first);
      const earlier = new Date(Date.now() - 60_000);
      await api.tokens.update({ id }, { lastUsedAt: earlier });
      expect(await statusOf(token)).toBe(200);
      await eventually(async () => Date.parse(String(await lastUse())) > earlier.getTime());
      expect((await api.rowOf(token)).version).toBe(1);
    });
  });

  describe('that are rotated', () => {
    const rotate = (id: string, body: Body = {}): Promise<[number, Body]> =>
      api.ask('POST', `/v1/tokens/${id}/rotate`, ada.secret, body);

    it('have a successor of the same name, kind, scopes and lifetime, and are out of force at once', async () => {
      const old = await api.makeToken(ada, { name: 'CI', kind: 'service', expiresInDays: 7 });
      const [status, made] = await rotate(old.id);
      expect([status, made]).toEqual([
        201,
        expect.objectContaining({ name: 'CI', kind: 'service', scopes: ['tokens:read'] }),
      ]);
      const { createdAt, expiresAt, token } = made as Record<string, string>;
      expect(Date.parse(expiresAt!) - Date.parse(createdAt!)).toBe(7 * 86_400_000);
      expect([await statusOf(old.token), await statusOf(token!)]).toEqual([401, 200]);
      expect((await api.ask('GET', `/v1/tokens/${old.id}`, ada.secret))[1]).toMatchObject({
        replacedById: made['id'],
        revokedReason: 'rotated',
      });
    });

    it('are in force for the time of grace yet', async () => {
      const old = await api.makeToken(ada);
      const [, made] = await rotate(old.id, { graceSeconds: 3_600 });
      expect(await statusOf(old.token)).toBe(200);
      const { expiresAt } = await api.rowOf(old.token);
      expect(expiresAt.getTime() - Date.parse(String(made['createdAt']))).toBe(3_600_000);
    });

    it('are not in force for longer than they would have been', async () => {
      const old = await api.makeToken(ada);
      const soon = new Date(Date.now() + 600_000);
      await api.tokens.update({ id: old.id }, { expiresAt: soon });
      await rotate(old.id, { graceSeconds: 3_600 });
      expect((await api.rowOf(old.token)).expiresAt).toEqual(soon);
    });

    it('are rotated once, by one of many at the same time, and nobody else has a token', async () => {
      const old = await api.makeToken(ada);
      const before = await api.tokens.countBy({ userId: ada.user.id });
      const answers = await Promise.all(Array.from({ length: 8 }, () => rotate(old.id)));
      expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([
        201,
        ...Array(7).fill(409),
      ]);
      expect(await api.tokens.countBy({ userId: ada.user.id })).toBe(before + 1);
    });

    it.each(['revoked', 'expired', 'replaced', 'a session'])('are not when they are %s', async (what) => {
      const { id } = await api.makeToken(ada);
      if (what === 'revoked') await api.send('DELETE', `/v1/tokens/${id}`, ada.secret, undefined, ANY);
      if (what === 'expired')
        await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: new Date(1) });
      if (what === 'replaced') await rotate(id, { graceSeconds: 60 });
      const target = what === 'a session' ? (await api.rowOf(ada.secret)).id : id;
      expect(await rotate(target)).toEqual([409, expect.objectContaining({ code: 'token_not_rotatable' })]);
    });

    it.each([-1, 86_401, 1.5, '60'])('have no grace of %p seconds', async (graceSeconds) => {
      const { id } = await api.makeToken(ada);
      expect([400, 422]).toContain((await rotate(id, { graceSeconds }))[0]);
    });

    it('are not with scopes that the session does not have (any more)', async () => {
      const root = await api.signIn('admin');
      const { id } = await api.makeToken(root, { scopes: ['admin:users'] });
      await api.users.update({ id: root.user.id }, { role: 'user' });
      expect((await api.ask('POST', `/v1/tokens/${id}/rotate`, root.secret, {}))[0]).toBe(403);
    });
  });
});
