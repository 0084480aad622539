import {
  type Context,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** What leads from a line of the log, or from an answer, to its trace. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** A span, and how to begin others in it. */
export class SpanInTrace {
  private constructor(
    private readonly tracer: Tracer,
    readonly span: Span,
    private readonly context: Context,
  ) {}

  /** Begins a span. @param parent holds the one that it is in; without one it begins a trace */
  static start(tracer: Tracer, name: string, options: SpanOptions, parent: Context): SpanInTrace {
    const span = tracer.startSpan(name, options, parent);
    return new SpanInTrace(tracer, span, trace.setSpan(parent, span));
  }

  child(name: string, options: SpanOptions): SpanInTrace {
    return SpanInTrace.start(this.tracer, name, options, this.context);
  }

  get ids(): TraceIds {
    const { traceId, spanId } = this.span.spanContext();
    return { trace_id: traceId, span_id: spanId };
  }

  /** @param failure a word of few: what has gone wrong */
  end(failure?: string): void {
    if (failure !== undefined) {
      this.span.setStatus({ code: SpanStatusCode.ERROR });
      this.span.setAttribute('error.type', failure);
    }
    this.span.end();
  }
}
