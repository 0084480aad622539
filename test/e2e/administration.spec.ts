import * as http from 'node:http';
import * as net from 'node:net';
import { text } from 'node:stream/consumers';
import { databaseStatusSchema } from '../../src/admin/database-status.schema';
import { DatabaseManager } from '../../src/database';
import { JournalError } from '../../src/database/journal/journal-error';
import { eventually } from '../support/eventually';
import { OutageService } from '../support/outage-service';
import { startApp, STORES, type TestApp } from '../support/test-app';

type Body = Record<string, unknown>;

const bodyOf = async (response: Response): Promise<Body> => (await response.json()) as Body;
const ADMIN = '/v1/admin/database';

describe.each(STORES)('the administration on $store', (kind) => {
  const { store } = kind;
  let service: TestApp;
  let drop: () => Promise<void>;
  const isMemory = store === 'memory';

  beforeAll(async () => {
    const prepared = await kind.prepare();
    drop = () => prepared.drop();
    service = await startApp({ DATABASE_POOL_SIZE: '2', ...prepared.environment });
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
    const tables: unknown = expect.arrayContaining([{ table: 'public.users', rows: 1, bytes: number }]);
    expect(status['memory']).toEqual(isMemory ? { rows: 1, bytes: number, tables } : null);
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
    expect(items).toHaveLength(1);
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
      fetch(`${service.url}${ADMIN}/quarantine${path}`, { method });
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
    await outage.start({ DATABASE_POOL_SIZE: '1' });
    await outage.is('healthy');
    const connectionsOf = async (times: number): Promise<number> => {
      const before = outage.proxy.accepted;
      const answers = await Promise.all(Array.from({ length: times }, () => reinitialize('?waitSeconds=60')));
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
        promotion: { replayed: 1, quarantined: 0 },
      });
    const { items } = await bodyOf(await outage.send('GET', '/v1/users'));
    expect(items).toMatchObject([{ handle: 'ada' }]);
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
    expect((await bodyOf(await outage.send('GET', '/v1/users')))['items']).toHaveLength(1);
  });

  it('tells how many rows were in memory without a journal when PostgreSQL took over', async () => {
    await startInMemory({ DATABASE_JOURNAL_DIR: '' });
    await outage.createUser('ada');
    outage.bringBack();
    expect(await bodyOf(await reinitialize())).toMatchObject({
      state: { status: 'healthy' },
      abandonedRows: 1,
    });
    expect(await bodyOf(await outage.send('GET', ADMIN))).toMatchObject({ abandonedRows: 1 });
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

  it('is told within moments while PostgreSQL is silent or every connection is taken', async () => {
    const outage = await OutageService.prepare();
    outage.bringBack();
    await outage.start({ DATABASE_POOL_SIZE: '1', DATABASE_POOL_OVERFLOW: '0' });
    await outage.is('healthy');
    const runner = outage.app.get(DatabaseManager).dataSource.createQueryRunner();
    await runner.connect();
    try {
      const began = performance.now();
      const status = await bodyOf(await outage.send('GET', ADMIN));
      expect(performance.now() - began).toBeLessThan(3_000);
      expect(status).toMatchObject({ state: { status: 'healthy' }, pool: { inUse: 1 }, quarantined: null });
    } finally {
      await runner.release();
    }
    outage.proxy.set({ kind: 'black hole' });
    await eventually(async () => {
      const { state } = (await bodyOf(await outage.send('GET', ADMIN))) as { state: Body };
      return state['status'] === 'unhealthy';
    });
    outage.proxy.set({ kind: 'clear' });
    await outage.close();
  });
});

describe('the administration, asked from elsewhere', () => {
  const HOST = { host: 'localhost:3000' };
  const NOTHING = '/v1/nothing/of/this';
  const services: Record<string, TestApp> = {};

  beforeAll(async () => {
    services['nobody'] = await startApp();
    services['everybody'] = await startApp({ TRUST_PROXY: 'true' });
    services['loopback'] = await startApp({ TRUST_PROXY: 'loopback,10.0.0.0/8' });
  });
  afterAll(() => Promise.all(Object.values(services).map((service) => service.close())));

  const inject = async (
    trust: string,
    { method = 'GET', url = ADMIN, from = '127.0.0.1', headers = {}, payload }: Partial<Request>,
  ) => {
    const answer = await services[trust]!.app.inject({
      method: method as 'GET',
      url,
      remoteAddress: from,
      headers: { ...HOST, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const body = answer.body.replaceAll(url.split('?')[0] ?? '', 'PATH').replace(/"requestId":"[^"]+"/, '');
    const { date: _, 'x-request-id': __, 'content-length': ___, ...kept } = answer.headers;
    // On the wire no answer to HEAD has a body.
    return { status: answer.statusCode, body: method === 'HEAD' ? '' : body, headers: kept };
  };
  interface Request {
    readonly method: string;
    readonly url: string;
    readonly from: string;
    readonly headers: Record<string, string>;
    readonly payload: string;
  }

  const local: readonly [string, Partial<Request>][] = [
    ['127.0.0.1', {}],
    ['another address of 127.0.0.0/8', { from: '127.8.9.1', headers: { host: '127.8.9.1:3000' } }],
    ['::1', { from: '::1', headers: { host: '[::1]:3000' } }],
    ['127.0.0.1 as IPv6 has it', { from: '::ffff:127.0.0.1' }],
    ['a page of its own', { headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' } }],
    ['an address that was typed in', { headers: { 'sec-fetch-site': 'none' } }],
  ];

  const foreign: readonly [string, Partial<Request>][] = [
    ['another machine', { from: '10.0.0.7' }],
    ['another machine over IPv6', { from: 'fe80::1' }],
    ['another machine as IPv6 has its address', { from: '::ffff:10.0.0.7' }],
    ['an address that only begins like one', { from: '128.0.0.1' }],
    [
      'another machine that says it is this one',
      { from: '10.0.0.7', headers: { 'x-forwarded-for': '127.0.0.1' } },
    ],
    [
      'another machine in the words of RFC 7239',
      { from: '10.0.0.7', headers: { forwarded: 'for=127.0.0.1' } },
    ],
    ['a proxy on this machine', { headers: { 'x-forwarded-for': '10.0.0.7' } }],
    ['a proxy on this machine that was told a lie', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['a proxy that tells the host', { headers: { 'x-forwarded-host': 'localhost' } }],
    ['a proxy that tells the protocol', { headers: { 'x-forwarded-proto': 'https' } }],
    ['a proxy that tells itself', { headers: { via: '1.1 proxy' } }],
    ['a proxy that tells the address', { headers: { 'x-real-ip': '127.0.0.1' } }],
    ['a name that DNS leads here', { headers: { host: 'rebound.example:3000' } }],
    ['a name that begins like a local one', { headers: { host: 'localhost.example' } }],
    ['an address that begins like a local one', { headers: { host: '127.0.0.1.example' } }],
    ['an address of another kind', { headers: { host: '2130706433' } }],
    ['a page of another site', { headers: { origin: 'https://evil.example' } }],
    ['a page that hides where it is from', { headers: { origin: 'null' } }],
    [
      'a page of another port',
      { headers: { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' } },
    ],
    ['a link on another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
  ];

  describe.each(['nobody', 'everybody', 'loopback'])('with TRUST_PROXY believing %s', (trust) => {
    it.each(local)('is there for %s', async (_name, request) => {
      expect(await inject(trust, request)).toMatchObject({ status: 200 });
    });

    it.each(foreign)('is not there for %s, on any path and with any method', async (_name, request) => {
      const nothing = await inject(trust, { ...request, url: NOTHING });
      expect(nothing.status).toBe(404);
      const json = { 'content-type': 'application/json' };
      const headers = { ...request.headers };
      for (const url of [ADMIN, `${ADMIN}/`, '/v1/%61dmin/database', `${ADMIN}?x=1`, `${ADMIN}/quarantine/1`])
        expect(await inject(trust, { ...request, url })).toEqual(nothing);
      for (const method of ['HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH', 'POST']) {
        const asked = { ...request, method };
        expect(await inject(trust, asked)).toEqual(await inject(trust, { ...asked, url: NOTHING }));
      }
      const post = { ...request, method: 'POST', url: `${ADMIN}/reinitialize` };
      expect(await inject(trust, post)).toEqual(await inject(trust, { ...post, url: NOTHING }));
      for (const payload of ['{', '"x"'.repeat(600_000)])
        expect(await inject(trust, { ...post, headers: { ...headers, ...json }, payload })).toMatchObject({
          status: 404,
          headers: nothing.headers,
        });
    });
  });

  it('does nothing that it was asked', async () => {
    const service = services['nobody'] as TestApp;
    const run = jest.spyOn(service.app.get(DatabaseManager), 'reinitialize');
    await inject('nobody', { method: 'POST', url: `${ADMIN}/reinitialize`, from: '10.0.0.7' });
    await inject('nobody', {
      method: 'POST',
      url: `${ADMIN}/reinitialize`,
      headers: { origin: 'https://evil.example' },
    });
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
  });

  it('looks at the connection: a real one from this machine is answered, and not under another name', async () => {
    const { url } = services['everybody'] as TestApp;
    expect((await fetch(`${url}${ADMIN}`)).status).toBe(200);
    const statusOf = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        http
          .get(`${url}${ADMIN}`, { headers }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject);
      });
    expect(await statusOf({ host: 'rebound.example' })).toBe(404);
    expect(await statusOf({ 'x-forwarded-for': '10.0.0.7' })).toBe(404);
    expect(await statusOf({})).toBe(200);
    const connection = net.connect(Number(new URL(url).port), '127.0.0.1');
    connection.write(`GET ${ADMIN} HTTP/1.0\r\n\r\n`);
    expect(await text(connection)).toMatch(/^HTTP\/1\.1 404 /);
  });
});
