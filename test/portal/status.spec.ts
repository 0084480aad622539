import { DatabaseManager } from '../../src/database';
import { eventually } from '../support/eventually';
import { OutageService } from '../support/outage-service';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';
import { type SignedIn, TokenService } from '../tokens/signed-in';
import { foreignScriptsIn, hostileTagsIn } from './tags-of';

const TIMES = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+Z| UTC)|\(\d[^)]* ago\)/g;

const textOf = (html: string): string =>
  html
    .replaceAll(/<noscript>.*?<\/noscript>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
/** What is left of a page when its times and the names of its files are taken out. */
const bareOf = (html: string): string =>
  html.replaceAll(TIMES, 'TIME').replaceAll(/\/assets\/\w+\//g, '/assets/');

describe.each(STORES)('the page of the status on $store', (store) => {
  const isMemory = store.store === 'memory';
  let api: TokenService;
  let admin: SignedIn;
  const part = (name: string, secret: string | null): Promise<Response> =>
    api.send('GET', `/status${name}`, secret);

  beforeAll(async () => {
    api = await TokenService.start(store);
    admin = await api.signIn('admin');
  });
  afterAll(() => api.close());

  it('tells everybody the state, since when, why, and what clients get', async () => {
    const response = await part('', null);
    const html = await response.text();
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect([foreignScriptsIn(html), hostileTagsIn(html)]).toEqual([[], []]);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    const { message } = (await (await fetch(`${api.service.url}/health/database`)).json()) as {
      message: string;
    };
    expect(textOf(html)).toMatch(isMemory ? /Degraded .* from memory/ : /Healthy .* from PostgreSQL/);
    expect(textOf(html)).toContain(message);
    expect(textOf(html)).toMatch(/Since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(\d+ s ago\)/);
    expect(textOf(html)).toMatch(/Reads .*answered.* Changes .* Signing in, tokens .* Probes/);
  });

  it.each(['/health', '/health/live', '/health/ready', '/health/startup', '/health/database'])(
    'is where %s leads to',
    async (path) => {
      const { headers } = await fetch(`${api.service.url}${path}`);
      expect(headers.get('link')).toBe('</status>; rel="status"');
    },
  );

  it('is loaded anew by itself where there is no script', async () => {
    const html = await (await part('', null)).text();
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="10"/></noscript>');
    expect(html).toMatch(/<form id="email-form"[^>]* hidden/);
  });

  it.each(['', '/state'])('tells everybody no more than health does: /status%s', async (path) => {
    const html = await (await part(path, null)).text();
    const details = (await (await part('/details', admin.secret)).text()).toLowerCase();
    const figures = (await (await part('/figures', admin.secret)).text()).toLowerCase();
    const { resolution, step } = api.service.app.get(DatabaseManager);
    const { port, hostname, pathname } = new URL(process.env['BALLAST_TEST_POSTGRES_URL'] ?? '');
    const told = html.toLowerCase();
    const health = (await (await fetch(`${api.service.url}/health/database`)).text()).toLowerCase();
    const secrets = [
      ...resolution.flatMap(({ step, detail }) => [step, detail]),
      process.version,
      `${hostname}:${port}${pathname}`,
      'mib',
    ].map((secret) => secret.toLowerCase());
    for (const secret of secrets) expect(told.includes(secret) && !health.includes(secret)).toBe(false);
    // Or the comparison says nothing.
    expect(details).toContain(step);
    expect(figures).toContain(process.version);
  });

  it.each(['/figures', '/details'])('is closed to who may not ask the administration: %s', async (path) => {
    const user = await api.signIn();
    const program = await api.makeToken(admin, { scopes: ['admin:db'] });
    const old = await api.signIn('admin');
    const { id } = await api.rowOf(old.secret);
    await api.tokens.update({ id }, { signedInAt: new Date(Date.now() - 600_001) });
    const answers = [null, 'apr_ses_unknown', user.secret, program.token, old.secret].map(async (secret) => {
      const [status, { code }] = await api.ask('GET', `/status${path}`, secret);
      return [status, code];
    });
    expect(await Promise.all(answers)).toEqual([
      [401, 'unauthenticated'],
      [401, 'invalid_token'],
      [403, 'insufficient_scope'],
      [401, 'step_up_required'],
      [401, 'step_up_required'],
    ]);
  });

  it('tells administrators how the state came to be, where the database was looked for, and what there is', async () => {
    const html = await (await part('/details', admin.secret)).text();
    const { resolution } = api.service.app.get(DatabaseManager);
    for (const { step, detail } of resolution) {
      expect(textOf(html)).toContain(`${step} `);
      expect(textOf(html)).toContain(detail);
    }
    expect(textOf(html)).toMatch(
      /States .* (Healthy|Degraded) for \d+ m?s now .* Start for .* The process was started/,
    );
    expect(textOf(html)).toContain(isMemory ? 'public.users' : 'Connections since they were set up');
    expect(textOf(html)).toMatch(isMemory ? /Quarantine Unknown/ : /Quarantine It is empty/);
    expect(html).not.toContain('test-password');
  });

  it('draws the last minutes, with what they were at the end in words', async () => {
    await eventually(async () => {
      const html = await (await part('/figures', admin.secret)).text();
      expect(html).toMatch(/class="line main"/);
      expect(textOf(html)).toMatch(isMemory ? / in use none/ : / in use \d+ open \d+ waiting for one 0/);
      expect(textOf(html)).toMatch(
        /Version \d+\.\d+\.\d+ Node v\d+\.\d+\.\d+ Up for .* Event loop \d+ % busy/,
      );
    });
  });
});

describe('the page of the status in an outage', () => {
  let outage: OutageService;

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());
  const read = async (path: string): Promise<string> => (await outage.send('GET', path)).text();

  it('says who is refused what, since when, and that nobody can be let in; and afterwards how long it took', async () => {
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    const token = await outage.adminToken();
    outage.takeAway();
    await outage.is('unhealthy');
    const page = await fetch(`${outage.url}/status`);
    expect(page.status).toBe(200);
    expect(textOf(await page.text())).toMatch(/Unhealthy .* requests that need it are refused/);
    for (const path of ['/status/figures', '/status/details']) {
      const answer = await fetch(`${outage.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'database_unavailable' }]);
    }
    outage.bringBack();
    await outage.is('healthy');
    expect(textOf(await read('/status/details'))).toMatch(
      /Healthy for \d+ m?s now .* Primary database .* Unhealthy for \d+ m?s .* Health check error: .* Healthy for/,
    );
  });

  it('counts from when the status began, whatever reasons it has had since', async () => {
    await outage.start({ DATABASE_FALLBACK: 'never' });
    const manager = outage.app.get(DatabaseManager);
    const { state } = manager;
    const from = (to: string, seconds: number): object => ({
      from: 'unhealthy',
      to,
      message: '',
      at: new Date(seconds * 1_000),
    });
    jest.spyOn(manager, 'state', 'get').mockReturnValue({ ...state, status: 'unhealthy' });
    jest
      .spyOn(manager, 'transitions', 'get')
      .mockReturnValue([
        from('healthy', 1),
        { ...from('unhealthy', 2), from: 'healthy' },
        from('unhealthy', 3),
      ] as unknown as DatabaseManager['transitions']);
    expect(textOf(await read('/status/state'))).toContain('Since 1970-01-01 00:00:02 UTC');
    jest.restoreAllMocks();
  });

  it('tells everybody the same of all memories that stand in, and administrators what becomes of what is written', async () => {
    await outage.start();
    await outage.is('degraded');
    const plain: TestApp = await startApp();
    const pages = [outage.url, plain.url].map(async (url) => (await fetch(`${url}/status`)).text());
    const [journaled, ephemeral] = await Promise.all(pages);
    expect(bareOf(journaled ?? '')).toBe(bareOf(ephemeral ?? ''));
    expect(textOf(await read('/status/details'))).toMatch(
      /PostgreSQL is looked for all the time\. .* is in the journal, and is carried over .* Journal Up to transaction/,
    );
    await plain.close();
  });

  it('shows what was carried over, and what is in quarantine, without its values', async () => {
    await outage.startWithConflicts(['ada']);
    const text = textOf(await read('/status/details'));
    expect(text).toMatch(/1 transaction in quarantine: /);
    expect(text).toMatch(
      /Last promotion At .* Carried over \d+ transactions? Put into quarantine 1 transaction/,
    );
    expect(text).toMatch(
      /Quarantine Entry \d+ transaction \d+, 1 attempt 1 insert in public\.users: .* \(23505\)/,
    );
    expect(text).not.toContain('ada@example.com');
  });
});
