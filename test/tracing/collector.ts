import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it came in. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
  readonly service: unknown;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

/** A collector that takes OTLP as JSON, on a free port of the loopback. */
export class Collector {
  readonly spans: ReceivedSpan[] = [];
  /** All that has come, as it came. */
  received = '';
  /** What it was told with each request. */
  readonly headers: http.IncomingHttpHeaders[] = [];

  private constructor(private readonly server: http.Server) {}

  /** @param behaviour of every request: to take it, to answer with what makes no sense, or not at all */
  static async start(behaviour: 'take' | 'rubbish' | 'hang' = 'take'): Promise<Collector> {
    const server = http.createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => void collector.answer(request, response, behaviour));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  in(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    behaviour: 'take' | 'rubbish' | 'hang',
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.headers.push(request.headers);
    if (behaviour === 'hang') return;
    if (behaviour === 'rubbish') {
      response.writeHead(418, { 'content-type': 'text/html' }).end('<html>');
      return;
    }
    this.received += body;
    if (request.url === '/v1/traces') this.take(JSON.parse(body) as Export);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  private take({ resourceSpans }: Export): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = valuesOf(resource.attributes)['service.name'];
      for (const { traceId, spanId, parentSpanId, name, kind, attributes, status } of scopeSpans.flatMap(
        ({ spans }) => spans,
      ))
        this.spans.push({
          traceId,
          spanId,
          parentSpanId,
          name,
          kind,
          service,
          attributes: valuesOf(attributes),
          isError: status.code === 2,
        });
    }
  }
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
