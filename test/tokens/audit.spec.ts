import { Logger } from '@nestjs/common';
import { STORES } from '../support/test-app';
import { type Body, TokenService } from './signed-in';

const ANY = { 'if-match': '*' };

describe.each(STORES)('the log of security events on $store', (store) => {
  let api: TokenService;
  let log: jest.SpyInstance;

  beforeAll(async () => {
    api = await TokenService.start(store);
  });
  beforeEach(() => {
    log = jest.spyOn(Logger.prototype, 'log');
  });
  afterEach(() => log.mockRestore());
  afterAll(() => api.close());

  const events = (): Body[] =>
    log.mock.calls
      .map(([entry]) => entry as Body)
      .filter(({ event }) => String(event).startsWith('security.'));

  it('tells of tokens that are made, rotated and revoked, and never a secret', async () => {
    const ada = await api.signIn();
    const secrets = [ada.secret];
    const make = async (): Promise<string> => {
      const { id, token } = await api.makeToken(ada);
      secrets.push(token);
      return id;
    };
    const [rotated, revoked] = [await make(), await make()];
    const [, { token }] = await api.ask('POST', `/v1/tokens/${rotated}/rotate`, ada.secret, {});
    secrets.push(String(token));
    const byForm = await api.rowOf(String(token));
    await api.send('DELETE', `/v1/tokens/${revoked}`, ada.secret, undefined, ANY);
    await api.send('POST', '/oauth/revoke', ada.secret, new URLSearchParams({ token: String(token) }));
    await api.send('POST', '/v1/tokens/revoke-all', ada.secret);
    const userId = ada.user.id;
    const requestId = expect.any(String) as string;
    expect(events()).toEqual([
      { event: 'security.token_created', requestId, userId, tokenId: rotated },
      { event: 'security.token_created', requestId, userId, tokenId: revoked },
      { event: 'security.token_rotated', requestId, userId, tokenId: rotated },
      { event: 'security.token_revoked', requestId, userId, tokenId: revoked },
      { event: 'security.token_revoked', requestId, userId, tokenId: byForm.id },
      { event: 'security.tokens_revoked', requestId, userId },
    ]);
    for (const secret of secrets) expect(JSON.stringify(events())).not.toContain(secret.slice(8));
  });

  it('tells of users who are made, changed and deleted, and by whom', async () => {
    const root = await api.signIn('admin');
    const draft = { email: 'eve@example.com', handle: 'eve' };
    const [, { id }] = await api.ask('POST', '/v1/users', root.secret, draft);
    const userId = String(id);
    const path = `/v1/users/${userId}`;
    await api.ask('PATCH', path, root.secret, { displayName: 'Eve' }, ANY);
    await api.ask('PATCH', path, root.secret, { role: 'admin', status: 'suspended' }, ANY);
    await api.ask('DELETE', path, root.secret, undefined, ANY);
    await api.ask('DELETE', '/v1/users/me', root.secret, undefined, ANY);
    const seen = events().map(({ event, userId: about, reason, byUserId }) => {
      expect(byUserId).toBe(root.user.id);
      return [event, about, reason];
    });
    expect(seen).toEqual([
      ['security.user_created', userId, undefined],
      ['security.role_changed', userId, 'admin'],
      ['security.status_changed', userId, 'suspended'],
      ['security.user_deleted', userId, undefined],
      ['security.user_deleted', root.user.id, undefined],
    ]);
  });
});
