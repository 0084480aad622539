import { setTimeout as pause } from 'node:timers/promises';
import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { TracingOptions } from '../config/config';
import { traceDatabase } from './database-spans';
import { traceRequests } from './http-spans';
import { ToldExporter } from './told-exporter';

/** Keeps traces and sends them to a collector, in the background: whatever becomes of that, nobody waits for it. */
export class Tracing {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly stop: () => void;

  constructor({ url, headers, timeoutMs, resource, sampler, ratio }: TracingOptions) {
    const exporter = new ToldExporter(new OTLPTraceExporter({ url, headers, timeoutMillis: timeoutMs }));
    this.provider = new TracerProvider({
      resource: resourceFromAttributes(resource),
      sampler: samplerOf(sampler, ratio),
      spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: timeoutMs })],
    });
    this.tracer = this.provider.getTracer('ballast');
    this.stop = traceDatabase(this.tracer);
  }

  follow(fastify: FastifyInstance): void {
    traceRequests(fastify, this.tracer);
  }

  /** Sends what has been kept, for as long as there is time. */
  async close(timeoutMs: number): Promise<void> {
    this.stop();
    const sent = this.provider.shutdown().catch(() => undefined);
    await Promise.race([sent, pause(timeoutMs, undefined, { ref: false })]);
  }
}

function samplerOf(name: TracingOptions['sampler'], ratio: number): Sampler {
  const root = name.endsWith('always_on')
    ? new AlwaysOnSampler()
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}
