import { makeSecret } from '../../src/tokens/token-secret';
import { DatabaseManager } from '../../src/database';
import { MailServer } from '../support/mail-server';
import { signIn } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';
import { itWithPromtool, promtool } from './promtool';
import { Scrape, TOKEN } from './scrape';

describe.each(STORES)('metrics on $store', (target) => {
  const { store } = target;
  let service: TestApp;
  let mail: MailServer;
  let drop: () => Promise<void>;
  const label = store === 'memory' ? 'memory' : 'postgres';

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    mail = await MailServer.start();
    service = await startApp({ ...prepared.environment, ...mail.environment, METRICS_TOKEN: TOKEN });
  });
  afterAll(async () => {
    await service.close();
    await mail.close();
    await drop();
  });

  it('tell the state, since when, and how it came to be', async () => {
    const scrape = await Scrape.of(service.url);
    const state = store === 'memory' ? 'degraded' : 'healthy';
    expect(scrape.chosen('ballast_database_state', 'state')).toBe(state);
    expect(scrape.linesOf('ballast_database_state')).toHaveLength(3);
    expect(scrape.valueOf('ballast_database_state_seconds_total', { state })).toBeGreaterThan(0);
    expect(scrape.valueOf('ballast_database_state_transitions_total', { from: 'unhealthy', to: state })).toBe(
      1,
    );
    expect(scrape.chosen('ballast_database_circuit_state', 'state')).toBe('closed');
    expect(scrape.chosen('ballast_database_resolution_step_info', 'step')).toBe(
      store === 'memory' ? 'fallback' : 'explicit-url',
    );
    expect(scrape.valueOf('ballast_database_primary_configured')).toBe(store === 'memory' ? 0 : 1);
    expect(scrape.linesOf('ballast_build_info')[0]?.labels).toEqual({
      version: '0.1.0',
      node_version: process.version,
    });
    expect(scrape.families.has('process_cpu_seconds_total')).toBe(true);
  });

  it('count what is asked of the service and of the store, by pattern and by operation', async () => {
    const before = await Scrape.of(service.url);
    const secret = makeSecret('session');
    const headers = { authorization: `Bearer ${secret}` };
    for (let i = 0; i < 3; i += 1) await fetch(`${service.url}/v1/users`, { headers });
    await fetch(`${service.url}/v1/tokens/0197f3a2-0000-7000-8000-000000000000`);
    const after = await Scrape.of(service.url);
    const grown = (name: string, labels: Record<string, string>): number =>
      after.valueOf(name, labels) - before.valueOf(name, labels);
    const users = { method: 'GET', route: '/v1/users' };
    expect(grown('ballast_http_requests_total', { ...users, status: '401' })).toBe(3);
    expect(grown('ballast_http_request_duration_seconds_count', users)).toBe(3);
    expect(grown('ballast_http_requests_total', { route: '/v1/tokens/:id', status: '401' })).toBe(1);
    expect(
      grown('ballast_database_queries_total', { operation: 'select', store: label, outcome: 'ok' }),
    ).toBe(3);
    expect(
      grown('ballast_database_query_duration_seconds_count', { operation: 'select', store: label }),
    ).toBe(3);
    expect(grown('ballast_tokens_refused_total', { reason: 'invalid_token' })).toBe(3);
    expect(grown('ballast_tokens_refused_total', { reason: 'unauthenticated' })).toBe(1);
    expect(after.text).not.toContain(secret);
  });

  it('count codes and tokens', async () => {
    const before = await Scrape.of(service.url);
    const token = await signIn(service.url, mail, 'metrics@example.com');
    const wrong = await fetch(`${service.url}/v1/auth/otps/0197f3a2-0000-7000-8000-000000000000/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: '00000000' }),
    });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const made = await fetch(`${service.url}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ name: 'ci', kind: 'personal', scopes: ['apis:read'], expiresInDays: 1 }),
    });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const revoked = await fetch(`${service.url}/v1/tokens/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'if-match': '*' },
    });
    expect(revoked.status).toBe(204);
    const after = await Scrape.of(service.url);
    const grown = (name: string, labels: Record<string, string>): number =>
      after.valueOf(name, labels) - before.valueOf(name, labels);
    expect(grown('ballast_otp_requested_total', { purpose: 'sign_in' })).toBe(1);
    expect(grown('ballast_otp_sent_total', { outcome: 'sent' })).toBe(1);
    expect(grown('ballast_otp_verified_total', { purpose: 'sign_in' })).toBe(1);
    expect(grown('ballast_tokens_issued_total', { by: 'sign_in' })).toBe(1);
    expect(grown('ballast_tokens_issued_total', { by: 'creation' })).toBe(1);
    expect(grown('ballast_tokens_revoked_total', { which: 'one' })).toBe(1);
  });

  it('tell what memory holds, while it does', async () => {
    const scrape = await Scrape.of(service.url);
    const { rows = 0, tables = {} } = service.app.get(DatabaseManager).memory ?? {};
    expect(scrape.valueOf('ballast_memory_rows')).toBe(rows);
    for (const name of ['ballast_memory_bytes', 'ballast_memory_scans_total'])
      expect(scrape.linesOf(name)).toHaveLength(Object.keys(tables).length);
  });

  it('have no more lines for what nobody has heard of', async () => {
    const ask = async (turn: number): Promise<void> => {
      const rubbish = [...crypto.getRandomValues(new Uint8Array(9))].map((n) => n.toString(36)).join('');
      const methods = ['GET', 'POST', 'DELETE', 'PROPFIND', 'LOCK', 'PATCH', 'SEARCH'];
      const paths = [
        `/${rubbish}`,
        `/v1/${rubbish}`,
        `/v1/users/${rubbish}`,
        `/apis/${rubbish}`,
        '/%zz',
        '/metrics',
      ];
      const response = await fetch(service.url + paths[turn % paths.length], {
        method: methods[turn % methods.length],
        headers: { authorization: `Bearer ${rubbish}`, 'x-request-id': rubbish, 'user-agent': rubbish },
      });
      await response.arrayBuffer();
    };
    const askAll = async (count: number): Promise<void> => {
      for (let turn = 0; turn < count; turn += 10)
        await Promise.all(Array.from({ length: 10 }, (_, i) => ask(turn + i)));
    };
    // Each combination of path and method once: that many there are.
    await askAll(50);
    const before = await Scrape.of(service.url);
    await askAll(1_000);
    const after = await Scrape.of(service.url);
    const lines = ({ text }: Scrape): string[] =>
      text.split('\n').flatMap((line) => line.match(/^ballast_[^ ]+(?= )/)?.[0] ?? []);
    expect(lines(after).filter((line) => !lines(before).includes(line))).toEqual([]);
    expect(after.valueOf('ballast_http_requests_total') - before.valueOf('ballast_http_requests_total')).toBe(
      1_001,
    );
    expect(after.series).toBeLessThan(3_000);
  });

  itWithPromtool('are to the liking of promtool', async () => {
    const { text } = await Scrape.of(service.url);
    // oxlint-disable-next-line jest/no-standalone-expect -- in a test all the same
    expect(promtool(['check', 'metrics'], text)).toBe('');
  });
});
