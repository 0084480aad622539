import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import { OutageService } from '../support/outage-service';
import { ServiceProcess } from '../support/service-process';
import { STORES } from '../../src/database/testing';
import { startApp } from '../support/test-app';
import { linesIn } from '../logs/log-lines';
import { Collector, type ReceivedSpan } from './collector';

interface Caller {
  readonly traceId: string;
  readonly spanId: string;
  readonly headers: Record<string, string>;
}

/** Somebody in a trace of his own. */
function aCaller(flags = '01'): Caller {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-${flags}` } };
}

const ask = (
  url: string,
  { headers }: { headers: Record<string, string> },
  body?: object,
): Promise<Response> =>
  fetch(url, {
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });

/** Whether a span is in another one, however deep. */
function isWithin(spans: readonly ReceivedSpan[], span: ReceivedSpan, outer: ReceivedSpan): boolean {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent !== undefined && (parent === outer || isWithin(spans, parent, outer));
}

const SERVER = 2;

describe.each(STORES)('a trace on $store', (chosen) => {
  let collector: Collector;
  const [reader, writer, lost, prober, unsampled] = [
    aCaller(),
    aCaller(),
    aCaller(),
    aCaller(),
    aCaller('00'),
  ];
  const crowd = Array.from({ length: 5 }, () => aCaller());
  const malformed = [
    '00-zz',
    `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    `ff-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
  ];
  let problem: unknown;

  beforeAll(async () => {
    collector = await Collector.start();
    const prepared = await chosen.prepare();
    const service = await startApp({
      ...prepared.environment,
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=ours%3D1',
      OTEL_SERVICE_NAME: 'registry',
    });
    const asking = (email: string): object => ({ email, purpose: 'sign_in' });
    await ask(`${service.url}/v1/apis?q=secret-words`, reader);
    await ask(`${service.url}/v1/auth/otps`, writer, asking('ada@example.com'));
    problem = await (await ask(`${service.url}/nothing`, lost)).json();
    await ask(`${service.url}/health/ready`, prober);
    await ask(`${service.url}/v1/apis`, unsampled);
    for (const traceparent of malformed) await ask(`${service.url}/v1/apis`, { headers: { traceparent } });
    await Promise.all(
      crowd.map((caller, i) => ask(`${service.url}/v1/auth/otps`, caller, asking(`person${i}@example.com`))),
    );
    await service.close();
    await prepared.drop();
  }, 60_000);
  afterAll(() => collector.close());

  it('of a read goes on with that of the caller: the request, named by its route, and in it what was asked of the store', () => {
    const spans = collector.in(reader.traceId);
    const [request, ...others] = spans.filter(({ kind }) => kind === SERVER);
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      name: 'GET /v1/apis',
      parentSpanId: reader.spanId,
      service: 'registry',
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/v1/apis',
        'http.response.status_code': 200,
      },
    });
    const queries = spans.filter(({ attributes }) => 'db.system.name' in attributes);
    expect(queries.length).toBeGreaterThan(0);
    for (const { attributes } of queries)
      expect(attributes['db.system.name']).toBe(chosen.store === 'memory' ? 'memory' : 'postgresql');
    expect(queries.map(({ name }) => name)).toContain('SELECT apis');
    const strays = spans.filter(
      (span) => span !== request && !isWithin(spans, span, request as ReceivedSpan),
    );
    expect(strays).toEqual([]);
  });

  it('of a change has its transaction, what was changed within that, and the mail that was sent after the answer', () => {
    const spans = collector.in(writer.traceId);
    const request = spans.find(({ kind }) => kind === SERVER) as ReceivedSpan;
    expect(request).toMatchObject({ name: 'POST /v1/auth/otps', parentSpanId: writer.spanId });
    const transaction = spans.find(({ name }) => name === 'database.transaction') as ReceivedSpan;
    const inserted = spans.find(({ name }) => name === 'INSERT otps') as ReceivedSpan;
    const mail = spans.find(({ name }) => name === 'mail.send') as ReceivedSpan;
    expect(isWithin(spans, inserted, transaction)).toBe(true);
    for (const span of [transaction, mail]) expect(isWithin(spans, span, request)).toBe(true);
  });

  it('is told of in a problem', () => {
    expect(problem).toMatchObject({ status: 404, traceId: lost.traceId });
    expect(collector.in(lost.traceId)).toMatchObject([{ name: 'GET', parentSpanId: lost.spanId }]);
  });

  it('is not made for probes, nor sent where the caller keeps none', () => {
    expect([...collector.in(prober.traceId), ...collector.in(unsampled.traceId)]).toEqual([]);
  });

  it('is begun where that of the caller is malformed', () => {
    const roots = collector.spans.filter(
      ({ kind, parentSpanId }) => kind === SERVER && parentSpanId === undefined,
    );
    expect(roots).toHaveLength(malformed.length);
  });

  it('of the start tells how the database was found', () => {
    expect(collector.spans.filter(({ name }) => name === 'database.resolve')).toHaveLength(1);
    expect(collector.spans.filter(({ name }) => name === 'database.connect')).toHaveLength(
      chosen.store === 'memory' ? 0 : 1,
    );
  });

  it('has the waits for a connection, each in the trace of who waits', () => {
    const waits = collector.spans.filter(({ name }) => name === 'database.checkout');
    const waiters = new Set(waits.map(({ traceId }) => traceId));
    const waited = crowd.filter(({ traceId }) => waiters.has(traceId)).length;
    // Memory has a connection for everybody.
    expect(waited > 1).toBe(chosen.store === 'PostgreSQL');
  });

  it('holds no statement, no value, no query string, and is sent with the headers that were set', () => {
    expect(collector.received).not.toMatch(/example\.com|secret-words|SELECT \\?"|VALUES|\$1/);
    expect(collector.headers[0]).toMatchObject({ 'x-tenant': 'ours=1', 'content-type': 'application/json' });
  });
});

describe('a promotion', () => {
  it('is a trace with its steps', async () => {
    const collector = await Collector.start();
    const outage = await OutageService.prepare();
    await outage.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await outage.createUser('ada');
    outage.bringBack();
    await outage.is('healthy');
    await outage.close();
    const promotion = collector.spans.find(({ name }) => name === 'database.promotion');
    expect(promotion?.attributes).toMatchObject({ replayed: 1, quarantined: 0 });
    const steps = collector.spans.filter(({ parentSpanId }) => parentSpanId === promotion?.spanId);
    expect(steps.map(({ name }) => name)).toEqual([
      'database.promotion.replay',
      'database.promotion.last-writes',
    ]);
    await collector.close();
  }, 60_000);
});

describe('a collector', () => {
  it.each(['rubbish', 'hang'] as const)(
    'that answers with %s keeps nobody waiting',
    async (behaviour) => {
      const collector = await Collector.start(behaviour);
      const service = await startApp({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      });
      for (let i = 0; i < 20; i += 1)
        expect((await ask(`${service.url}/v1/apis`, aCaller())).status).toBe(200);
      const began = performance.now();
      await service.close();
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(collector.headers.length).toBeGreaterThan(0);
      await collector.close();
    },
    60_000,
  );

  it('that is away is told of in the log once, whose lines lead to their traces, and the service ends with 0', async () => {
    ServiceProcess.build();
    const service = ServiceProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    const url = await service.ready();
    const caller = aCaller();
    const nobody = '01900000-0000-7000-8000-000000000000';
    await ask(`${url}/v1/auth/otps/${nobody}/verify`, caller, { code: '12345678' });
    await eventually(() => linesIn(service.text).some(({ event }) => event === 'tracing.not_exported'), {
      deadlineMs: 30_000,
    });
    expect(await service.stop()).toBe(0);
    const lines = linesIn(service.text);
    expect(lines.find(({ event }) => event === 'security.code_refused')).toMatchObject({
      trace_id: caller.traceId,
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(lines.filter(({ event }) => event === 'tracing.not_exported')).toHaveLength(1);
  }, 60_000);
});
