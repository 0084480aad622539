import { defaultTextMapGetter, ROOT_CONTEXT, SpanKind, type Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { activeSpan } from './active-span';
import { SpanInTrace } from './spans';

/** What probes and scrapers ask all day long. */
const NOT_TRACED = /^\/(?:health|metrics)(?:\/|$)/;

const propagator = new W3CTraceContextPropagator();

/** Gives each request a span, in the trace of its `traceparent` (W3C Trace Context) or in one of its own. */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, SpanInTrace>();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (NOT_TRACED.test(request.routeOptions.url ?? '')) {
      done();
      return;
    }
    const span = begin(tracer, request);
    spans.set(request, span);
    reply.raw.once('close', () => end(span, reply));
    activeSpan.run(span, done);
  });
  // What a body is read by belongs to the connection.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (!span || activeSpan.getStore() === span) done();
    else activeSpan.run(span, done);
  });
}

/** OpenTelemetry, "Semantic conventions for HTTP server spans"; without the path, in which people may put anything. */
function begin(
  tracer: Tracer,
  { method, protocol, headers, routeOptions: { url: route } }: FastifyRequest,
): SpanInTrace {
  const attributes = {
    'http.request.method': method,
    'url.scheme': protocol,
    ...(route !== undefined && { 'http.route': route }),
  };
  const name = route === undefined ? method : `${method} ${route}`;
  const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  return SpanInTrace.start(tracer, name, { kind: SpanKind.SERVER, attributes }, parent);
}

function end(span: SpanInTrace, { raw, statusCode }: FastifyReply): void {
  if (!raw.writableFinished) {
    span.end('client-gone');
    return;
  }
  span.span.setAttribute('http.response.status_code', statusCode);
  span.end(statusCode >= 500 ? String(statusCode) : undefined);
}
