import { Logger } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { DatabaseManager } from '../../src/database';
import { makeSecret } from '../../src/tokens/token-secret';
import { SignInsService } from '../../src/users/sign-ins.service';
import { STORES } from '../../src/database/testing';
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

  it('tells who is turned away, and not of what cannot be a token', async () => {
    const ada = await api.signIn();
    const { id, token } = await api.makeToken(ada, { scopes: ['tokens:write'] });
    log.mockClear();
    await api.ask('GET', '/v1/users', token);
    await api.ask('POST', '/v1/tokens', token, { name: 'x', scopes: ['apis:read'] });
    await api.send('DELETE', `/v1/tokens/${id}`, ada.secret, undefined, ANY);
    for (let i = 0; i < 5; i += 1) await api.ask('GET', '/v1/users', token);
    await api.ask('GET', '/v1/users', makeSecret('personal'));
    await api.ask('GET', '/v1/users', `${token}x`);
    await api.ask('GET', '/v1/users', null);
    const requestId = expect.any(String) as string;
    const by = { event: 'security.access_denied', requestId, address: '127.0.0.1' };
    const known = { userId: ada.user.id, tokenId: id };
    expect(events().filter(({ event }) => event === by.event)).toEqual([
      { ...by, ...known, reason: 'insufficient_scope' },
      { ...by, ...known, reason: 'session_required' },
      { ...by, ...known, reason: 'invalid_token' },
      { ...by, reason: 'invalid_token' },
    ]);
    expect(JSON.stringify(events())).not.toContain(token.slice(8));
  });

  it('tells nothing of what was rolled back', async () => {
    const { app } = api.service;
    const failing = app.get(TransactionHost).withTransaction(async () => {
      await app.get(SignInsService).signIn('mallory@example.com', null);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(events()).toEqual([]);
    await app.get(SignInsService).signIn('mallory@example.com', null);
    expect(events()).toMatchObject([{ event: 'security.user_created' }]);
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

describe('the log of security events', () => {
  it('tells nothing of a token whose commit has failed', async () => {
    const store = STORES.find((one) => one.store === 'PostgreSQL');
    if (!store) throw new Error('there is no PostgreSQL');
    const api = await TokenService.start(store);
    const ada = await api.signIn();
    await api.service.app.get(DatabaseManager).dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = '23514'; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON "tokens" DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const log = jest.spyOn(Logger.prototype, 'log');
    const draft = { name: 'x', scopes: ['apis:read'] };
    const [status] = await api.ask('POST', '/v1/tokens', ada.secret, draft, { 'idempotency-key': 'k' });
    expect(status).toBe(500);
    expect(log.mock.calls.filter(([entry]) => (entry as Body)['event'] === 'security.token_created')).toEqual(
      [],
    );
    log.mockRestore();
    await api.close();
  });
});
