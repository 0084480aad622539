import { databaseStatusSchema } from '../../src/admin/database-status.schema';
import { DatabaseManager } from '../../src/database';
import { JournalError } from '../../src/database/journal/journal-error';
import { SessionsService } from '../../src/tokens/sessions.service';
import { OutageService } from '../support/outage-service';
import { adminToken, fetchAs, fetchAsAdmin } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';
import { type SignedIn, TokenService } from '../tokens/signed-in';

type Body = Record<string, unknown>;

const bodyOf = async (response: Response): Promise<Body> => (await response.json()) as Body;
const ADMIN = '/v1/admin/database';

describe.each(STORES)('the administration on $store', (kind) => {
  const { store } = kind;
  let service: TestApp;
  let drop: () => Promise<void>;
  let token: string;
  const fetch = fetchAs(() => token);
  const isMemory = store === 'memory';

  beforeAll(async () => {
    const prepared = await kind.prepare();
    drop = () => prepared.drop();
    service = await startApp({ DATABASE_POOL_SIZE: '2', ...prepared.environment });
    token = await adminToken(service.app);
  });
  afterAll(async () => {
    await service.close();
    await drop();
  });
  const reinitialize = (query = ''): Promise<Response> =>
    fetch(`${service.url}${ADMIN}/reinitialize${query}`, { method: 'POST' });

  it('tells the state, how it came to be, and what each store holds', async () => {
    const user = JSON.stringify({ email: `${store.toLowerCase()}@example.com`, handle: 'ada' });
    const json = { 'content-type': 'application/json' };
    const created = await fetch(`${service.url}/v1/users`, { method: 'POST', headers: json, body: user });
    expect([created.status, await bodyOf(created)]).toEqual([
      201,
      expect.objectContaining({ handle: 'ada' }),
    ]);
    const response = await fetch(`${service.url}${ADMIN}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const status = await bodyOf(response);
    expect(status).toMatchObject({
      state: {
        status: isMemory ? 'degraded' : 'healthy',
        usingPrimary: !isMemory,
        primaryConfigured: !isMemory,
        isJournaled: false,
      },
      step: isMemory ? 'fallback' : 'explicit-url',
      journal: null,
      promotion: null,
      abandonedRows: 0,
      replicas: [],
      quarantined: isMemory ? null : 0,
    });
    expect((status['resolution'] as Body[]).map(({ step }) => step)).toEqual([
      'explicit-url',
      'secrets-manager',
      'aws-variables',
      'fallback',
    ]);
    expect(databaseStatusSchema.safeParse(status)).toMatchObject({ success: true });
    const number = expect.any(Number) as number;
    const tables: unknown = expect.arrayContaining([{ table: 'public.users', rows: 2, bytes: number }]);
    expect(status['memory']).toEqual(isMemory ? { rows: 3, bytes: number, tables } : null);
    const pool: unknown = expect.objectContaining({ opened: number, waiting: 0 });
    expect(status['pool']).toEqual(isMemory ? null : pool);
  });

  it('tells the latest changes of state', async () => {
    const { items } = await bodyOf(await fetch(`${service.url}${ADMIN}/transitions`));
    const [latest] = items as Body[];
    expect(latest).toEqual({
      from: 'unhealthy',
      to: isMemory ? 'degraded' : 'healthy',
      message: expect.any(String) as string,
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  it('takes up service anew, and answers what serves then with all that it held', async () => {
    const response = await reinitialize();
    expect(response.status).toBe(200);
    expect(response.headers.get('ballast-durability')).toBeNull();
    expect(await bodyOf(response)).toMatchObject({
      finished: true,
      state: { status: isMemory ? 'degraded' : 'healthy' },
      abandonedRows: 0,
    });
    const { items } = await bodyOf(await fetch(`${service.url}/v1/users`));
    expect(items).toHaveLength(2);
  });

  it('knows no other parameters and methods', async () => {
    expect((await fetch(`${service.url}${ADMIN}?verbose=1`)).status).toBe(400);
    expect((await reinitialize('?waitSeconds=61')).status).toBe(400);
    const wrong = await fetch(`${service.url}${ADMIN}/reinitialize`, { method: 'PUT' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is described with a schema of every answer', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
    };
    const found = Object.entries(paths).filter(([path]) => path.startsWith('/v1/admin'));
    expect(found.flatMap(([path, methods]) => Object.keys(methods).map((name) => `${name} ${path}`))).toEqual(
      [
        `get ${ADMIN}`,
        `get ${ADMIN}/transitions`,
        `post ${ADMIN}/reinitialize`,
        `get ${ADMIN}/quarantine`,
        `get ${ADMIN}/quarantine/{id}`,
        `delete ${ADMIN}/quarantine/{id}`,
        `post ${ADMIN}/quarantine/{id}/retry`,
      ],
    );
    for (const { responses } of found.flatMap(([, methods]) => Object.values(methods))) {
      expect(Object.keys(responses)).toContain('default');
      expect('204' in responses || JSON.stringify(responses['200']).includes('schema')).toBe(true);
    }
  });
});

describe('the administration of memory without a journal', () => {
  it('has no quarantine to show, and says so with 503', async () => {
    const service = await startApp();
    const ask = (method: string, path: string): Promise<Response> =>
      fetchAsAdmin(() => service.app)(`${service.url}${ADMIN}/quarantine${path}`, { method });
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/1'],
      ['POST', '/1/retry'],
      ['DELETE', '/1?confirm=1'],
    ] as const) {
      const response = await ask(method, path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    }
    await service.close();
  });
});

describe('taking up service anew', () => {
  let outage: OutageService;

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());
  const reinitialize = (query = ''): Promise<Response> =>
    outage.send('POST', `${ADMIN}/reinitialize${query}`);
  /** Memory serves, and asks for PostgreSQL by itself long after the test. */
  const startInMemory = (environment: Record<string, string> = {}): Promise<void> =>
    outage.start({ DATABASE_RETRY_MIN_MS: '60000', DATABASE_RETRY_MAX_MS: '60000', ...environment });

  it('is one run for twenty requests at once', async () => {
    outage.bringBack();
    await outage.start({ DATABASE_POOL_SIZE: '1', DATABASE_POOL_OVERFLOW: '0' });
    await outage.is('healthy');
    const connectionsOf = async (times: number): Promise<number> => {
      const before = outage.proxy.accepted;
      const token = await outage.adminToken();
      const ask = (): Promise<Response> =>
        fetchAs(() => token)(`${outage.url}${ADMIN}/reinitialize?waitSeconds=60`, { method: 'POST' });
      const answers = await Promise.all(Array.from({ length: times }, ask));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: times }, () => 200));
      return outage.proxy.accepted - before;
    };
    const one = await connectionsOf(1);
    expect(one).toBeGreaterThan(0);
    // Those that the pool opens ahead of time may come a little later.
    expect(await connectionsOf(20)).toBeLessThan(2 * one);
  });

  it('carries over what the journal holds, at once, for twenty requests as for one', async () => {
    // A promotion that waited for the requests that ask for it would go on when they have given up.
    await startInMemory({ DATABASE_PROMOTION_WAIT_MS: '60000' });
    await outage.createUser('ada');
    outage.bringBack();
    const answers = await Promise.all(Array.from({ length: 20 }, () => reinitialize()));
    for (const answer of answers)
      expect(await bodyOf(answer)).toMatchObject({
        finished: true,
        state: { status: 'healthy' },
        // The administrator is one of the two.
        promotion: { replayed: 2, quarantined: 0 },
      });
    const { items } = await bodyOf(await outage.send('GET', '/v1/users'));
    expect(items).toMatchObject([{ role: 'admin' }, { handle: 'ada' }]);
    const transitions = (await bodyOf(await outage.send('GET', `${ADMIN}/transitions`)))['items'] as Body[];
    expect(transitions.map(({ to }) => to)).toEqual(['healthy', 'degraded']);
  });

  it('leaves memory to serve with what it holds where PostgreSQL does not answer', async () => {
    await startInMemory({ DATABASE_JOURNAL_DIR: '' });
    await outage.createUser('ada');
    expect(await bodyOf(await reinitialize())).toMatchObject({
      finished: true,
      state: { status: 'degraded' },
      abandonedRows: 0,
    });
    expect((await bodyOf(await outage.send('GET', '/v1/users')))['items']).toHaveLength(2);
  });

  it('tells how many rows were in memory without a journal when PostgreSQL took over', async () => {
    await startInMemory({ DATABASE_JOURNAL_DIR: '' });
    await outage.createUser('ada');
    outage.bringBack();
    expect(await bodyOf(await reinitialize())).toMatchObject({
      state: { status: 'healthy' },
      // A user, and the administrator with a token.
      abandonedRows: 3,
    });
    expect(await bodyOf(await outage.send('GET', ADMIN))).toMatchObject({ abandonedRows: 3 });
  });

  it('is answered with 202 when it takes longer than the caller waits, and goes on', async () => {
    await startInMemory({ DATABASE_CONNECT_TIMEOUT_MS: '60000', DATABASE_PROBE_TIMEOUT_MS: '60000' });
    outage.bringBack();
    outage.proxy.set({ kind: 'black hole' });
    const response = await reinitialize('?waitSeconds=0');
    expect(response.status).toBe(202);
    expect(await bodyOf(response)).toMatchObject({ finished: false, state: { status: 'degraded' } });
    outage.proxy.set({ kind: 'clear' });
    await outage.is('healthy');
  });

  it('keeps a primary that serves where the new attempt fails', async () => {
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    outage.proxy.redirect(1);
    expect(await bodyOf(await reinitialize())).toMatchObject({ finished: true, step: 'explicit-url' });
    outage.bringBack();
    await outage.is('healthy');
  });
});

describe('the status', () => {
  it('tells why the journal cannot be written, and not where it is', async () => {
    const outage = await OutageService.prepare();
    await outage.start();
    const manager = outage.app.get(DatabaseManager);
    const { journal } = manager;
    const failure = new JournalError(
      '53100',
      `the journal in ${outage.directory} cannot be written: ENOSPC.`,
    );
    jest.spyOn(manager, 'journal', 'get').mockReturnValue(journal && { ...journal, failure });
    const status = await bodyOf(await outage.send('GET', ADMIN));
    expect(status['journal']).toMatchObject({
      id: journal?.id,
      failure: 'the journal in DATABASE_JOURNAL_DIR cannot be written: ENOSPC.',
    });
    await outage.close();
  });

  it('is not told while PostgreSQL is silent, which knows who may ask; and that is told within moments', async () => {
    const outage = await OutageService.prepare();
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    expect((await outage.send('GET', ADMIN)).status).toBe(200);
    outage.proxy.set({ kind: 'black hole' });
    await outage.is('unhealthy');
    const began = performance.now();
    const answer = await outage.send('GET', ADMIN);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect([answer.status, await bodyOf(answer)]).toMatchObject([503, { code: 'database_unavailable' }]);
    outage.proxy.set({ kind: 'clear' });
    await outage.close();
  });
});

describe.each(STORES)('the administration, asked on $store', (store) => {
  let api: TokenService;
  let root: SignedIn;

  beforeAll(async () => {
    api = await TokenService.start(store);
  });
  beforeEach(async () => {
    root = await api.signIn('admin');
  });
  afterAll(() => api.close());

  const ROUTES: readonly [string, string][] = [
    ['GET', ''],
    ['GET', '/transitions'],
    ['POST', '/reinitialize'],
    ['GET', '/quarantine'],
    ['GET', '/quarantine/1'],
    ['POST', '/quarantine/1/retry'],
    ['DELETE', '/quarantine/1?confirm=1'],
  ];

  const callers: readonly [string, number, string, () => Promise<string | null>][] = [
    ['nobody', 401, 'unauthenticated', async () => null],
    ['a user', 403, 'insufficient_scope', async () => (await api.signIn()).secret],
    [
      'an administrator whose token is for something else',
      403,
      'insufficient_scope',
      async () => (await api.makeToken(root, { scopes: ['admin:users'] })).token,
    ],
    [
      'a program with the scope',
      401,
      'step_up_required',
      async () => (await api.makeToken(root, { scopes: ['admin:db'] })).token,
    ],
    [
      'an administrator who has signed in more than ten minutes ago',
      401,
      'step_up_required',
      async () => {
        const { id } = await api.rowOf(root.secret);
        await api.tokens.update({ id }, { signedInAt: new Date(Date.now() - 600_001) });
        return root.secret;
      },
    ],
    [
      'somebody who is no administrator any more',
      403,
      'insufficient_scope',
      async () => {
        await api.users.update({ id: root.user.id }, { role: 'user' });
        return root.secret;
      },
    ],
    [
      'an administrator who is suspended',
      401,
      'invalid_token',
      async () => {
        await api.users.update({ id: root.user.id }, { status: 'suspended' });
        return root.secret;
      },
    ],
  ];

  it.each(callers)('by %s answers %i %s, and does nothing', async (_name, status, code, secretOf) => {
    const secret = await secretOf();
    const run = jest.spyOn(api.service.app.get(DatabaseManager), 'reinitialize');
    for (const [method, path] of ROUTES)
      expect(await api.ask(method, `${ADMIN}${path}`, secret)).toEqual([
        status,
        expect.objectContaining({ code }),
      ]);
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
  });

  it('by an administrator who has proved it again answers, wherever he is', async () => {
    const { id } = await api.rowOf(root.secret);
    await api.tokens.update({ id }, { signedInAt: new Date(0) });
    await api.service.app.get(SessionsService).stepUp(id, root.user);
    for (const [remoteAddress, headers] of [
      ['127.0.0.1', {}],
      ['10.0.0.7', { host: 'ballast.example', 'x-forwarded-for': '10.0.0.8' }],
      ['fe80::1', { via: '1.1 proxy' }],
    ] as const) {
      const { statusCode } = await api.service.app.inject({
        method: 'GET',
        url: ADMIN,
        remoteAddress,
        headers: { ...headers, authorization: `Bearer ${root.secret}` },
      });
      expect(statusCode).toBe(200);
    }
  });
});
