import { Logger } from '@nestjs/common';
import { STORES } from '../../src/database/testing';
import { type SignedIn, TokenService } from '../tokens/signed-in';

const WHOAMI = '/v1/tokens/whoami';

describe.each(STORES)('requests on $store', (store) => {
  let api: TokenService;

  afterEach(async () => {
    jest.restoreAllMocks();
    await api.close();
  });

  const start = async (environment: Record<string, string>): Promise<void> => {
    api = await TokenService.start(store, environment);
  };
  const headersOf = ({ headers }: Response): (string | null)[] => [
    headers.get('ratelimit-policy'),
    headers.get('ratelimit'),
  ];
  const askForCode = (email: string, headers: Record<string, string> = {}): Promise<Response> =>
    api.send('POST', '/v1/auth/otps', null, { email, purpose: 'sign_in' }, headers);
  const statuses = async (count: number, ask: (i: number) => Promise<Response>): Promise<number[]> => {
    const found: number[] = [];
    for (let i = 0; i < count; i += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      found.push((await ask(i)).status);
    }
    return found;
  };

  it('of one address are limited, whatever they ask for, and told so', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '4' });
    const answers = [];
    for (const path of [WHOAMI, '/v1/nothing', '/v1/admin/database', '/v1/users/me', WHOAMI]) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      answers.push(await api.send('GET', path, null));
    }
    expect(answers.map(({ status }) => status).at(-1)).toBe(429);
    const [first, last] = [answers[0] as Response, answers.at(-1) as Response];
    expect(headersOf(first)).toEqual([
      '"address";q=4;w=60',
      expect.stringMatching(/^"address";r=3;t=([1-9]|[1-5]\d|60)$/),
    ]);
    expect(headersOf(last)[1]).toMatch(/^"address";r=0;t=\d+$/);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.get('content-type')).toContain('application/problem+json');
    expect(await last.json()).toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it('for health and documentation are not limited', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '1' });
    expect(await statuses(3, () => api.send('GET', '/health/live', null))).toEqual([200, 200, 200]);
    expect(headersOf(await api.send('GET', '/openapi.json', null))).toEqual([null, null]);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'])(
    'do not get away by a forged %s',
    async (name) => {
      await start({ RATE_LIMIT_PER_ADDRESS: '2' });
      const ask = (i: number): Promise<Response> =>
        api.send('GET', WHOAMI, null, undefined, { [name]: `198.51.100.${i}` });
      expect(await statuses(3, ask)).toEqual([401, 401, 429]);
    },
  );

  it('count for the client that a trusted proxy names, and not for what he has put before it', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '1', TRUST_PROXY: 'loopback' });
    const ask = (forwarded: string): Promise<Response> =>
      api.send('GET', WHOAMI, null, undefined, { 'x-forwarded-for': forwarded });
    expect((await ask('198.51.100.1')).status).toBe(401);
    expect((await ask('203.0.113.7, 198.51.100.1')).status).toBe(429);
    expect((await ask('198.51.100.2')).status).toBe(401);
  });

  it('of one token are limited, and those of another one are not', async () => {
    await start({ RATE_LIMIT_PER_TOKEN: '2' });
    const [ada, bob] = [await api.signIn(), await api.signIn()];
    const ask = ({ secret }: SignedIn): Promise<Response> => api.send('GET', WHOAMI, secret);
    expect(await statuses(3, () => ask(ada))).toEqual([200, 200, 429]);
    expect(headersOf(await ask(bob))).toEqual(['"token";q=2;w=60', expect.stringMatching(/^"token";r=1;t=/)]);
  });

  it('are told of each limit that concerns them', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '9', RATE_LIMIT_PER_TOKEN: '8', RATE_LIMIT_TOKENS_PER_USER: '7' });
    const { secret } = await api.signIn();
    const draft = { name: 'x', scopes: ['apis:read'] };
    const [policy, state] = headersOf(await api.send('POST', '/v1/tokens', secret, draft));
    expect(policy).toBe('"address";q=9;w=60, "token";q=8;w=60, "tokens";q=7;w=3600');
    expect(state).toMatch(/^"address";r=8;t=\d+, "token";r=7;t=\d+, "tokens";r=6;t=3600$/);
  });

  it('for codes are limited to twenty an hour for an address, those for another code of a challenge included', async () => {
    await start({ RATE_LIMIT_CODES_PER_ADDRESS: '20' });
    const asked = await statuses(19, (i) => askForCode(`person${i}@example.com`));
    expect(new Set(asked)).toEqual(new Set([202]));
    await api.send('POST', '/v1/auth/otps/nothing/resend', null);
    const refused = await askForCode('another@example.com', { 'x-forwarded-for': '198.51.100.1' });
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([
      429,
      expect.stringMatching(/^"codes";r=0;t=\d+$/),
    ]);
    expect((await api.send('POST', '/v1/auth/otps/nothing/resend', null)).status).toBe(429);
    expect((await api.send('POST', '/v1/auth/otps/nothing/verify', null, { code: '12345678' })).status).toBe(
      400,
    );
  });

  it('for tokens are limited for a user, whichever session asks', async () => {
    await start({ RATE_LIMIT_TOKENS_PER_USER: '2' });
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    expect((await api.send('POST', `/v1/tokens/${id}/rotate`, ada.secret, {})).status).toBe(201);
    const draft = { name: 'x', scopes: ['apis:read'] };
    expect((await api.send('POST', '/v1/tokens', ada.secret, draft)).status).toBe(429);
    await api.makeToken(await api.signIn());
  });

  it('that are turned away are in the audit log, once a minute', async () => {
    const log = jest.spyOn(Logger.prototype, 'log');
    await start({ RATE_LIMIT_PER_ADDRESS: '1' });
    await statuses(5, () => api.send('GET', WHOAMI, null, undefined, { 'x-request-id': 'the-request' }));
    const events = log.mock.calls.map(([event]) => event as { event?: string });
    expect(events.filter(({ event }) => event === 'security.rate_limited')).toEqual([
      {
        event: 'security.rate_limited',
        reason: 'address',
        requestId: 'the-request',
        address: '127.0.0.1',
      },
    ]);
  });
});
